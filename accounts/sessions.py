"""Sessions that are over: whose they were, and when they are forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

REMEMBERED = timedelta(hours=12)


def spent_session_of(key: str) -> str:
    """Whose session this was, by its cookie, once: the row is removed. Blank where it was nobody's."""
    row = Session.objects.filter(session_key=key).first() if key else None
    user_id = str(row.get_decoded().get(SESSION_KEY, "")) if row is not None else ""
    if row is not None and user_id:
        row.delete()
    return user_id


def forget_spent_sessions(*, at: datetime) -> int:
    """Removes sessions that ended: a visitor's, and what is kept in it, at once; a person's after
    some hours, until when what they typed last can still be kept for them. Returns how many."""
    gone = [
        row.pk
        for row in Session.objects.filter(expire_date__lt=at).iterator(500)
        if SESSION_KEY not in row.get_decoded() or row.expire_date < at - REMEMBERED
    ]
    for start in range(0, len(gone), 500):
        Session.objects.filter(pk__in=gone[start : start + 500]).delete()
    return len(gone)
