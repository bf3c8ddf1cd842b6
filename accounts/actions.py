"""What is written about people's sign-ins."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import F

from accounts.models import Access, User

COUNTED = {Access.What.FAILED, Access.What.LOCKED, Access.What.REFUSED}


@transaction.atomic
def note_access(*, what: Access.What, user: User | None, about: str, at: datetime) -> None:
    """A row for each sign-in and export; for what strangers can do at will, one an hour."""
    person, post = (user.pk, user.post) if user is not None else (0, "")
    if what not in COUNTED:
        Access.objects.create(what=what, person=person, post=post, about=about, at=at)
        return
    hour = at.replace(minute=0, second=0, microsecond=0)
    row, made = Access.objects.get_or_create(
        what=what, person=person, about=about, hour=hour, defaults={"post": post, "at": at}
    )
    if not made:
        Access.objects.filter(pk=row.pk).update(count=F("count") + 1, at=at)


def end_sessions(user: User, *, keep: str = "", only: int | None = None) -> int:
    """Ends the person's sign-ins but the one that is kept; returns how many."""
    rows = UserSession.objects.filter(user=user).exclude(session_key=keep)
    ended = list(rows if only is None else rows.filter(pk=only))
    for row in ended:
        row.end()
    return len(ended)


def forget_second_factor(user: User) -> int:
    """Takes away the person's app, passkeys and recovery codes, and ends their sign-ins. Whoever
    calls it holds the person's row."""
    end_sessions(user)
    return int(Authenticator.objects.filter(user=user).delete()[0])


def forget_access(*, before: datetime) -> int:
    """Deletes what happened at the door before then; returns how many rows."""
    return Access.objects.filter(at__lt=before).delete()[0]
