"""Records that must exist after an event.

The rules specification, section 3.7 (Thurrock 2012 2.5, 3.3, 4.2; Stockton S1.11, S1.12, S2.6,
S2.20, S2.25, S2.29, S2.38, S3.9 and others).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rules import facts as read
from rules.as_at import AsAt
from rules.calendar import ONE_DAY
from rules.deadline import WARN_DAYS, days_before, note_standing, standing
from rules.params import MOST_WARN_DAYS, MOST_WEEKS, Params
from rules.verdict import Outcome, Verdict, cannot_assess
from rules.words import codes_in_words, counted, plain

FACTS = ("event_on", "fields", "withdrawn_on")


@dataclass(frozen=True, slots=True)
class Settings:
    fields: tuple[str, ...]
    due_weeks: int | None
    warn_days: int

    @classmethod
    def read(cls, params: Params) -> "Settings":
        return cls(
            fields=params.codes("fields"),
            due_weeks=params.count_or_none("due_weeks", least=0, most=MOST_WEEKS),
            warn_days=params.count("warn_days", least=0, most=MOST_WARN_DAYS, default=WARN_DAYS),
        )


@dataclass(slots=True)
class Facts:
    event_on: date | None
    fields: Mapping[str, Any]
    withdrawn_on: date | None

    @classmethod
    def read(cls, facts: read.Facts, settings: Settings) -> "Facts":
        return cls(
            event_on=read.day(facts, "event_on"),
            fields=read.table(facts, "fields"),
            withdrawn_on=read.day(facts, "withdrawn_on"),
        )


def judge(settings: Settings, facts: Facts, at: AsAt) -> Verdict:
    event_on = facts.event_on
    if event_on is None:  # test 1
        return cannot_assess("event_on")
    due_on = _due_on(settings, event_on, at)
    wanted = codes_in_words(settings.fields)
    if not at.reached(event_on):
        reason = f"To be on record after {plain(event_on)}: {wanted}."
        return Verdict(Outcome.ON_TRACK, reason, due_on, due_on)
    blank = [field for field in settings.fields if is_blank(facts.fields.get(field))]
    if not blank:  # test 2
        at.note(f"On record: {wanted}.")
        return Verdict(Outcome.MET, "Everything asked for is on record.", due_on, due_on)
    at.note(f"Not on record: {codes_in_words(blank)}.")
    reason = f"Not on record: {codes_in_words(blank)}."
    if due_on is None:  # test 3
        return Verdict(Outcome.OUTSTANDING, reason)
    warn_on = days_before(due_on, settings.warn_days)  # test 4
    outcome = standing(at, due_on, warn_on)
    note_standing(at, due_on, warn_on)
    breached_on = due_on + ONE_DAY if outcome is Outcome.BREACH else None
    return Verdict(outcome, reason, due_on, due_on, breached_on=breached_on)


def _due_on(settings: Settings, event_on: date, at: AsAt) -> date | None:
    if settings.due_weeks is None:
        at.note(f"The event is on {plain(event_on)}; the clause sets no date for the record.")
        return None
    due_on = event_on + timedelta(weeks=settings.due_weeks)
    at.note(
        f"{counted(settings.due_weeks, 'week')} from the event on {plain(event_on)} is "
        f"{plain(due_on)}, the last day for the record."
    )
    return due_on


def is_blank(value: object) -> bool:
    """Say whether a field is blank: nothing, false, blank text or an empty list."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or value is False or value in ([], {}, ())


def describe(settings: Settings) -> str:
    wanted = codes_in_words(settings.fields)
    if settings.due_weeks is None:
        return f"These must be on record after the event: {wanted}. The clause sets no date for it."
    weeks = counted(settings.due_weeks, "week")
    return f"These must be on record within {weeks} of the event: {wanted}."
