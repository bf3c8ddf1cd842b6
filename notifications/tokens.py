"""Links in e-mails: a random number signed with the site's key. A copy of the table opens no link."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from notifications.models import Subscription

_signer = Signer(sep=".", salt="notifications.subscription")


def fresh_nonce() -> str:
    return secrets.token_urlsafe(24)


def token_of(subscription: Subscription) -> str:
    return _signer.sign(subscription.nonce)


def nonce_in(token: str) -> str:
    """The number that a link carries; nothing where the link is not of our making."""
    try:
        return _signer.unsign(token)
    except BadSignature:
        return ""


def confirm_url(subscription: Subscription) -> str:
    return settings.SITE_URL + reverse("notifications:confirm", args=[token_of(subscription)])


def stop_url(subscription: Subscription) -> str:
    return settings.SITE_URL + reverse("notifications:stop", args=[token_of(subscription)])


def one_click_headers(subscription: Subscription) -> dict[str, str]:
    """So that the reader's own mail program shows a button that ends it (RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{stop_url(subscription)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
