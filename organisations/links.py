"""The links that invited people get by e-mail."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from accounts.tokens import token
from organisations.models import Invitation

INVITATION = "organisations.invitation"


def token_of(invitation: Invitation) -> str:
    return token(invitation.nonce, of=INVITATION)


def invitation_url(invitation: Invitation) -> str:
    return settings.SITE_URL + reverse("organisations:invitation", args=[token_of(invitation)])
