"""Of a response nothing is lost either: not by the close, not by a second tab."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from consultations.models import Consultation
from organisations.models import Role
from tests import cast
from tests.consultations.made import TODAY, published, response
from tests.html import one_line

pytestmark = pytest.mark.django_db
WORDS = "We wrote this all evening."
LATE = cast.at(TODAY) + timedelta(hours=11, minutes=50)
AFTER_MIDNIGHT = LATE + timedelta(minutes=20)


@pytest.fixture(autouse=True)
def _today(library: None, settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(LATE, tick=False):
        yield


@pytest.fixture
def member() -> User:
    return cast.person(Role.VCS_MEMBER, cast.group())


@pytest.fixture
def closing() -> Consultation:
    officer = cast.person(Role.OFFICER, cast.council())
    return published(officer, cast.council(), closes_on=TODAY)


def test_sent_after_the_close_shows_the_words_to_keep(
    client: Client, member: User, closing: Consultation
) -> None:
    client.force_login(member)
    url = reverse("consultations:response_new", args=[closing.pk])
    with time_machine.travel(AFTER_MIDNIGHT, tick=False):
        answer = client.post(url, {"text": WORDS, "go": "send"})
    assert answer.status_code == 403
    assert WORDS in one_line(answer)
    assert "It has closed." in one_line(answer)


def test_signed_out_until_after_the_close_shows_the_words_to_keep(
    client: Client, member: User, closing: Consultation
) -> None:
    client.force_login(member)
    url = reverse("consultations:response_new", args=[closing.pk])
    cast.signed_out_by_time(client)
    client.post(url, {"text": WORDS, "go": "send"})
    client.post(reverse("account_login"), {"login": member.email, "password": "let-me-in-2026"})
    with time_machine.travel(AFTER_MIDNIGHT, tick=False):
        answer = client.get(url)
    assert answer.status_code == 403
    assert WORDS in one_line(answer)


def test_second_tab_shows_both(client: Client, member: User, closing: Consultation) -> None:
    mine = response(closing, member, cast.group(), sent=False, text="Saved by them")
    client.force_login(member)
    url = reverse("consultations:response_edit", args=[mine.pk])
    answer = client.post(url, {"text": WORDS, "version": "0", "go": "save"})
    assert answer.status_code == 409
    assert WORDS in one_line(answer)
    assert "Saved by them" in one_line(answer)


def test_sent_in_another_tab_shows_the_words_to_keep(
    client: Client, member: User, closing: Consultation
) -> None:
    mine = response(closing, member, cast.group())
    client.force_login(member)
    url = reverse("consultations:response_edit", args=[mine.pk])
    answer = client.post(url, {"text": WORDS, "version": "1", "go": "save"})
    assert answer.status_code == 403
    assert WORDS in one_line(answer)
