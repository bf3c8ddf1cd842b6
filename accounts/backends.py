"""Who may sign in at all."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.http import HttpRequest


class PeopleBackend(AuthenticationBackend):
    """E-mail address and password. The demo's people, whose password is public, only in a demo."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        return user if user is not None and _may_be_here(user) else None

    def get_user(self, user_id: Any) -> Any:
        # Asked at every request: a session that was begun in a demo must not outlast it.
        user = super().get_user(user_id)
        return user if user is not None and _may_be_here(user) else None


def _may_be_here(user: Any) -> bool:
    return settings.DEMO or not user.email.lower().endswith(settings.DEMO_ADDRESSES)
