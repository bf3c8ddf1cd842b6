"""Who signed in, who was refused, what was exported: a line in the log and a row, kept for a year.

Strangers can fail and be refused by the thousand, so those are counted, a row an hour, person and
place of the site; sign-ins and exports, which only known people can make, have a row each.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import structlog
from django.db import DatabaseError
from django.utils import timezone

from accounts.actions import note_access
from accounts.models import Access, User

KEPT_FOR = timedelta(days=366)

log = structlog.get_logger()


def signed_in(user: User, *, how: str) -> None:
    _note(Access.What.SIGNED_IN, user, how)


def failed(user: User | None, *, how: str) -> None:
    _note(Access.What.FAILED, user, how)


def locked_out(user: User | None) -> None:
    _note(Access.What.LOCKED, user, "")


def refused(user: User | None, *, address: str) -> None:
    _note(Access.What.REFUSED, user, address)


def exported(user: User, *, path: str) -> None:
    _note(Access.What.EXPORTED, user, path)


def changed(user: User, *, what: str) -> None:
    _note(Access.What.CHANGED, user, what)


def _note(what: Access.What, user: User | None, about: str) -> None:
    """Never stops what it tells of: where the database cannot take it, the log has the line."""
    said: dict[str, Any] = {"person": user.pk if user else None, "about": about[:200]}
    log.info(f"access.{what.value}", **said)
    try:
        note_access(what=what, user=user, about=about[:200], at=timezone.now())
    except DatabaseError as wrong:
        log.warning("access.not_kept", error=str(wrong)[:200])
