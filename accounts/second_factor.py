"""A second step when signing in: an app's code, a passkey or a recovery code.

Which people need one is said by apps above, which know their roles: they add a question in
`AppConfig.ready`.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest

from accounts.models import User

REQUIRED, OFFERED = "required", "offered"
SITE_NAME = "Local compacts"
STANDS_ALONE = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
SALT = b"second factors:"

_questions: list[Callable[[User], bool]] = []


def needed_by(question: Callable[[User], bool]) -> None:
    """Takes a function that says whether this person's work needs a second step."""
    _questions.append(question)


def is_needed_by(user: User) -> bool:
    return settings.SECOND_FACTOR == REQUIRED and any(ask(user) for ask in _questions)


def has_one(user: User) -> bool:
    """Whether an app or a passkey is set up; recovery codes are no step of their own."""
    return Authenticator.objects.filter(user=user, type__in=STANDS_ALONE).exists()


def came_with_one(request: HttpRequest, user: User) -> bool:
    """Whether this sign-in was made at a provider that asks for a second step itself."""
    if not settings.OIDC_SECOND_FACTOR:
        return False
    records = get_authentication_records(request, user)
    return any(record.get("method") == "socialaccount" for record in records)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are kept encrypted, and messages say what to do."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This is not the right code. Enter the one that is shown now.",
    }

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Blank, which no code fits, where it was written under a key that is gone."""
        try:
            return _keys().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return ""

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return "Passkey" if number == 1 else f"Passkey {number}"

    def _get_site_name(self) -> str:
        return SITE_NAME


def _keys() -> MultiFernet:
    """The key that writes comes first; older ones can still be read by."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(hashlib.sha256(SALT + each.encode()).digest()))
            for each in secrets
        ]
    )
