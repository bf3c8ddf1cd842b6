"""Signing in at a real OpenID Connect provider that this test runs: who gets in, and what is forged."""

from __future__ import annotations

import hashlib
import socket
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import flask
import oidc_provider_mock
import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse
from werkzeug.serving import make_server

from accounts.models import Access, User
from config import signing_in
from config.fitness import require_provider
from tests.cast import council, person
from tests.html import one_line

# What the provider's own libraries will change one day would stop it from answering.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:get_:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:generate_:DeprecationWarning"),
]
LOGIN = "/accounts/provider/oidc/"
CALLBACK = f"{LOGIN}callback/"
INVITED = "officer@council.example"
NOT_HERE = "There is no account for you here"
FAILED = "You were not signed in"
PEOPLE = {
    "invited": {"email": INVITED, "email_verified": True},
    "capitals": {"email": INVITED.upper(), "email_verified": True},
    "unverified": {"email": INVITED, "email_verified": False},
    "unsaid": {"email": INVITED},
    "no-text": {"email": INVITED, "email_verified": "false"},
    "no-address": {},
    "stranger": {"email": "stranger@elsewhere.example", "email_verified": True},
}


@dataclass
class Provider:
    url: str = ""
    heard: list[dict[str, str]] = field(default_factory=list)  # what its token page was sent

    def hear(self) -> None:
        if flask.request.path.endswith("/token"):
            self.heard.append(flask.request.form.to_dict())


@contextmanager
def running(provider: Provider) -> Iterator[None]:
    users = [oidc_provider_mock.User(sub=sub, claims=claims) for sub, claims in PEOPLE.items()]
    app = oidc_provider_mock.app(require_nonce=True, user_claims=users)
    app.before_request(provider.hear)
    server = make_server("localhost", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    provider.url = f"http://localhost:{server.server_port}"
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def set_up(settings: Any, url: str, **more: str) -> None:
    """As the variables of the environment would."""
    asked = {
        "OIDC_SERVER_URL": url,
        "OIDC_CLIENT_ID": "compacts",
        "OIDC_CLIENT_SECRET": "secret",
        "OIDC_NAME": "the council",
    } | more
    with pytest.MonkeyPatch.context() as patch:
        for name, value in asked.items():
            patch.setenv(name, value)
        for name, value in signing_in.provider().items():
            setattr(settings, name, value)


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    found = Provider()
    with running(found):
        set_up(settings, found.url)
        yield found


@pytest.fixture
def officer(library: None) -> User:
    return person("officer", council(), INVITED)


def leads_to(client: Client) -> str:
    return str(client.get(LOGIN)["Location"])


def agrees(address: str, sub: str) -> str:
    """Somebody signs in at the provider; the path it leads back to."""
    answer = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=5)
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def is_in(client: Client) -> bool:
    return SESSION_KEY in client.session


def signs_in(sub: str) -> tuple[Client, Any]:
    browser = Client()
    return browser, browser.get(agrees(leads_to(browser), sub))


# The way through --------------------------------------------------------------------------------


def test_an_invited_person_signs_in(provider: Provider, officer: User) -> None:
    page = one_line(Client().get(reverse("account_login")))
    assert "Sign in with the council" in page
    browser, answer = signs_in("invited")
    assert answer.status_code == 302
    assert browser.session[SESSION_KEY] == str(officer.pk)
    assert Access.objects.get().about == "socialaccount"
    assert not SocialAccount.objects.exists(), "nothing is tied to the provider"
    officer.refresh_from_db()
    assert officer.check_password("let-me-in-2026"), "the password goes on working"
    assert is_in(signs_in("capitals")[0])


def test_what_is_sent_is_bound_to_this_browser(
    provider: Provider, officer: User, settings: Any
) -> None:
    settings.SITE_URL = "https://compacts.example"
    browser = Client()
    address = leads_to(browser)
    asked = {name: said[0] for name, said in parse_qs(urlsplit(address).query).items()}
    assert asked["redirect_uri"] == f"https://compacts.example{CALLBACK}"
    assert (asked["response_type"], asked["client_id"]) == ("code", "compacts")
    assert set(asked["scope"].split()) == {"openid", "email"}
    assert len(asked["state"]) >= 16
    assert len(asked["nonce"]) >= 32
    assert asked["code_challenge_method"] == "S256"
    browser.get(agrees(address, "invited"))
    verifier = provider.heard[-1]["code_verifier"].encode()
    shown = urlsafe_b64encode(hashlib.sha256(verifier).digest()).decode().rstrip("=")
    assert shown == asked["code_challenge"]
    assert parse_qs(urlsplit(leads_to(Client())).query)["code_challenge"] != [shown]
    assert is_in(browser)


@pytest.mark.parametrize("sub", ["unverified", "unsaid", "no-text", "no-address", "stranger"])
def test_nobody_else_gets_in_and_all_read_the_same(
    sub: str, provider: Provider, officer: User
) -> None:
    browser, answer = signs_in(sub)
    assert answer.status_code == 403
    assert NOT_HERE in one_line(answer)
    assert INVITED not in one_line(answer)
    assert not is_in(browser)
    assert User.objects.count() == 1
    assert not SocialAccount.objects.exists()


def test_a_closed_account_stays_closed(provider: Provider, officer: User) -> None:
    User.objects.filter(pk=officer.pk).update(is_active=False)
    browser, answer = signs_in("invited")
    assert NOT_HERE in one_line(answer)
    assert not is_in(browser)


# What is forged ---------------------------------------------------------------------------------


def test_an_answer_in_another_browser_signs_nobody_in(provider: Provider, officer: User) -> None:
    back = agrees(leads_to(Client()), "invited")
    victim = Client()
    answer = victim.get(back)
    assert FAILED in one_line(answer)
    assert not is_in(victim)


def test_an_answer_to_another_question_signs_nobody_in(provider: Provider, officer: User) -> None:
    """A code that was made for one state is sent with another: its nonce does not fit."""
    browser = Client()
    code = parse_qs(urlsplit(agrees(leads_to(Client()), "invited")).query)["code"][0]
    state = parse_qs(urlsplit(leads_to(browser)).query)["state"][0]
    answer = browser.get(CALLBACK, {"code": code, "state": state})
    assert FAILED in one_line(answer)
    assert not is_in(browser)


def test_an_answer_is_taken_once(provider: Provider, officer: User) -> None:
    browser = Client()
    back = agrees(leads_to(browser), "invited")
    browser.get(back)
    browser.post(reverse("account_logout"))
    assert FAILED in one_line(browser.get(back))
    assert not is_in(browser)


@pytest.mark.parametrize("said", ["", "?code=x", "?state=x&code=y", "?error=access_denied&state=x"])
def test_made_up_answers_are_a_plain_page(said: str, provider: Provider, officer: User) -> None:
    browser = Client()
    leads_to(browser)
    answer = browser.get(f"{CALLBACK}{said}")
    assert answer.status_code == 400
    assert FAILED in one_line(answer)


def test_somebody_who_says_no_there_is_told_so(provider: Provider, officer: User) -> None:
    browser = Client()
    refused = requests.post(
        leads_to(browser), data={"action": "deny"}, allow_redirects=False, timeout=5
    )
    back = urlsplit(refused.headers["Location"])
    state = parse_qs(urlsplit(leads_to(browser)).query)["state"][0]
    answer = browser.get(f"{back.path}?error=access_denied&state={state}")
    assert FAILED in one_line(answer)


def test_signed_in_people_cannot_tie_an_account_to_the_provider(
    provider: Provider, officer: User
) -> None:
    browser = Client()
    browser.force_login(officer)
    address = browser.get(LOGIN, {"process": "connect"})["Location"]
    answer = browser.get(agrees(address, "stranger"))
    assert answer.status_code == 403
    assert not SocialAccount.objects.exists()


# The second step --------------------------------------------------------------------------------


@pytest.mark.parametrize("whose", ["ours", "provider"])
def test_the_second_step_may_be_the_providers(
    whose: str, provider: Provider, officer: User, settings: Any
) -> None:
    set_up(settings, provider.url, OIDC_SECOND_FACTOR=whose)
    TOTP.activate(officer, generate_totp_secret())
    browser, answer = signs_in("invited")
    assert is_in(browser) == (whose == "provider")
    assert (answer["Location"] == reverse("mfa_authenticate")) == (whose == "ours")


@pytest.mark.parametrize("whose", ["ours", "provider"])
def test_who_needs_one_has_it_from_the_provider_where_settings_say_so(
    whose: str, provider: Provider, library: None, settings: Any
) -> None:
    set_up(settings, provider.url, OIDC_SECOND_FACTOR=whose)
    settings.SECOND_FACTOR = "required"
    person("compact_officer", council(), INVITED)
    browser, _ = signs_in("invited")
    status = browser.get(reverse("account_account")).status_code
    assert status == (200 if whose == "provider" else 302)


# Trouble ----------------------------------------------------------------------------------------


def test_a_provider_that_is_away_is_a_plain_page(officer: User, settings: Any) -> None:
    set_up(settings, "http://localhost:1")
    answer = Client().get(LOGIN)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "the council does not answer" in one_line(answer)


def test_a_provider_that_never_answers_is_waited_for_a_little(officer: User, settings: Any) -> None:
    with socket.create_server(("localhost", 0)) as silent:
        set_up(settings, f"http://localhost:{silent.getsockname()[1]}")
        assert settings.SOCIALACCOUNT_REQUESTS_TIMEOUT == 5
        settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 0.2
        assert Client().get(LOGIN).status_code == 503


def test_a_provider_that_goes_away_midway_is_a_plain_page(officer: User, settings: Any) -> None:
    found, browser = Provider(), Client()
    with running(found):
        set_up(settings, found.url)
        back = agrees(leads_to(browser), "invited")
    assert browser.get(back).status_code in (400, 503)
    assert not is_in(browser)


def test_without_settings_there_is_no_button_and_no_page(library: None, settings: Any) -> None:
    assert not settings.OIDC_NAME
    assert LOGIN not in one_line(Client().get(reverse("account_login")))
    assert Client().get(LOGIN).status_code == 404
    assert Client().get("/accounts/provider/another/").status_code == 404


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"OIDC_CLIENT_ID": ""}, "OIDC_CLIENT_ID is missing"),
        ({"OIDC_CLIENT_SECRET": ""}, "OIDC_CLIENT_SECRET is missing"),
        ({"OIDC_SERVER_URL": "http://login.example"}, "OIDC_SERVER_URL is not safe"),
    ],
)
def test_halves_of_settings_are_refused(asked: dict[str, str], said: str) -> None:
    whole = {
        "OIDC_SERVER_URL": "https://login.example",
        "OIDC_CLIENT_ID": "a",
        "OIDC_CLIENT_SECRET": "b",
    }
    require_provider(whole)
    with pytest.raises(SystemExit, match=said):
        require_provider(whole | asked)
