"""Minimum term of a funding agreement.

The rules specification, section 3.5 (Stockton S2.18; Thurrock 2012 3.4 as a local reading).
"""

from dataclasses import dataclass
from datetime import date

from rules import facts as read
from rules.as_at import AsAt
from rules.calendar import ONE_DAY
from rules.deadline import explanation_day
from rules.length import Length, Unit
from rules.params import MOST_MONTHS, Count, Params, length_instead_of
from rules.verdict import Outcome, Verdict, cannot_assess
from rules.words import distance, plain

FACTS = ("start_on", "last_day", "explanation", "explained_on", "withdrawn_on")

MONTHS = Count(
    name="months",
    meaning="How many months an agreement runs for.",
    least=1,
    most=MOST_MONTHS,
    example=36,
)
LENGTH = length_instead_of("months")
PARAMS = (MONTHS, LENGTH)
OUTCOMES = (Outcome.AT_RISK, Outcome.MET, Outcome.EXPLAINED, Outcome.BREACH)


@dataclass(frozen=True, slots=True)
class Settings:
    length: Length

    @classmethod
    def read(cls, params: Params) -> "Settings":
        return cls(length=LENGTH.read_or(params, MONTHS, Unit.MONTHS))


@dataclass(slots=True)
class Facts:
    start_on: date | None
    last_day: date | None
    explanation: str | None
    explained_on: date | None
    withdrawn_on: date | None

    @classmethod
    def read(cls, facts: read.Facts, settings: Settings) -> "Facts":
        known = cls(
            start_on=read.day(facts, "start_on"),
            last_day=read.day(facts, "last_day"),
            explanation=read.text(facts, "explanation"),
            explained_on=read.day(facts, "explained_on"),
            withdrawn_on=read.day(facts, "withdrawn_on"),
        )
        read.refuse_before("last_day", known.last_day, "start_on", known.start_on)
        return known


def judge(settings: Settings, facts: Facts, at: AsAt) -> Verdict:
    start_on, last_day = facts.start_on, facts.last_day
    if start_on is None or last_day is None:
        days = {"start_on": start_on, "last_day": last_day}
        return cannot_assess(*(name for name, day in days.items() if day is None))
    due_on = settings.length.after(start_on, at.holidays) - ONE_DAY
    spare = (last_day - due_on).days
    at.note(
        f"A term of {settings.length.words} from {plain(start_on)} runs to "
        f"{plain(due_on)}, the earliest last day that complies."
    )
    at.note(f"The last day is {plain(last_day)}, {distance(spare, 'the earliest that complies')}.")
    if spare >= 0:  # test 1
        reason = f"The term is at least {settings.length.words}."
        return Verdict(Outcome.MET, reason, due_on, start_on - ONE_DAY, spare_days=spare)
    return _too_short(settings, facts, start_on, due_on, -spare, at)


def _too_short(
    settings: Settings, facts: Facts, start_on: date, due_on: date, shortfall: int, at: AsAt
) -> Verdict:
    what = f"The term is shorter than {settings.length.words}"
    explained_on = explanation_day(facts.explanation, facts.explained_on, at)
    if explained_on is not None:  # test 2
        return Verdict(
            Outcome.EXPLAINED,
            f"{what}, and an explanation was given.",
            due_on,
            start_on - ONE_DAY,
            shortfall_days=shortfall,
            late=explained_on > start_on,
        )
    at.note(f"Without an explanation it is a breach from the start, {plain(start_on)}.")
    if at.reached(start_on):  # test 3
        return Verdict(
            Outcome.BREACH,
            f"{what}, and it started without an explanation.",
            due_on,
            start_on - ONE_DAY,
            breached_on=start_on,
            shortfall_days=shortfall,
        )
    reason = f"{what}: lengthen it or explain before {plain(start_on)}."
    return Verdict(Outcome.AT_RISK, reason, due_on, start_on - ONE_DAY)


def describe(settings: Settings) -> str:
    return (
        f"An agreement must run for at least {settings.length.words} from its start. "
        "A shorter one needs an explanation."
    )


def needed(settings: Settings) -> tuple[str, ...]:
    """Return the facts without which it can never be met."""
    return ("start_on", "last_day")
