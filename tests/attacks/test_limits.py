"""How often is limited: exactly, by the visitor's own address, with what was typed kept."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.db import connections
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse

from config.allowances import ADDRESSES, ALLOWANCES, COUNTED_WHEN_SENT
from config.limits import too_often
from pages.counting import Allowance, address_of, place_of, seconds_to_wait
from tests.cast import council, person
from tests.house.test_addresses import addresses
from tests.html import one_line

NOW = datetime(2026, 11, 23, 12, 0, 5, tzinfo=UTC)
CALCULATOR = "/calculator/"


@pytest.fixture
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


# The table --------------------------------------------------------------------------------------


def test_the_table_names_addresses_that_are_there() -> None:
    known = {name for name, _, _ in addresses(get_resolver())}
    assert set(ADDRESSES) <= known
    assert set(ADDRESSES.values()) | {"export"} == set(ALLOWANCES)
    assert set(ALLOWANCES) > COUNTED_WHEN_SENT


# Exactly ----------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_light", [False, True])
def test_six_at_once_get_no_more_than_one_would(is_light: bool) -> None:
    """On PostgreSQL, SQLite and Redis alike: whatever the cache of this run stands on."""
    few = Allowance(20, 86_400, is_light)
    together = Barrier(6)

    def tries(number: int) -> list[bool]:
        together.wait()
        try:
            return [not seconds_to_wait("six", "one", few) for _ in range(10)]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        allowed = [each for found in pool.map(tries, range(6)) for each in found]
    assert len(allowed) == 60
    assert sum(allowed) == 20


@pytest.mark.usefixtures("_today")
@pytest.mark.django_db
def test_the_next_window_begins_anew() -> None:
    few = Allowance(2, 60)
    assert [seconds_to_wait("window", "one", few) for _ in range(3)] == [0, 0, 55]
    assert seconds_to_wait("window", "another", few) == 0
    with time_machine.travel(NOW + timedelta(seconds=55), tick=False):
        assert seconds_to_wait("window", "one", few) == 0


# By whom ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "203.0.113.9", "198.51.100.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "1.2.3.4, 203.0.113.9", "203.0.113.9"),
        (2, "1.2.3.4, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "198.51.100.1"),
        (1, "", "198.51.100.1"),
        (1, "<script>", "198.51.100.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2:3:4:5:6"),
    ],
)
def test_only_what_our_proxies_added_is_believed(
    proxies: int, forwarded: str, seen: str, settings: Any
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR="198.51.100.1", **headers)
    assert address_of(request) == seen


def test_one_connection_to_the_network_is_one_place() -> None:
    one = RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:2:3:4:5:6")
    other = RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:2:ffff::1")
    assert place_of(one) == place_of(other) == "2001:db8:1:2::/64"


@pytest.mark.usefixtures("_today", "library")
@pytest.mark.django_db
@pytest.mark.parametrize("proxies", [0, 1])
def test_a_forged_address_gives_no_new_allowance(proxies: int, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    seen = set()
    for number in range(122):
        said = f"10.9.8.{number}" + (", 203.0.113.7" if proxies else "")
        answer = Client().get(CALCULATOR, headers={"x-forwarded-for": said})
        seen.add((number >= 120, answer.status_code))
    assert seen == {(False, 200), (True, 429)}
    assert answer["Retry-After"] == "55"


@pytest.mark.usefixtures("_today", "library")
@pytest.mark.django_db
def test_exports_are_limited_by_person() -> None:
    browser = Client()
    browser.force_login(person("compact_officer", council()))
    url = "/areas/thurrock/organisations/?format=csv"
    statuses = [browser.get(url).status_code for _ in range(62)]
    assert statuses == [200] * 60 + [429] * 2
    assert browser.get("/areas/thurrock/organisations/").status_code == 200
    browser.force_login(person("officer", council()))
    assert browser.get(url).status_code == 200


# What is said -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("_today", "library")
@pytest.mark.django_db
def test_a_refusal_is_plain_says_when_and_keeps_what_was_typed() -> None:
    browser = Client()
    url = reverse("notifications:follow_area", args=["thurrock"])
    for number in range(21):
        answer = browser.post(url, {"email": f"carer{number}@group.example"})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) == 3595
    page = one_line(answer)
    assert "Too many tries" in page
    assert "Wait 60 minutes" in page
    assert 'name="email" value="carer20@group.example"' in page
    assert browser.get(url).status_code == 200, "the form itself is shown as ever"


@pytest.mark.django_db
def test_a_password_is_not_kept_on_the_page() -> None:
    request = RequestFactory().post(
        "/accounts/login/", {"login": "a@b.example", "password": "pw-1"}
    )
    request.csrf_processing_done = True  # type: ignore[attr-defined]
    assert b"pw-1" not in too_often(request).content


@pytest.mark.usefixtures("_today")
@pytest.mark.django_db
def test_asking_for_reset_links_is_limited_with_the_same_page() -> None:
    for number in range(21):
        form = {"email": f"somebody{number}@test.example"}
        answer = Client().post(reverse("account_reset_password"), form)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
