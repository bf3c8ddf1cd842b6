"""Accounts are made by invitation: the open sign-up page stays shut. Links lead to SITE_URL alone."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.middleware import BEGAN, SEEN

FROM_KEY = "account_reset_password_from_key"


class InvitedOnlyAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Whatever host was asked for, the link leads to this site."""
        uid, _, secret = key.partition("-")
        return settings.SITE_URL + reverse(FROM_KEY, kwargs={"uidb36": uid, "key": secret})

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        # After signing in, which may empty the session of whoever was here before.
        request.session[SEEN] = request.session[BEGAN] = int(time.time())
        _count_as_confirmed(request)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tells the owner of an account that something about signing in has changed."""
        # Left alone, allauth looks in its own table of addresses, and tells nobody who is not in
        # it.
        super().send_notification_mail(template_prefix, user, context, email or user.email)


def _count_as_confirmed(request: HttpRequest) -> None:
    """Who has just signed in need not say once more who they are, to set up a second step."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        record | {"reauthenticated": True} for record in records
    ]
