"""How the forum of an area decides: one chair who acts for neither party, both chairs together, or a
meeting at which both sectors were present.

Each chair sits for the sector of the organisation in which the role is held. Where they decide
together, one proposes and the other sector's agrees, each from their own sign-in; together they may
decide a case of their own organisations too, since neither decides it for the other. What a meeting
decided is put on record in the same two ways, with its day: no chair records it alone in a case of
their own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.permissions import YES, Answer
from organisations.models import Area, Membership, Organisation, WaysToDecide
from organisations.permissions import Right, roles_with, scope_of
from rules.words import plain

Person = User | AnonymousUser
MeetingDays = Callable[[Area], Iterable[date]]

_read_meetings: list[MeetingDays] = []
NO_CHAIR = Answer("Only a chair of the forum can decide a case.")


@dataclass(frozen=True, slots=True)
class Chair:
    user: User
    sector: str
    organisations: frozenset[int]

    def is_free_of(self, parties: Collection[int]) -> bool:
        """Whether none of the parties is an organisation of the chair's own."""
        return not self.organisations & frozenset(parties)


def chairs_of(area: Area) -> list[Chair]:
    """The forum's chairs, in the order in which they took the chair."""
    return _chairs_of(area) if area._chairs is None else list(area._chairs)


def keep_chairs(area: Area) -> None:
    """Reads the chairs once for a page that asks of them again and again. A row that is read again,
    as every verb does, keeps nothing."""
    area._chairs = tuple(_chairs_of(area))


def _chairs_of(area: Area) -> list[Chair]:
    deciding = roles_with(Right.DECIDE)
    current = Membership.objects.current()
    people = current.filter(area=area, role__in=deciding, user__is_active=True).values("user")
    held = list(
        # Every role of theirs, in other bodies too: a chair belongs to a party by any of them.
        current.filter(user__in=people).select_related("user", "organisation").order_by("pk")
    )
    belonging: dict[int, set[int]] = {}
    for each in held:
        belonging.setdefault(each.user_id, set()).add(each.organisation_id)
    return [
        Chair(each.user, each.organisation.sector, frozenset(belonging[each.user_id]))
        for each in held
        if each.area_id == area.pk and each.role in deciding
    ]


def meetings_are_read_by(read: MeetingDays) -> None:
    """Registers who knows of the days on which a forum met with both sectors present: an app above."""
    _read_meetings.append(read)


def meetings_of(area: Area) -> list[date]:
    """The days on which the area's forum met with both sectors present, latest first."""
    return sorted({day for read in _read_meetings for day in read(area)}, reverse=True)


def meeting_on_record(area: Area, met_on: date | None) -> Answer:
    """Whether something can be on record as decided in a meeting of that day; None: in no meeting."""
    if met_on is None:
        if area.ways_to_decide == WaysToDecide.MEETING:
            return Answer(f"In {area} a meeting of the forum decides: say in which it was decided.")
        return YES
    if met_on not in meetings_of(area):
        return Answer(
            f"No meeting of the forum on {plain(met_on)} is on record at which both "
            "sectors were present."
        )
    return YES


def needed_meeting_met(area: Area, could_decide: Callable[[date], Answer]) -> Answer:
    """Whether one of the area's meetings could have decided, where a meeting has to."""
    needed = area.ways_to_decide == WaysToDecide.MEETING
    if needed and not any(could_decide(day) for day in meetings_of(area)):
        return Answer(
            f"In {area} a meeting of the forum decides at which both sectors were present. None that "
            "could have decided this is on record as held."
        )
    return YES


def how_decided(by: User, *, seconded_by: User | None, met_on: date | None) -> dict[str, Any]:
    """What the log says of how something was decided, beside who and when; nothing of one chair alone."""
    how: dict[str, Any] = {}
    if seconded_by is not None:
        how["together_with"] = by.post
    if met_on is not None:
        how["met_on"] = met_on
    return how


def may_decide_alone(user: Person, area: Area) -> Answer:
    if not scope_of(user).may_in(area.pk, Right.DECIDE):
        return NO_CHAIR
    if area.ways_to_decide == WaysToDecide.TOGETHER:
        return Answer(f"In {area} both chairs decide together: propose a decision to the other.")
    return YES


def may_propose(user: Person, area: Area) -> Answer:
    """Whether the person may propose a decision to the chair of the other sector."""
    if not scope_of(user).may_in(area.pk, Right.DECIDE):
        return NO_CHAIR
    if area.ways_to_decide == WaysToDecide.ALONE:
        return Answer(f"In {area} one chair decides, who acts for neither party.")
    mine = scope_of(user).chairs_for(area.pk)
    # Somebody who sits for both sectors cannot agree with themselves.
    if not any(each.user != user and each.sector not in mine for each in chairs_of(area)):
        return Answer(f"The forum of {area} has no chair of the other sector who could agree.")
    return YES


def may_second(user: Person, area: Area, *, sector: str, proposed_by: User) -> Answer:
    """Whether the person sits for the other sector than the chair who proposed."""
    scope = scope_of(user)
    if not scope.may_in(area.pk, Right.DECIDE):
        return NO_CHAIR
    if user == proposed_by or not scope.chairs_for(area.pk) - {sector}:
        return Answer("The chair of the other sector agrees, or does not.")
    return YES


def sector_of_chair(user: User, area: Area) -> str:
    """The sector for which a chair proposes."""
    # Of somebody who sits for both, always the same one.
    return min(scope_of(user).chairs_for(area.pk))


def belongs_to_none(user: Person, parties: Collection[Organisation]) -> Answer:
    """Nobody decides a case of their own organisation alone."""
    for organisation in parties:
        if scope_of(user).belongs_to(organisation):
            return Answer(
                f"Nobody decides a case of their own organisation, and you act for {organisation}."
            )
    return YES
