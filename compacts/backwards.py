"""Working backwards: from the date that is known to the limit for the one still to be chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from compacts.models import Rule
from rules import ENGLAND_AND_WALES, HorizonError, Length, Unit, add_months

Facts = Mapping[str, Any]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Turned:
    """One day, what it is the limit of, and how it was counted."""

    label: str
    day: date
    because: str


def turned(rule: Rule, facts: Facts) -> list[Turned]:
    """What the given dates say of those that can still be chosen. Facts hold dates, not text.

    A day past the bank holidays on record is left out.
    """
    return list(FINDERS.get(rule.type, _nothing)(rule.law.settings, facts))


def _after(
    length: Length, day: date, label: str, because: str, *, less: timedelta = timedelta()
) -> Iterator[Turned]:
    try:
        found = length.after(day, ENGLAND_AND_WALES) - less
    except HorizonError:
        return
    yield Turned(label, found, because)


def _before(
    length: Length, day: date, label: str, because: str, *, more: timedelta = timedelta()
) -> Iterator[Turned]:
    try:
        found = length.before(day, ENGLAND_AND_WALES) + more
    except HorizonError:
        return
    yield Turned(label, found, because)


def _counted(length: Length) -> str:
    """A length in words, with its days where it is in weeks."""
    return (
        f"{length.words} ({length.count * 7} days)" if length.unit is Unit.WEEKS else length.words
    )


def _greatest(length: Length, limit: str) -> str:
    verb = "does" if length.count == 1 else "do"
    return f"The greatest day from which {length.words} {verb} not go past {limit}."


def _notice(settings: Any, facts: Facts) -> Iterator[Turned]:
    length, addressee = settings.length, settings.addressee
    received_on = facts.get(f"told.{addressee}" if addressee else "received_on")
    if last_day := facts.get("last_day"):
        label = f"Latest day for the {settings.notice} to be received"
        yield from _before(length, last_day, label, _greatest(length, "the last day of support"))
    if received_on:
        by = ", by the same day number" if length.unit is Unit.MONTHS else ""
        because = f"{length.words} after the notice is received{by}."
        yield from _after(length, received_on, "Earliest last day of support", because)


def _period(settings: Any, facts: Facts) -> Iterator[Turned]:
    length, counted = settings.length, _counted(settings.length)
    if opens_on := facts.get("opens_on"):
        start = max(opens_on, facts.get("documents_complete_on") or opens_on)
        because = f"{counted} from the opening, or from the day all documents are there if later."
        yield from _after(length, start, "Earliest day to close", because)
    if closes_on := facts.get("closes_on"):
        label, because = "Latest day to open, with all documents", f"{counted} before the close."
        yield from _before(length, closes_on, label, because)


def _lead(settings: Any, facts: Facts) -> Iterator[Turned]:
    length = settings.length
    decided_on, informed_on = facts.get("decided_on"), facts.get("informed_on")
    if expected_start := facts.get("expected_start"):
        label = "Latest day to decide and to inform"
        because = _greatest(length, "the expected start")
        yield from _before(length, expected_start, label, because)
    if decided_on and informed_on:
        because = f"{length.words} after the later of the two."
        yield from _after(length, max(decided_on, informed_on), "Earliest start", because)


def _payment(settings: Any, facts: Facts) -> Iterator[Turned]:
    if received_on := facts.get("received_on"):
        length = settings.length
        because = f"{length.words} after receipt; the day of receipt is left out."
        if length.is_in_working_days:
            because = f"Working day {length.count} after receipt; the day of receipt is left out."
        label = "Latest day to pay, unless other terms were agreed"
        yield from _after(length, received_on, label, because)


def _term(settings: Any, facts: Facts) -> Iterator[Turned]:
    if start_on := facts.get("start_on"):
        because = f"{settings.length.words} from the start, less a day."
        label = "Earliest last day of the funding"
        # The day before in every unit: the earlier day is kinder to whoever grants the term
        # (rule-readings.md, 25).
        yield from _after(settings.length, start_on, label, because, less=ONE_DAY)


def _step(_: Any, facts: Facts) -> Iterator[Turned]:
    if event_on := facts.get("event_on"):
        because = "Each step must come before the event, and not on the day itself."
        yield Turned("Latest day for the steps", event_on - ONE_DAY, because)


def _record(settings: Any, facts: Facts) -> Iterator[Turned]:
    event_on = facts.get("event_on")
    if event_on and settings.length is not None:
        because = f"{settings.length.words} from the event."
        yield from _after(settings.length, event_on, "Latest day for the record", because)


def _review(settings: Any, facts: Facts) -> Iterator[Turned]:
    if anchor_on := facts.get("anchor_on"):
        because = f"{settings.length.words} after the last one."
        yield from _after(settings.length, anchor_on, "Latest day for the review", because)


def _response(settings: Any, facts: Facts) -> Iterator[Turned]:
    if triggered_on := facts.get("triggered_on"):
        because = f"{settings.length.words} from the day the time runs from."
        yield from _after(settings.length, triggered_on, "Latest day to do it", because)


def _gap(settings: Any, facts: Facts) -> Iterator[Turned]:
    length = settings.length
    if event_on := facts.get("event_on"):
        yield from _before(length, event_on, "Latest day to do it", _greatest(length, "the event"))
    if done_on := facts.get("done_on"):
        because = f"{length.words} after it was done."
        yield from _after(length, done_on, "Earliest day for the event", because)


def _longest(settings: Any, facts: Facts) -> Iterator[Turned]:
    length = settings.length
    # The day is left off in months alone, as the rules specification has it (rule-readings.md, 25).
    less = ONE_DAY if length.unit is Unit.MONTHS else timedelta()
    if start_on := facts.get("start_on"):
        because = f"{_counted(length)} from the start{', less a day' if less else ''}."
        yield from _after(length, start_on, "Latest end", because, less=less)
    if end_on := facts.get("end_on"):
        because = f"The first day from which {length.words} reach to the end."
        last = end_on - ONE_DAY + less
        yield from _before(length, last, "Earliest start", because, more=ONE_DAY)


def _times(settings: Any, facts: Facts) -> Iterator[Turned]:
    if start_on := facts.get("period_start_on"):
        day = add_months(start_on, settings.months) - ONE_DAY
        because = f"{Length(settings.months, Unit.MONTHS).words} from its start, less a day."
        yield Turned("Last day of the period", day, because)


def _cut(_: Any, facts: Facts) -> Iterator[Turned]:
    if event_on := facts.get("event_on"):
        because = "A larger cut is a departure from the day of the decision."
        yield Turned("Latest day to change it", event_on - ONE_DAY, because)


def _nothing(_: Any, facts: Facts) -> Iterator[Turned]:
    """The date that is known is the limit itself."""
    yield from ()


FINDERS: dict[str, Callable[[Any, Facts], Iterator[Turned]]] = {
    "minimum_notice": _notice,
    "minimum_period": _period,
    "lead_time": _lead,
    "payment_period": _payment,
    "minimum_term": _term,
    "prior_step": _step,
    "required_record": _record,
    "fixed_deadline": _nothing,
    "recurring_review": _review,
    "response_time": _response,
    "minimum_gap": _gap,
    "maximum_length": _longest,
    "times_per_period": _times,
    "proportionate_cut": _cut,
}
