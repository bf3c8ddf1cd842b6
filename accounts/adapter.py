"""Accounts are made by invitation: the open sign-up page stays shut. Links lead to SITE_URL alone."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
)
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts import access, lockout
from accounts.middleware import BEGAN, SEEN
from accounts.models import User
from accounts.tasks import send_way_in
from pages.counting import address_of

FROM_KEY = "account_reset_password_from_key"


class InvitedOnlyAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Whatever host was asked for, the link leads to this site."""
        uid, _, secret = key.partition("-")
        return settings.SITE_URL + reverse(FROM_KEY, kwargs={"uidb36": uid, "key": secret})

    # Guessing -----------------------------------------------------------------------------------

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        email = str(credentials.get("email", ""))
        seconds = lockout.seconds_locked(email, lockout.device_of(request, email))
        if seconds:
            self._say_locked(email)
            raise ValidationError(_locked_words(seconds), code="too_many_login_attempts")
        # By place alone: what the package counts by account would lock its owner out. A right
        # password takes its try back.
        self._login_failed_rl_usage = ratelimit.consume(
            request, app="allauth.account", action="password"
        )
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def _say_locked(self, email: str) -> None:
        user = User.objects.filter(email__iexact=email).first()
        access.locked_out(user)
        if lockout.is_to_be_told(email):
            send_way_in.handed_over(user.pk if user else 0)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        if user is not None:
            email = str(credentials.get("email", ""))
            lockout.forget_tries(email, lockout.device_of(request, email))
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        user = User.objects.filter(email__iexact=str(credentials.get("email", ""))).first()
        access.failed(user, how="password")

    def get_login_stages(self) -> list[str]:
        ours = {"allauth.mfa.stages.AuthenticateStage": "accounts.oidc.SecondStep"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    # Signing in ---------------------------------------------------------------------------------

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        # After signing in, which may empty the session of whoever was here before.
        request.session[SEEN] = request.session[BEGAN] = int(time.time())
        access.signed_in(user, how=_ways_in(request, user))
        _count_as_confirmed(request)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        lockout.remember_device(request, response, user)
        return response

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tells the owner of an account that something about signing in has changed."""
        access.changed(user, what=template_prefix.rpartition("/")[2].replace("_", " "))
        # Left alone, allauth looks in its own table of addresses, and tells nobody who is not in
        # it.
        super().send_notification_mail(template_prefix, user, context, email or user.email)


def _locked_words(seconds: int) -> str:
    minutes = -(-seconds // 60)
    wait = "a minute" if minutes == 1 else f"{minutes} minutes"
    return (
        f"There were too many wrong passwords for this account. Wait {wait}, or sign in with a code by "
        "e-mail, or on a device that you have signed in on before."
    )


def _ways_in(request: HttpRequest, user: User) -> str:
    return ", ".join(each["method"] for each in get_authentication_records(request, user))


def _count_as_confirmed(request: HttpRequest) -> None:
    """Who has just signed in need not say once more who they are, to set up a second step."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        record | {"reauthenticated": True} for record in records
    ]
