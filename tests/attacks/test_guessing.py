"""Guessing a password is slowed, and its owner is not locked out, whatever a stranger does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import lockout
from accounts.models import Access, User
from accounts.tasks import forget_access, send_way_in
from tests.cast import council, person
from tests.html import one_line

pytestmark = pytest.mark.django_db
PASSWORD = "let-me-in-2026"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
WAIT = "too many wrong passwords"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def officer(library: None) -> User:
    return person("officer", council())


def tries(client: Client, email: str, password: str, place: str = "192.0.2.1") -> Any:
    form = {"login": email, "password": password}
    return client.post(reverse("account_login"), form, REMOTE_ADDR=place)


def attack(email: str, guesses: int) -> str:
    """Wrong passwords for one account, each from another address; the last answer."""
    last = ""
    for number in range(guesses):
        last = one_line(tries(Client(), email, "wrong-1234567", f"198.51.100.{number}"))
    return last


def is_in(client: Client) -> bool:
    return SESSION_KEY in client.session


# The lock ---------------------------------------------------------------------------------------


def test_an_attack_from_many_addresses_is_slowed(officer: User) -> None:
    assert WAIT not in attack(officer.email, 6)
    assert WAIT in attack(officer.email, 1)
    stranger = Client()
    tries(stranger, officer.email, PASSWORD, "198.51.100.99")
    assert not is_in(stranger), "even the right password is not looked at"


def test_an_account_that_is_not_there_is_locked_alike(officer: User) -> None:
    assert WAIT not in attack("nobody@test.example", 6)
    assert WAIT in attack("nobody@test.example", 1)
    assert not mail.outbox


def test_the_owners_own_device_is_not_slowed(officer: User) -> None:
    own = Client()
    tries(own, officer.email, PASSWORD)
    own.post(reverse("account_logout"))
    attack(officer.email, 40)
    tries(own, officer.email, PASSWORD)
    assert is_in(own)


def test_guessing_on_a_known_device_is_slowed_too(officer: User) -> None:
    own = Client()
    tries(own, officer.email, PASSWORD)
    own.post(reverse("account_logout"))
    for _ in range(7):
        last = one_line(tries(own, officer.email, "wrong-1234567"))
    assert WAIT in last


def test_a_made_up_device_is_one_of_the_others(officer: User) -> None:
    attack(officer.email, 7)
    forged = Client()
    forged.cookies[lockout.COOKIE] = '{"a":"b"}:1abc:forged'
    assert WAIT in one_line(tries(forged, officer.email, "wrong-1234567"))


@pytest.mark.parametrize(
    ("wrong", "seconds"), [(6, 60), (7, 120), (8, 240), (11, 1920), (12, 3600), (400, 3600)]
)
def test_each_wrong_password_waits_longer_up_to_an_hour(wrong: int, seconds: int) -> None:
    assert lockout.wait_after(wrong) == seconds


def test_the_wait_grows_only_with_passwords_that_were_looked_at(officer: User) -> None:
    attack(officer.email, 100)
    with time_machine.travel(NOW + timedelta(seconds=61), tick=False):
        owner = Client()
        tries(owner, officer.email, PASSWORD)
        assert is_in(owner)


# A way in ---------------------------------------------------------------------------------------


def link_in(message: Any) -> str:
    found = re.search(r"http://\S+?(/accounts/way-in/\S+)", message.body)
    assert found is not None
    return found.group(1)


def test_the_owner_is_sent_one_way_in_an_hour(officer: User) -> None:
    attack(officer.email, 30)
    (told,) = mail.outbox
    assert (told.to, told.subject) == ([officer.email], "Somebody is guessing your password")
    link = link_in(told)
    owner = Client()
    assert "Sign in once" in one_line(owner.get(link))
    assert not is_in(owner), "opening it is not enough: programs open links"
    assert owner.post(link).status_code == 302
    assert is_in(owner)
    assert Client().post(link).status_code == 410, "it works once"
    with time_machine.travel(NOW + timedelta(minutes=61), tick=False):
        attack(officer.email, 30)
    assert len(mail.outbox) == 2


def test_the_way_in_is_good_for_an_hour_and_for_its_owner(officer: User) -> None:
    send_way_in(officer.pk)
    link = link_in(mail.outbox[0])
    with time_machine.travel(NOW + timedelta(minutes=61), tick=False):
        assert Client().post(link).status_code == 410
    for forged in ("/accounts/way-in/AAAA/x-y/", "/accounts/way-in/%00/x/", link[:-4] + "aaa/"):
        assert Client().post(forged).status_code in (404, 410), forged
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert Client().post(link).status_code == 410


def test_signing_in_by_code_works_and_passes_the_lock(officer: User) -> None:
    attack(officer.email, 20)
    mail.outbox.clear()
    browser = Client()
    assert reverse("account_request_login_code") in one_line(browser.get(reverse("account_login")))
    browser.post(reverse("account_request_login_code"), {"email": officer.email})
    (told,) = mail.outbox
    (code,) = re.findall(r"^[A-Z]{4}-[A-Z]{4}$", told.body, re.M)
    confirm = reverse("account_confirm_login_code")
    assert not is_in(browser)
    browser.post(confirm, {"code": "BBBB-BBBB"})
    assert not is_in(browser)
    browser.post(confirm, {"code": code})
    assert is_in(browser)


def test_a_code_is_guessed_three_times_and_asked_for_five_times_an_hour(officer: User) -> None:
    browser = Client()
    confirm = reverse("account_confirm_login_code")
    browser.post(reverse("account_request_login_code"), {"email": officer.email})
    (code,) = re.findall(r"^[A-Z]{4}-[A-Z]{4}$", mail.outbox[0].body, re.M)
    for _ in range(3):
        browser.post(confirm, {"code": "BBBB-BBBB"})
    browser.post(confirm, {"code": code})
    assert not is_in(browser)
    for _ in range(10):
        Client().post(reverse("account_request_login_code"), {"email": officer.email})
    assert len(mail.outbox) == 5


def test_a_code_for_an_unknown_address_says_the_same(officer: User) -> None:
    pages = []
    for email in (officer.email, "nobody@test.example"):
        form = {"email": email}
        answer = Client().post(reverse("account_request_login_code"), form, follow=True)
        pages.append(re.sub(r"[\w.-]+@test\.example|value=\"[^\"]*\"", "", one_line(answer)))
    assert pages[0] == pages[1]


# Sessions ---------------------------------------------------------------------------------------


def two_browsers(user: User) -> tuple[Client, Client]:
    here, there = Client(), Client(headers={"user-agent": "Mozilla/5.0 (Windows NT) Firefox/130.0"})
    for browser in (here, there):
        tries(browser, user.email, PASSWORD)
    return here, there


def test_a_sign_in_elsewhere_is_listed_and_ended(officer: User) -> None:
    here, there = two_browsers(officer)
    page = one_line(here.get(reverse("account_sessions")))
    assert "Firefox on Windows" in page
    row = UserSession.objects.get(session_key=there.session.session_key)
    assert here.post(reverse("account_end_session", args=[row.pk])).status_code == 302
    assert "login" in there.get(reverse("desk"))["Location"]
    assert is_in(here)


def test_all_others_are_ended_at_once(officer: User) -> None:
    here, there = two_browsers(officer)
    here.post(reverse("account_end_other_sessions"))
    assert "login" in there.get(reverse("desk"))["Location"]
    assert here.get(reverse("account_account")).status_code == 200


def test_a_changed_password_ends_the_others(officer: User) -> None:
    here, there = two_browsers(officer)
    new = "seven green bicycles"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    here.post(reverse("account_change_password"), form)
    assert here.get(reverse("account_account")).status_code == 200
    assert "login" in there.get(reverse("desk"))["Location"]


def test_nobody_ends_somebody_elses_sign_in(officer: User) -> None:
    other = Client()
    tries(other, person("compact_officer", council()).email, PASSWORD)
    here, there = two_browsers(officer)
    row = UserSession.objects.get(session_key=there.session.session_key)
    assert other.post(reverse("account_end_session", args=[row.pk])).status_code == 404
    assert there.get(reverse("account_account")).status_code == 200


# What is noted ----------------------------------------------------------------------------------


def noted() -> list[tuple[str, str, str, int]]:
    rows = Access.objects.order_by("pk")
    return [(each.what, each.post, each.about, each.count) for each in rows]


def test_each_sign_in_has_a_line_and_failures_are_counted(
    officer: User, caplog: pytest.LogCaptureFixture
) -> None:
    attack(officer.email, 30)
    attack("nobody@test.example", 3)
    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        tries(Client(), officer.email, PASSWORD)
    assert noted() == [
        ("failed", officer.post, "password", 6),
        ("locked", officer.post, "", 24),
        ("failed", "", "password", 3),
        ("signed_in", officer.post, "password", 1),
    ]
    said = caplog.text
    assert "access.signed_in" in said
    assert "access.failed" in said
    assert PASSWORD not in said
    assert "wrong-1234567" not in said
    assert officer.email not in said


def test_refusals_and_exports_have_a_line(officer: User) -> None:
    browser = Client()
    browser.force_login(officer)
    for _ in range(3):
        assert browser.get("/areas/thurrock/organisations/add/").status_code == 403
    assert browser.get("/areas/thurrock/organisations/?format=csv").status_code == 200
    assert noted() == [
        ("refused", officer.post, "organisations:add", 3),
        ("exported", officer.post, "/areas/thurrock/organisations/", 1),
    ]


def test_everybody_reads_their_own_lines_and_who_runs_it_reads_all(officer: User) -> None:
    attack(officer.email, 2)
    other = person("compact_officer", council())
    own, others = Client(), Client()
    own.force_login(officer)
    others.force_login(other)
    assert "Failed to sign in" in one_line(own.get(reverse("account_access")))
    assert "Failed to sign in" not in one_line(others.get(reverse("account_access")))
    assert others.get(reverse("account_access_of_all")).status_code == 404
    User.objects.filter(pk=other.pk).update(is_staff=True)
    assert officer.post in one_line(others.get(reverse("account_access_of_all")))


def test_the_list_takes_as_many_queries_for_three_as_for_one(officer: User) -> None:
    browser = Client()
    browser.force_login(officer)

    def queries(rows: int) -> int:
        Access.objects.all().delete()
        for number in range(rows):
            Access.objects.create(what="exported", person=officer.pk, about=f"/{number}/", at=NOW)
        with CaptureQueriesContext(connection) as asked:
            browser.get(reverse("account_access"))
        return len(asked)

    assert queries(1) == queries(3)


def test_lines_are_forgotten_after_a_year(officer: User) -> None:
    attack(officer.email, 1)
    for days, left in ((360, 1), (367, 0)):
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            forget_access()
        assert Access.objects.count() == left
