"""Working backwards: from the date that is known to the limit for the one still to be chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from compacts.models import Rule
from rules import ENGLAND_AND_WALES, HorizonError, add_months, latest_day, working_days_after

Facts = Mapping[str, Any]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Turned:
    """One day, what it is the limit of, and how it was counted."""

    label: str
    day: date
    because: str


def turned(rule: Rule, facts: Facts) -> list[Turned]:
    """What the given dates say of those that can still be chosen. Facts hold dates, not text."""
    find = _FINDERS.get(rule.type)
    return find(rule.law.settings, facts) if find else []


def _notice(settings: Any, facts: Facts) -> list[Turned]:
    found = []
    last_day, received_on = facts.get("last_day"), facts.get("received_on")
    months = _months(settings.months)
    if last_day:
        day = latest_day(last_day, settings.months)
        because = f"The greatest day from which {months} do not go past the last day of support."
        found.append(Turned("Latest day for the written notice to be received", day, because))
    if received_on:
        day = add_months(received_on, settings.months)
        because = f"{months} after the notice is received, by the same day number."
        found.append(Turned("Earliest last day of support", day, because))
    return found


def _period(settings: Any, facts: Facts) -> list[Turned]:
    found = []
    length = timedelta(weeks=settings.weeks)
    counted = f"{settings.weeks} weeks ({length.days} days)"
    opens_on, closes_on = facts.get("opens_on"), facts.get("closes_on")
    if opens_on:
        start = max(opens_on, facts.get("documents_complete_on") or opens_on)
        because = f"{counted} from the opening, or from the day all documents are there if later."
        found.append(Turned("Earliest day to close", start + length, because))
    if closes_on:
        because = f"{counted} before the close."
        found.append(Turned("Latest day to open, with all documents", closes_on - length, because))
    return found


def _lead(settings: Any, facts: Facts) -> list[Turned]:
    found = []
    months = _months(settings.months)
    decided_on, informed_on = facts.get("decided_on"), facts.get("informed_on")
    if expected_start := facts.get("expected_start"):
        day = latest_day(expected_start, settings.months)
        because = f"The greatest day from which {months} do not go past the expected start."
        found.append(Turned("Latest day to decide and to inform", day, because))
    if decided_on and informed_on:
        day = add_months(max(decided_on, informed_on), settings.months)
        because = f"{months} after the later of the two."
        found.append(Turned("Earliest start", day, because))
    return found


def _payment(settings: Any, facts: Facts) -> list[Turned]:
    received_on = facts.get("received_on")
    if not received_on:
        return []
    try:
        day = working_days_after(received_on, settings.working_days, ENGLAND_AND_WALES)
    except HorizonError:
        return []
    because = f"Working day {settings.working_days} after receipt; the day of receipt is left out."
    return [Turned("Latest day to pay, unless other terms were agreed", day, because)]


def _term(settings: Any, facts: Facts) -> list[Turned]:
    start_on = facts.get("start_on")
    if not start_on:
        return []
    day = add_months(start_on, settings.months) - ONE_DAY
    because = f"{_months(settings.months)} from the start, less a day."
    return [Turned("Earliest last day of the funding", day, because)]


def _step(_: Any, facts: Facts) -> list[Turned]:
    event_on = facts.get("event_on")
    if not event_on:
        return []
    because = "Each step must come before the event, and not on the day itself."
    return [Turned("Latest day for the steps", event_on - ONE_DAY, because)]


def _record(settings: Any, facts: Facts) -> list[Turned]:
    event_on = facts.get("event_on")
    if not event_on or settings.due_weeks is None:
        return []
    day = event_on + timedelta(weeks=settings.due_weeks)
    return [Turned("Latest day for the record", day, f"{settings.due_weeks} weeks from the event.")]


def _review(settings: Any, facts: Facts) -> list[Turned]:
    anchor_on = facts.get("anchor_on")
    if not anchor_on:
        return []
    day = add_months(anchor_on, settings.months)
    because = f"{_months(settings.months)} after the last one."
    return [Turned("Latest day for the review", day, because)]


def _months(number: int) -> str:
    return f"{number} {'month' if number == 1 else 'months'}"


_FINDERS: dict[str, Callable[[Any, Facts], list[Turned]]] = {
    "minimum_notice": _notice,
    "minimum_period": _period,
    "lead_time": _lead,
    "payment_period": _payment,
    "minimum_term": _term,
    "prior_step": _step,
    "required_record": _record,
    "recurring_review": _review,
}
