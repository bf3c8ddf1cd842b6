"""Every address needs a sign-in, or stands on this list with the reason why it does not."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

PUBLIC = {
    "home": "the front page",
    "about": "what this is",
    "accessibility": "the accessibility statement",
    "history": "numbers and seals alone, so that nobody can change history unseen",
    "style_guide": "shared components, on demo installations only",
    "healthz": "asked by load balancers, says nothing of anybody",
    "metrics": "from this machine or with a token, checked in the view",
    "account_login": "sign-in itself",
    "account_logout": "asks nothing of a person who has left",
    "account_inactive": "what somebody is told whose account was closed",
    "account_signup": "says that accounts are by invitation",
    "account_request_login_code": "sign-in by a code",
    "account_confirm_login_code": "sign-in by a code",
    "account_reset_password": "somebody who forgot the password cannot sign in",
    "account_reset_password_done": "somebody who forgot the password cannot sign in",
    "account_reset_password_from_key": "somebody who forgot the password cannot sign in",
    "account_reset_password_from_key_done": "somebody who forgot the password cannot sign in",
    "openid_connect_login": "leads to the provider that settings name",
    "openid_connect_callback": "what the provider leads back to: state, nonce and signature are checked",
    "account_way_in": "a signed link from an e-mail, for an account that is being attacked",
    "mfa_authenticate": "the second step of signing in",
    "mfa_login_webauthn": "sign-in by a passkey",
    "calculator": "dates by the published rules, from typed facts only",
    "compacts:index": "the published compacts",
    "compacts:area": "the published compacts of one area",
    "compacts:compact": "a published compact",
    "compacts:provision": "a published clause",
    "compacts:search": "the published clauses, searched",
    "compacts:compare": "two published editions",
    "calculator-ics": "a date from the calculator, for a calendar",
    "consultations:public": "open consultations, for everybody they ask",
    "consultations:public_page": "a published consultation",
    "consultations:document": "a paper of a published consultation; of a draft, refused in the view",
    "consultations:public_data": "what the feeds and the data hold",
    "consultations:public_feed": "published consultations, for feed readers",
    "consultations:public_calendar": "closing days of published consultations, for calendars",
    "consultations:public_json": "published consultations, as data",
    "notifications:follow_consultation": "following by e-mail needs no account",
    "notifications:follow_area": "following by e-mail needs no account",
    "notifications:asked": "the same words whoever asked",
    "notifications:confirm": "a signed link from an e-mail",
    "organisations:setup": "the first account: a signed link that `up` prints, dead once there is one",
    "organisations:invitation": "a signed link from an e-mail: who is invited may have no password",
    "notifications:stop": "a signed link from an e-mail, ended by one click",
}


def addresses(
    resolver: URLResolver, namespace: str = "", route: str = ""
) -> Iterator[tuple[str, str, Any]]:
    """Name, route and view of every address."""
    for pattern in resolver.url_patterns:
        path = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, inner, path)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", path, pattern.callback


def open_addresses() -> dict[str, str]:
    return {
        name: route
        for name, route, view in addresses(get_resolver())
        if not getattr(view, "login_required", True)
    }


def test_open_addresses_are_on_the_list() -> None:
    extra = set(open_addresses()) - set(PUBLIC)
    assert not extra, f"These need no sign-in, and the list does not say why: {sorted(extra)}"


def test_every_address_has_a_name() -> None:
    assert not [route for name, route, _ in addresses(get_resolver()) if name.endswith("None")]


@pytest.mark.django_db
def test_closed_addresses_send_strangers_to_sign_in(client: Client) -> None:
    found = []
    for name, route, view in addresses(get_resolver()):
        if not getattr(view, "login_required", True):
            continue
        if "<" in route or "(" in route:
            continue  # the attribute, read above, is what the middleware reads
        answer = client.get(reverse(name))
        if answer.status_code != 302 or not answer["Location"].startswith(reverse("account_login")):
            found.append(f"{name}: {answer.status_code}")
    assert not found
