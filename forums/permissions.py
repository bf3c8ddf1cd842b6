"""Who may plan the forum's meetings and record them as held."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.permissions import YES, Answer
from forums.models import Meeting
from organisations.models import Area
from organisations.permissions import Right, scope_of

Person = User | AnonymousUser


def may_run_meetings(user: Person, area: Area) -> Answer:
    if scope_of(user).may_in(area.pk, Right.MEET):
        return YES
    return Answer(f"Only the chairs of the forum and the compact officer of {area} can do this.")


def may_set_ways(user: Person, area: Area) -> Answer:
    """How the forum decides is for its chairs to say, of either sector."""
    if scope_of(user).may_in(area.pk, Right.DECIDE):
        return YES
    return Answer(f"Only a chair of the forum of {area} can say how it decides.")


def may_hold_meeting(user: Person, meeting: Meeting) -> Answer:
    if meeting.held_on is not None:
        return Answer("This meeting is already recorded as held.")
    return may_run_meetings(user, meeting.forum.area)
