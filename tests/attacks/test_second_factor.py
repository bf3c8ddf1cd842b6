"""The second step when signing in: who needs one, what it takes, and what is kept of it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.middleware import UNTIL_SET_UP
from accounts.models import User
from audit.models import Event
from notifications.actions.telling import make_messages
from notifications.tasks import send_messages
from organisations.models import Membership, Role
from organisations.permissions import NEEDS_SECOND_FACTOR
from tests.cast import council, group, organisation, person
from tests.house.test_addresses import addresses
from tests.html import one_line

pytestmark = pytest.mark.django_db
PASSWORD = "let-me-in-2026"
NOW = datetime(2026, 11, 23, 12, 0, 10, tzinfo=UTC)
NEEDED = "/accounts/second-step/needed/"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def required(settings: Any, library: None) -> None:
    settings.SECOND_FACTOR = "required"


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def with_app(user: User) -> str:
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def password(client: Client, user: User) -> Any:
    form = {"login": user.email, "password": PASSWORD}
    return client.post(reverse("account_login"), form)


def second(client: Client, said: str) -> Any:
    return client.post(reverse("mfa_authenticate"), {"code": said})


def is_in(client: Client) -> bool:
    return SESSION_KEY in client.session


# Who needs one ---------------------------------------------------------------------------------


def test_who_needs_one_stands_in_one_table() -> None:
    assert {Role.COMPACT_OFFICER, Role.FORUM_CHAIR, Role.CVS_STAFF} == NEEDS_SECOND_FACTOR


@pytest.mark.parametrize("role", Role.values)
def test_whoever_needs_one_and_has_none_is_led_to_set_it_up(role: str, required: None) -> None:
    body = {"cvs_staff": organisation("thurrock-cvs"), "vcs_member": group()}.get(role, council())
    browser = Client()
    password(browser, person(role, body))
    answer = browser.get(reverse("desk"))
    assert (answer["Location"] == NEEDED) == (role in NEEDS_SECOND_FACTOR)


def test_until_then_nothing_else_can_be_done(required: None) -> None:
    browser = Client()
    browser.force_login(person("compact_officer", council()))
    tried = 0
    for name, route, _ in addresses(get_resolver()):
        if "<" in route or "(" in route or name in UNTIL_SET_UP:
            continue
        tried += 1
        for answer in (browser.get(reverse(name)), browser.post(reverse(name), {"a": "b"})):
            assert answer.status_code == 302, name
            assert answer["Location"] == NEEDED, name
    assert tried > 30
    page = one_line(browser.get(NEEDED))
    assert "Set up an authenticator app" in page
    assert "Main" not in page, "no menu that leads nowhere"
    assert browser.post(reverse("account_logout")).status_code == 302
    assert not is_in(browser)


def test_a_role_that_is_given_to_somebody_signed_in_counts_at_once(required: None) -> None:
    member = person("officer", council())
    browser = Client()
    browser.force_login(member)
    assert browser.get(reverse("account_account")).status_code == 200
    Membership.objects.create(
        user=member, area=council().area, organisation=council(), role=Role.FORUM_CHAIR
    )
    assert browser.get(reverse("account_account"))["Location"] == NEEDED


def test_in_a_demo_it_is_offered_and_said_so(library: None, settings: Any) -> None:
    assert settings.SECOND_FACTOR == "offered", "tests run as a demo"
    person("vcs_member", group(), "somebody@demo.example")
    assert "need a second step" in one_line(Client().get(reverse("account_login")))
    browser = Client()
    password(browser, person("compact_officer", council()))
    assert browser.get(reverse("account_account")).status_code == 200


# Setting it up ---------------------------------------------------------------------------------


def test_an_app_is_set_up_right_after_signing_in(required: None) -> None:
    officer = person("compact_officer", council())
    browser = Client()
    password(browser, officer)
    page = browser.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200, "who has just signed in is not asked for the password again"
    secret = page.context["form"].secret
    refused = browser.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "not the right code" in one_line(refused)
    answer = browser.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    assert browser.get(reverse("account_account")).status_code == 200


def test_later_the_password_is_asked_for_once_more(library: None) -> None:
    browser = Client()
    password(browser, person("officer", council()))
    with time_machine.travel(NOW + timedelta(minutes=10), tick=False):
        answer = browser.get(reverse("mfa_activate_totp"))
        assert answer["Location"].startswith(reverse("account_reauthenticate"))
        where = answer["Location"]
        assert "is not" in one_line(browser.post(where, {"password": "wrong"})).lower()
        assert browser.post(where, {"password": PASSWORD}).status_code == 302
        assert browser.get(reverse("mfa_activate_totp")).status_code == 200


def test_secrets_are_kept_encrypted(library: None, settings: Any) -> None:
    officer = person("officer", council())
    secret = with_app(officer)
    codes = RecoveryCodes.activate(officer).get_unused_codes()
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert not [each for each in codes if each in kept]
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another-key-" * 4
    row = Authenticator.objects.get(type="totp")
    assert not row.wrap().validate_code(code(secret)), "the key is gone"
    settings.SECRET_KEY_FALLBACKS = [old]
    assert row.wrap().validate_code(code(secret))


# Signing in with it ----------------------------------------------------------------------------


def test_the_password_alone_signs_nobody_in_who_has_one(library: None) -> None:
    officer = person("officer", council())
    secret = with_app(officer)
    browser = Client()
    assert password(browser, officer)["Location"] == reverse("mfa_authenticate")
    assert not is_in(browser)
    assert "not the right code" in one_line(second(browser, "123456"))
    assert not is_in(browser)
    assert second(browser, code(secret)).status_code == 302
    assert is_in(browser)


def test_a_code_of_the_app_is_taken_once(library: None) -> None:
    officer = person("officer", council())
    secret = with_app(officer)
    said = code(secret)
    for seconds in (0, 25):  # 25 s later the app shows the next one, and this one is still taken
        browser = Client()
        with time_machine.travel(NOW + timedelta(seconds=seconds), tick=False):
            password(browser, officer)
            second(browser, said)
        assert is_in(browser) == (seconds == 0)


def test_a_code_is_still_not_taken_twice_when_the_package_has_forgotten_it(library: None) -> None:
    """It remembers a code for 30 s; a code that was early is taken for longer."""
    officer = person("officer", council())
    secret = with_app(officer)
    early = format_hotp_value(hotp_value(secret, int(NOW.timestamp()) // 30 + 1))
    for seconds in (0, 35):
        browser = Client()
        with time_machine.travel(NOW + timedelta(seconds=seconds), tick=False):
            password(browser, officer)
            second(browser, early)
        assert is_in(browser) == (seconds == 0)


def test_a_recovery_code_works_once(library: None) -> None:
    officer = person("officer", council())
    with_app(officer)
    said = RecoveryCodes.activate(officer).get_unused_codes()[0]
    for is_first in (True, False):
        browser = Client()
        password(browser, officer)
        second(browser, said)
        assert is_in(browser) == is_first


def test_guessing_codes_is_slowed(library: None) -> None:
    officer = person("officer", council())
    secret = with_app(officer)
    browser = Client()
    password(browser, officer)
    for guess in range(6):
        last = one_line(second(browser, f"{guess:06}"))
    assert "Too many" in last
    second(browser, code(secret))
    assert not is_in(browser)


def test_a_removed_app_is_told_and_asked_for_again(required: None) -> None:
    officer = person("compact_officer", council())
    secret = with_app(officer)
    browser = Client()
    password(browser, officer)
    second(browser, code(secret))
    assert browser.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert [each.subject for each in mail.outbox] == ["An authenticator app was removed"]
    assert browser.get(reverse("desk"))["Location"] == NEEDED
    assert not Authenticator.objects.exists(), "its recovery codes went with it"


def test_a_passkey_of_nobody_signs_nobody_in(library: None) -> None:
    for said in ("", "{}", "[]", '{"response": {}}', '{"response": {"userHandle": "AAAA"}}', "\0"):
        browser = Client()
        answer = browser.post(reverse("mfa_login_webauthn"), {"credential": said})
        assert answer.status_code == 302, said
        assert not is_in(browser)


# Lost ------------------------------------------------------------------------------------------


def reset(by: User, of: User) -> Any:
    browser = Client()
    browser.force_login(by)
    held = of.memberships.get()
    address = reverse("organisations:reset_second_step", args=[held.pk])
    page = browser.get(address)
    if page.status_code != 200:
        return page
    return browser.post(address, {"version": held.version})


def test_a_lost_second_step_is_reset_by_whoever_looks_after_the_person(library: None) -> None:
    officer, chief = person("officer", council()), person("compact_officer", council())
    secret = with_app(officer)
    RecoveryCodes.activate(officer)
    browser = Client()
    password(browser, officer)
    second(browser, code(secret))
    assert reset(chief, officer).status_code == 302
    assert not Authenticator.objects.exists()
    assert "login" in browser.get(reverse("desk"))["Location"], "signed out everywhere"
    event = Event.objects.get(verb="membership.second_step_reset")
    assert event.actor_id == chief.pk
    make_messages(at=NOW)
    send_messages()
    (told,) = mail.outbox
    assert (told.to, told.subject) == ([officer.email], "Your second step was reset")
    assert chief.post in told.body
    password(browser, officer)
    assert is_in(browser)


def test_a_role_given_by_the_other_sector_opens_no_second_step(library: None) -> None:
    cvs = organisation("thurrock-cvs")
    staff, chief = person("cvs_staff", cvs), person("compact_officer", council())
    with_app(staff)
    given = staff.memberships.create(area=cvs.area, organisation=council(), role="read_only")
    browser = Client()
    browser.force_login(chief)
    address = reverse("organisations:reset_second_step", args=[given.pk])
    for answer in (browser.get(address), browser.post(address, {"version": given.version})):
        assert answer.status_code == 403
        assert "You do not look after every role of theirs." in answer.content.decode()
    assert Authenticator.objects.exists()


def test_nobody_else_resets_it(library: None) -> None:
    officer = person("officer", council())
    with_app(officer)
    stranger = person("compact_officer", council("stockton"))
    assert reset(stranger, officer).status_code == 404
    assert reset(person("cvs_staff", organisation("thurrock-cvs")), officer).status_code == 404
    assert reset(person("read_only", council()), officer).status_code in (403, 404)
    assert reset(officer, officer).status_code == 403
    assert Authenticator.objects.count() == 1
