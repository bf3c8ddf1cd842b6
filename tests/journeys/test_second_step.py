"""Signing in with a second step, as people do it: an app, a recovery code, a passkey."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core import mail
from playwright.sync_api import Page, expect

from demo.sign_ins import DEMO_PASSWORD
from tests.journeys.browser import axe_clean, overflow

OFFICER = "compact.officer@demo.example"


@pytest.fixture(autouse=True)
def _required() -> Iterator[None]:
    settings.SECOND_FACTOR = "required"
    yield
    settings.SECOND_FACTOR = "offered"


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def looks_well(page: Page) -> None:
    axe_clean(page)
    assert not overflow(page)


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)
    looks_well(page)


def enter_password(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(OFFICER)
    page.get_by_label("Password", exact=True).fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).first.click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()


def set_up_app(page: Page) -> tuple[str, list[str]]:
    """Its key, and the recovery codes."""
    heading(page, "Set up a second step")
    page.get_by_role("link", name="Set up an authenticator app").click()
    heading(page, "Set up an authenticator app")
    secret = page.locator("code.second-step-key").inner_text()
    page.get_by_label("Code that the app shows now").fill(code(secret))
    page.get_by_role("button", name="Set it up").click()
    heading(page, "Your recovery codes")
    return secret, page.locator(".second-step-codes code").all_inner_texts()


@pytest.mark.parametrize("width", [1280, 390])
def test_an_app_and_a_recovery_code(width: int, page: Page, site: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    enter_password(page)
    secret, codes = set_up_app(page)
    assert len(codes) == 10
    told = mail.outbox[-1]
    assert (told.to, told.subject) == ([OFFICER], "An authenticator app was set up")
    page.get_by_role("link", name="I have kept them").click()
    expect(page).to_have_url(f"{site}/areas/thurrock/")
    sign_out(page)
    enter_password(page)
    heading(page, "Your second step")
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("not the right code")
    looks_well(page)
    page.get_by_label("Code").fill(code(secret))
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{site}/areas/thurrock/")
    sign_out(page)
    enter_password(page)
    page.get_by_label("Code").fill(codes[3])
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{site}/areas/thurrock/")
    page.get_by_role("link", name="Your account:").click()
    heading(page, "Your account")
    page.get_by_role("link", name="Change Second step").click()
    heading(page, "Your second step")
    page.get_by_role("link", name="Remove it").click()
    heading(page, "Remove the authenticator app")


def virtual_authenticator(page: Page) -> Any:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable", {"enableUI": False})
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return session


@pytest.mark.parametrize("width", [1280, 390])
def test_a_passkey_as_the_second_step_and_alone(width: int, page: Page, site: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    virtual_authenticator(page)
    enter_password(page)
    heading(page, "Set up a second step")
    page.get_by_role("link", name="Add a passkey").click()
    heading(page, "Add a passkey")
    page.get_by_label("A name for it").fill("Work laptop")
    page.get_by_label("Sign in with it alone").check()
    page.get_by_role("button", name="Add a passkey").click()
    heading(page, "Your recovery codes")
    assert Authenticator.objects.filter(type="webauthn").count() == 1
    assert mail.outbox[-1].subject == "A passkey was added"
    sign_out(page)
    enter_password(page)
    heading(page, "Your second step")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(f"{site}/areas/thurrock/")
    sign_out(page)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(f"{site}/areas/thurrock/")
    page.goto("/accounts/second-step/webauthn/")
    heading(page, "Your passkeys")
    expect(page.get_by_text("Work laptop").first).to_be_visible()
    page.get_by_role("link", name="Rename Work laptop").click()
    if page.url.startswith(f"{site}/accounts/reauthenticate"):
        page.get_by_label("Password").fill(DEMO_PASSWORD)
        page.get_by_role("button", name="Confirm").click()
    heading(page, "Rename a passkey")


def test_a_passkey_that_is_refused_says_so(page: Page, site: str) -> None:
    enter_password(page)
    page.get_by_role("link", name="Add a passkey").click()
    session = virtual_authenticator(page)
    session.send("WebAuthn.disable")
    page.evaluate("() => { navigator.credentials.create = () => Promise.reject(Error('no')) }")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("nothing was changed")
    looks_well(page)
