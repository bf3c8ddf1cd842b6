"""Which checks and cases a figure counts.

The figures of the dashboard and of the report share these conditions with the registers behind
them, so that a number and its list cannot part. Each is a condition on
`Check` or `Breach` and runs no query.

A consultation is counted by the day it closed, a notice by the day it was received (the act's day).
What is withdrawn or cannot be assessed stays out of both sides of a rate and is counted beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from commitments.models import Determination
from commitments.states import OPEN_STATES, BreachState
from rules import Outcome

AHEAD = (Outcome.ON_TRACK, Outcome.AT_RISK)
BROKEN = (Outcome.BREACH, Outcome.REMEDIED)
UNRATED = (Outcome.NOT_APPLICABLE, Outcome.CANNOT_ASSESS)
GIVEN_NOTICE = (Outcome.MET, Outcome.EXPLAINED, Outcome.REMEDIED)
LOOK_AHEAD_DAYS = 84


@dataclass(frozen=True, slots=True)
class Span:
    """The days a figure looks at: up to `on`, or from `start` to `end` of a period."""

    on: date
    start: date | None = None
    end: date | None = None

    @property
    def last(self) -> date:
        return self.on if self.end is None else min(self.on, self.end)

    def holds(self, field: str) -> Q:
        return self._between(field, self.start, self.last)

    def holds_text(self, field: str) -> Q:
        """The same for a fact, which is kept as ISO text."""
        # ISO text sorts as its days do.
        start = self.start.isoformat() if self.start else None
        return self._between(field, start, self.last.isoformat())

    def _between(self, field: str, first: object, last: object) -> Q:
        found = Q(**{f"{field}__lte": last})
        return found & Q(**{f"{field}__gte": first}) if first is not None else found


# Consultations ----------------------------------------------------------------------------------

CONSULTATION = Q(rule__type="minimum_period")


def consultations_assessed(span: Span) -> Q:
    """Closed by then. The verdict's last day to act is the close; cannot-assess has none."""
    return CONSULTATION & ~Q(outcome__in=UNRATED) & span.holds("last_day_to_act")


def consultations_under(span: Span) -> Q:
    """Closed before the earliest close that complies, whether explained or not."""
    # A close on due_on itself complies: a day of closing counts to its end.
    return consultations_assessed(span) & Q(last_day_to_act__lt=F("due_on"))


def consultations_unexplained(span: Span) -> Q:
    """Under the period, over, and on that day without a valid explanation."""
    over = Q(outcome=Outcome.BREACH, breached_on__lte=span.on)
    # As it was on a day gone by: an explanation that was published since did not count then.
    explained_since = Q(
        outcome=Outcome.EXPLAINED,
        last_day_to_act__lt=span.on,
        facts__explained_on__gt=span.on.isoformat(),
    )
    return consultations_under(span) & (over | explained_since)


def _closed_unassessed(span: Span) -> Q:
    closed = Q(facts__closes_on__isnull=False) & span.holds_text("facts__closes_on")
    return CONSULTATION & Q(outcome=Outcome.CANNOT_ASSESS) & closed


def consultations_closed(span: Span) -> Q:
    """Every closed consultation under the clause, whether or not it can be assessed."""
    return consultations_assessed(span) | _closed_unassessed(span)


def consultations_cannot_assess(span: Span) -> Q:
    """By the close; by the opening where it is the close that is missing."""
    opened = Q(facts__closes_on__isnull=True) & span.holds("act__acted_on")
    return _closed_unassessed(span) | CONSULTATION & Q(outcome=Outcome.CANNOT_ASSESS) & opened


def consultations_withdrawn(span: Span) -> Q:
    """By the day of the withdrawal: it never closes."""
    withdrawn = Q(outcome=Outcome.NOT_APPLICABLE, facts__withdrawn_on__isnull=False)
    return CONSULTATION & withdrawn & span.holds_text("facts__withdrawn_on")


# Notices ----------------------------------------------------------------------------------------

# A notice to the organisation itself; whom else a clause wants told is another duty.
NOTICE = Q(rule__type="minimum_notice", rule__params__addressee__isnull=True)


def notices_assessed(span: Span) -> Q:
    """Given, and judged: a notice still to be given is in no rate.

    A shortfall says that written notice came, so that few facts have to be opened to see one came.
    """
    came = Q(shortfall_days__isnull=False) | Q(facts__received_on__isnull=False)
    given = Q(outcome__in=GIVEN_NOTICE) | Q(outcome=Outcome.BREACH) & came
    return NOTICE & given & span.holds("act__acted_on")


def notices_full(span: Span) -> Q:
    return notices_assessed(span) & Q(outcome=Outcome.MET)


def notices_explained(span: Span) -> Q:
    return notices_assessed(span) & Q(outcome=Outcome.EXPLAINED)


def notices_cannot_assess(span: Span) -> Q:
    return NOTICE & Q(outcome=Outcome.CANNOT_ASSESS) & span.holds("act__acted_on")


def notices_withdrawn(span: Span) -> Q:
    withdrawn = Q(outcome=Outcome.NOT_APPLICABLE, facts__withdrawn_on__isnull=False)
    return NOTICE & withdrawn & span.holds("act__acted_on")


FIGURES: dict[str, tuple[str, Callable[[Span], Q]]] = {
    "consultations": ("Consultations closed and assessed", consultations_assessed),
    "consultations-under": ("Consultations under the period", consultations_under),
    "consultations-unexplained": (
        "Consultations under the period, unexplained",
        consultations_unexplained,
    ),
    "consultations-cannot-assess": (
        "Consultations that cannot be assessed",
        consultations_cannot_assess,
    ),
    "consultations-withdrawn": ("Consultations withdrawn", consultations_withdrawn),
    "notices": ("Notices given and assessed", notices_assessed),
    "notices-full": ("Notices that gave the full period", notices_full),
    "notices-explained": ("Notices explained", notices_explained),
    "notices-cannot-assess": ("Notices that cannot be assessed", notices_cannot_assess),
    "notices-withdrawn": ("Notices withdrawn", notices_withdrawn),
}


# Findings ---------------------------------------------------------------------------------------


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def acted_by(on: date) -> Q:
    """Checks of acts done by that day, or on record by then although they lay ahead."""
    # Up to the midnight after, in London: the day counts to its end.
    return Q(act__acted_on__lte=on) | Q(act__recorded_at__lt=start_of(on + timedelta(days=1)))


def not_broken_since(on: date) -> Q:
    return Q(breached_on=None) | Q(breached_on__lte=on)


def checks_as_at(on: date) -> Q:
    """For a day gone by: what was done or on record then, less what was broken only later."""
    return acted_by(on) & not_broken_since(on)


def last_day_within(days: int, on: date) -> Q:
    """Duties still ahead whose last day to act falls from that day to `days` later."""
    return Q(
        outcome__in=AHEAD,
        last_day_to_act__gte=on,
        last_day_to_act__lte=on + timedelta(days=days),
    )


# Cases ------------------------------------------------------------------------------------------

# Both figures belong to the bracket, and the next begins a day later: no case falls between two.
AGES: dict[str, tuple[str, int, int | None]] = {
    "0-28": ("Up to 4 weeks", 0, 28),
    "29-84": ("5 to 12 weeks", 29, 84),
    "85-182": ("13 to 26 weeks", 85, 182),
    "183": ("Over 26 weeks", 183, None),
}


def cases_counted() -> Q:
    """Cases of records that still stand, as `Check.objects.counted()` has it for checks."""
    return Q(check_made__voided=False)


def breaches_open(on: date, today: date) -> Q:
    """Cases open on that day, by the days they were found, decided, put right and closed."""
    still_open = Q(state__in=OPEN_STATES, detected_on__lte=on)
    # Of today the state itself tells; only of a day gone by is it worked out from dates.
    if on >= today:
        return still_open
    decided = Determination.objects.filter(breach=OuterRef("pk"), decided_on__lte=on)
    since = (
        Q(state=BreachState.CLOSED, closed_on__gt=on)
        | Q(state=BreachState.REMEDIED, remedied_on__gt=on)
        # A case has no day of rejection of its own: its determination has it.
        | Q(state=BreachState.REJECTED) & ~Exists(decided)
    )
    return still_open | Q(detected_on__lte=on) & since


def aged(code: str, on: date) -> Q:
    """Cases by the days since the duty could no longer be met."""
    _, youngest, oldest = AGES[code]
    found = Q(breached_on__lte=on - timedelta(days=youngest))
    if oldest is not None:
        found &= Q(breached_on__gte=on - timedelta(days=oldest))
    return found


def set_aside() -> Q:
    """Checks that a fault keeps from being assessed."""
    return ~Q(quarantined="")


def closed_between(after: date, until: date) -> Q:
    """Cases closed after one day and up to another."""
    return Q(closed_on__gt=after, closed_on__lte=until)


def found_between(after: date, until: date) -> Q:
    """Cases found after one day and up to another."""
    return Q(detected_on__gt=after, detected_on__lte=until)
