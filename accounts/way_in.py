"""The link that lets somebody in once whose account is being attacked."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from accounts.models import User


class _WayIn(PasswordResetTokenGenerator):
    """Good for an hour, and until the next sign-in: what it is made of changes with that."""

    key_salt = "accounts.way_in"


_tokens = _WayIn()


def link_for(user: User) -> str:
    uid = urlsafe_base64_encode(str(user.pk).encode())
    return settings.SITE_URL + reverse("account_way_in", args=[uid, _tokens.make_token(user)])


def person_of(uid: str, token: str) -> User | None:
    """Whose link this is; None where it has run out, was used, or is nobody's."""
    try:
        pk = int(urlsafe_base64_decode(uid).decode())
    except ValueError:  # UnicodeDecodeError among them
        return None
    user = User.objects.filter(pk=pk, is_active=True).first() if 0 < pk < 2**62 else None
    return user if user is not None and _tokens.check_token(user, token) else None
