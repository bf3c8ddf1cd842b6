"""Meetings of the forum: planned, and recorded as held."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.permissions import ActionRefused, require
from audit.actions import log_event
from audit.writing import locked
from forums.models import Forum, Meeting
from forums.permissions import may_hold_meeting, may_run_meetings, may_set_ways
from organisations.models import Area, Sector, WaysToDecide


@transaction.atomic
def found_forum(*, area: Area, name: str, by: User) -> Forum:
    """The area's forum, made where it has none yet."""
    area = locked(area)
    require(may_run_meetings(by, area))
    forum, founded = Forum.objects.get_or_create(area=area, defaults={"name": name})
    if founded:
        log_event("forum.founded", forum, by=by, chain=area.slug, name=forum.name)
    return forum


@transaction.atomic
def plan_meeting(*, area: Area, planned_on: date, by: User, forum_name: str = "") -> Meeting:
    """Plans a meeting of the area's forum; an area without a forum is given one of that name."""
    area = locked(area)
    require(may_run_meetings(by, area))
    forum = found_forum(area=area, name=forum_name or "Compact forum", by=by)
    if forum.meetings.filter(planned_on=planned_on).exists():
        raise ActionRefused("The forum already has a meeting on that day.")
    meeting = Meeting.objects.create(forum=forum, planned_on=planned_on)
    log_event("meeting.planned", meeting, by=by, chain=area.slug, on=planned_on)
    return meeting


@transaction.atomic
def hold_meeting(
    meeting: Meeting,
    *,
    held_on: date,
    minutes: str,
    by: User,
    present: Collection[str] = (),
    version: int | None = None,
) -> Meeting:
    """Records a meeting as held. From then on the dashboard counts what is new from that day.

    `present` are the sectors that were there: only where both were can the meeting have decided a
    case.
    """
    meeting = locked(meeting, version=version)
    require(may_hold_meeting(by, meeting))
    meeting.held_on, meeting.minutes = held_on, minutes
    meeting.public_present, meeting.vcs_present = Sector.PUBLIC in present, Sector.VCS in present
    meeting.version += 1
    meeting.save()
    log_event(
        "meeting.held",
        meeting,
        by=by,
        chain=meeting.forum.area.slug,
        on=held_on,
        minutes=minutes,
        present=meeting.sectors_present,
    )
    return meeting


@transaction.atomic
def set_ways_to_decide(
    area: Area, *, ways: str, reason: str, by: User, version: int | None = None
) -> Area:
    """Says how the forum decides cases from now on: one chair alone, both together, or either."""
    area = locked(area, version=version)
    require(may_set_ways(by, area))
    old, area.ways_to_decide = area.ways_to_decide, WaysToDecide(ways)
    area.version += 1
    area.save()
    log_event(
        "area.ways_to_decide_set", area, by=by, chain=area.slug, old=old, new=ways, reason=reason
    )
    return area
