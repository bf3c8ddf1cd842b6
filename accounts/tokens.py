"""Links in e-mails: a random number signed with the site's key. A copy of the table opens no link."""

from __future__ import annotations

import secrets

from django.core.signing import BadSignature, Signer


def fresh_nonce() -> str:
    return secrets.token_urlsafe(24)


def token(nonce: str, *, of: str) -> str:
    """What a link carries. `of` says what it is for: a link for one thing opens no other."""
    return Signer(sep=".", salt=of).sign(nonce)


def nonce_in(token: str, *, of: str) -> str:
    """The number that a link carries; nothing where the link is not of our making."""
    try:
        return Signer(sep=".", salt=of).unsign(token)
    except BadSignature:
        return ""
