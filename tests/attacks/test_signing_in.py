"""Signing in: what is kept of it, for whom, for how long, and where its links lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.sessions import forget_spent_sessions
from pages.typed import KEPT
from tests.cast import council, group, person

pytestmark = pytest.mark.django_db
PASSWORD = "let-me-in-2026"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PLAN = "/areas/thurrock/meetings/plan/"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def officer(library: None) -> User:
    return person("compact_officer", council())


def signs_in(client: Client, user: User, password: str = PASSWORD) -> int:
    form = {"login": user.email, "password": password}
    return int(client.post(reverse("account_login"), form).status_code)


def is_in(client: Client) -> bool:
    return SESSION_KEY in client.session


def spent(client: Client) -> None:
    """The session has run out, and its cookie is still in the browser."""
    Session.objects.filter(session_key=client.session.session_key).update(
        expire_date=NOW - timedelta(minutes=1)
    )


def kept_anywhere() -> list[dict[str, str]]:
    rows = [row.get_decoded().get(KEPT) for row in Session.objects.all()]
    return [each for each in rows if each]


# What was typed ---------------------------------------------------------------------------------


def test_only_whose_session_ran_out_reads_again_what_they_typed(officer: User) -> None:
    browser = Client()
    browser.force_login(officer)
    spent(browser)
    browser.post(PLAN, {"planned_on_0": "41", "new_password": "hidden", "forum_name": "Mine"})
    assert [each["user"] for each in kept_anywhere()] == [str(officer.pk)]
    assert "hidden" not in kept_anywhere()[0]["typed"]
    assert signs_in(browser, officer) == 302
    assert 'value="41"' in browser.get(PLAN).content.decode()
    assert 'value="41"' not in browser.get(PLAN).content.decode()


def test_the_next_person_on_that_browser_reads_nothing_of_it(officer: User) -> None:
    browser = Client()
    browser.force_login(officer)
    spent(browser)
    browser.post(PLAN, {"forum_name": "Words of the one before"})
    chair = person("forum_chair", council())
    assert signs_in(browser, chair) == 302
    assert "Words of the one before" not in browser.get(PLAN).content.decode()
    assert not kept_anywhere()


def test_strangers_store_nothing_and_one_session_keeps_one_form(officer: User) -> None:
    Client().post(PLAN, {"forum_name": "x" * 19_000})
    assert not Session.objects.exists()
    browser = Client()
    browser.force_login(officer)
    old = browser.session.session_key
    spent(browser)
    for _ in range(3):
        again = Client()
        again.cookies["sessionid"] = old
        again.post(PLAN, {"forum_name": "x" * 19_000})
    assert len(kept_anywhere()) == 1


def test_a_form_too_large_is_not_kept(officer: User) -> None:
    browser = Client()
    browser.force_login(officer)
    spent(browser)
    browser.post(PLAN, {"forum_name": "x" * 60_001})
    assert not kept_anywhere()


def test_the_longest_answers_are_kept_in_any_script(officer: User) -> None:
    """Counted as they were typed: sent over the web, a Cyrillic letter takes six characters."""
    browser = Client()
    browser.force_login(officer)
    spent(browser)
    browser.post(PLAN, {"forum_name": "Ж" * 50_000})
    assert len(kept_anywhere()) == 1


def test_what_the_last_minute_of_a_long_sign_in_sent_is_kept(officer: User) -> None:
    browser = Client()
    signs_in(browser, officer)
    for minutes in range(30, 12 * 60 + 1, 30):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            browser.get(reverse("desk"))
    with time_machine.travel(NOW + timedelta(hours=12, minutes=2), tick=False):
        browser.post(PLAN, {"planned_on_0": "41"})
        assert not is_in(browser)
        assert signs_in(browser, officer) == 302
        assert 'value="41"' in browser.get(PLAN).content.decode()


def test_nothing_of_accounts_is_kept(officer: User) -> None:
    browser = Client()
    browser.force_login(officer)
    spent(browser)
    browser.post(reverse("account_change_password"), {"oldpassword": "a", "password1": "b"})
    assert not kept_anywhere()


def test_what_was_kept_is_forgotten_with_its_session(officer: User) -> None:
    browser = Client()
    browser.force_login(officer)
    spent(browser)
    browser.post(PLAN, {"forum_name": "Mine"})
    forget_spent_sessions(at=NOW + timedelta(minutes=59))
    assert kept_anywhere()
    forget_spent_sessions(at=NOW + timedelta(minutes=61))
    assert not kept_anywhere()


# How long ---------------------------------------------------------------------------------------


def test_a_sign_in_ends_after_an_hour_without_use_and_lasts_while_it_is_used(
    officer: User,
) -> None:
    browser = Client()
    signs_in(browser, officer)
    for minutes in (40, 80, 120):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            assert browser.get(reverse("desk")).status_code == 302
            assert is_in(browser), minutes
    with time_machine.travel(NOW + timedelta(minutes=181), tick=False):
        assert "login" in browser.get(reverse("desk"))["Location"]


def test_a_sign_in_ends_after_twelve_hours_however_much_it_is_used(officer: User) -> None:
    browser = Client()
    signs_in(browser, officer)
    for minutes in range(30, 12 * 60 + 1, 30):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            browser.get(reverse("desk"))
    assert is_in(browser)
    with time_machine.travel(NOW + timedelta(hours=12, minutes=2), tick=False):
        assert "login" in browser.get(reverse("desk"))["Location"]


# Passwords and links ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "password", ["839201746552", "ThurrockCouncil", "compact_officer.thurrock", "short-one"]
)
def test_easy_passwords_are_refused(officer: User, password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, officer)


@pytest.mark.parametrize(
    "password", ["Grays-Befriending-26", "2026 thurrock 2026", "befriending!!"]
)
def test_a_password_is_not_the_name_of_ones_organisation(library: None, password: str) -> None:
    member = person("vcs_member", group(), "volunteer@elsewhere.example")
    User.objects.filter(pk=member.pk).update(post="Treasurer")
    member.refresh_from_db()
    with pytest.raises(ValidationError, match="name of your organisation"):
        validate_password(password, member)
    validate_password("seven green bicycles", member)


def test_a_password_has_128_characters_at_most(officer: User) -> None:
    long = "seven green bicycles " * 7
    validate_password(long[:128], officer)
    with pytest.raises(ValidationError, match="128"):
        validate_password(long[:129], officer)


def test_reset_links_lead_here_whatever_host_was_asked_for_an_hour(
    officer: User, settings: object
) -> None:
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]
    settings.SITE_URL = "https://compacts.example"  # type: ignore[attr-defined]
    Client().post(
        reverse("account_reset_password"), {"email": officer.email}, HTTP_HOST="evil.example"
    )
    said = mail.outbox[0].body
    assert "evil.example" not in said
    (link,) = re.findall(r"https://compacts\.example(/\S+)", said)
    assert b"new password" in Client().get(link, follow=True).content.lower()
    with time_machine.travel(NOW + timedelta(minutes=61), tick=False):
        assert b'name="password1"' not in Client().get(link, follow=True).content


def test_a_changed_password_is_told_to_its_owner(officer: User) -> None:
    browser = Client()
    signs_in(browser, officer)
    new = "seven green bicycles"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert browser.post(reverse("account_change_password"), form).status_code == 302
    (told,) = mail.outbox
    assert (told.to, told.subject) == ([officer.email], "Your password was changed")


def test_demo_people_sign_in_only_in_a_demo(library: None, settings: object) -> None:
    demo = person("vcs_member", group(), "somebody@demo.example")
    browser = Client()
    assert signs_in(browser, demo) == 302
    settings.DEMO = False  # type: ignore[attr-defined]
    assert "login" in browser.get(reverse("desk"))["Location"]
    assert signs_in(Client(), demo) == 200


def test_a_forged_host_is_one_line_in_the_log(capfd: pytest.CaptureFixture[str]) -> None:
    answer = Client().get("/", HTTP_HOST="evil.example")
    assert answer.status_code == 400
    assert "Traceback" not in capfd.readouterr().err
