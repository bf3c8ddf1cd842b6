"""The links that followers get by e-mail."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from accounts import tokens
from notifications.models import Subscription

OF = "notifications.subscription"


def token_of(subscription: Subscription) -> str:
    return tokens.token(subscription.nonce, of=OF)


def nonce_in(token: str) -> str:
    return tokens.nonce_in(token, of=OF)


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
