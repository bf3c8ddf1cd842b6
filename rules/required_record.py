"""Records that must exist after an event.

The rules specification, section 3.7 (Thurrock 2012 2.5, 3.3, 4.2; Stockton S1.11, S1.12, S2.6,
S2.20, S2.25, S2.29, S2.38, S3.9 and others).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules import facts as read
from rules.as_at import AsAt
from rules.calendar import ONE_DAY
from rules.deadline import WARN_DAYS, days_before, note_standing, standing
from rules.length import Length, Unit
from rules.params import MOST_WEEKS, Codes, OptionalCount, Params, length_instead_of, warn_days
from rules.verdict import Outcome, Verdict, cannot_assess
from rules.words import codes_in_words, plain

FACTS = ("event_on", "fields", "withdrawn_on")

FIELDS = Codes(
    name="fields",
    meaning="What must be on record after the event.",
    example=["rationale"],
)
DUE_WEEKS = OptionalCount(
    name="due_weeks",
    meaning="How many weeks after the event it must be on record, where the clause or a forum "
    "says so.",
    least=0,
    most=MOST_WEEKS,
    example=12,
)
LENGTH = length_instead_of("due_weeks")
WARN_DAYS_BEFORE = warn_days(WARN_DAYS, "the last day for the record")
PARAMS = (FIELDS, DUE_WEEKS, LENGTH, WARN_DAYS_BEFORE)
OUTCOMES = (
    Outcome.ON_TRACK, Outcome.AT_RISK, Outcome.OUTSTANDING, Outcome.MET, Outcome.BREACH,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    fields: tuple[str, ...]
    length: Length | None
    warn_days: int

    @classmethod
    def read(cls, params: Params) -> "Settings":
        return cls(
            fields=FIELDS.read(params),
            length=LENGTH.read_or_none(params, DUE_WEEKS, Unit.WEEKS),
            warn_days=WARN_DAYS_BEFORE.read(params),
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
    if settings.length is None:
        at.note(f"The event is on {plain(event_on)}; the clause sets no date for the record.")
        return None
    due_on = settings.length.after(event_on, at.holidays)
    how = settings.length.sum_after(event_on, due_on, at.holidays)
    at.note(f"{how}, the last day for the record.")
    return due_on


def is_blank(value: object) -> bool:
    """Say whether a field is blank: nothing, false, blank text or an empty list."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or value is False or value in ([], {}, ())


def describe(settings: Settings) -> str:
    wanted = codes_in_words(settings.fields)
    if settings.length is None:
        return f"These must be on record after the event: {wanted}. The clause sets no date for it."
    return f"These must be on record within {settings.length.words} of the event: {wanted}."


def needed(settings: Settings) -> tuple[str, ...]:
    """Return the facts without which it can never be met."""
    return ("event_on", *(f"fields.{field}" for field in settings.fields))
