"""The links that invited people get by e-mail."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from accounts.tokens import fresh_nonce, token
from organisations.models import Invitation

INVITATION = "organisations.invitation"
SET_UP = "organisations.set_up"


def token_of(invitation: Invitation) -> str:
    return token(invitation.nonce, of=INVITATION)


def invitation_url(invitation: Invitation) -> str:
    return settings.SITE_URL + reverse("organisations:invitation", args=[token_of(invitation)])


def set_up_path() -> str:
    """The way to the first account of an installation. Every such link dies with that account."""
    return reverse("organisations:setup", args=[token(fresh_nonce(), of=SET_UP)])
