"""Reminders that follow from dates alone: asked again each hour, and sent once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from accounts.models import User
from audit.actions import INSTALLATION
from consultations.models import Consultation
from consultations.presenters import in_full
from consultations.public.found import public_rows
from notifications.actions.outbox import Wanted, held_cursor, put
from notifications.models import Message
from notifications.wording import Written, written
from organisations.models import Membership
from organisations.permissions import Right, roles_with

REMINDERS = "reminders"
AHEAD = timedelta(days=14)
CAUGHT_UP = timedelta(days=7)


@transaction.atomic
def remind_of_feedback(*, on: date, at: datetime) -> int:
    """Fourteen days before the day promised for feedback, and on the day.

    A run that was missed is caught up with: any later day before the promised one, or up to a week
    after it, does as well.
    """
    held_cursor(REMINDERS, INSTALLATION)
    rows = public_rows().filter(
        feedback_on=None,
        cancelled_on=None,
        act__area__archived_at=None,
        feedback_expected_on__gt=on - CAUGHT_UP,
        feedback_expected_on__lte=on + AHEAD,
    )
    consultations = list(rows)
    people = _people({each.act.responsible_id for each in consultations})
    return put(
        [
            _reminder(consultation, person, on)
            for consultation in consultations
            for person in people[consultation.act.responsible_id]
        ],
        at=at,
    )


def _people(leads: set[int]) -> dict[int, list[User]]:
    """The officers of each body that asked."""
    found: dict[int, list[User]] = defaultdict(list)
    for member in _members(leads):
        if member.user not in found[member.organisation_id]:
            found[member.organisation_id].append(member.user)
    return found


def _members(leads: set[int]) -> Iterator[Membership]:
    rows = Membership.objects.current().filter(
        organisation__in=leads,
        role__in=roles_with(Right.RECORD),
        user__is_active=True,
    )
    yield from rows.select_related("user")


def _reminder(consultation: Consultation, person: User, on: date) -> Wanted:
    expected = consultation.feedback_expected_on
    is_due = expected is not None and expected <= on
    when = "due" if is_due else "ahead"

    def write(fresh: Sequence[str]) -> Written:
        subject = "Feedback is due today" if expected == on else "Feedback was due" if is_due else (
            f"Feedback is due on {in_full(expected)}"
        )  # fmt: skip
        return written(
            "reminder",
            f"{subject}: {consultation}",
            consultation=consultation,
            expected=in_full(expected),
            is_due=is_due,
            page_url=settings.SITE_URL + consultation.get_absolute_url(),
        )

    return Wanted(
        kind=Message.Kind.REMINDER,
        to=person.email,
        causes=[f"feedback:{consultation.pk}:{expected}:{when}:user-{person.pk}"],
        write=write,
    )
