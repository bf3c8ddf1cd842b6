"""Minimum term of a funding agreement.

The rules specification, section 3.5 (Stockton S2.18; Thurrock 2012 3.4 as a local reading).
"""

from dataclasses import dataclass
from datetime import date

from rules import facts as read
from rules.as_at import AsAt
from rules.calendar import ONE_DAY, add_months
from rules.params import MOST_MONTHS, Params
from rules.verdict import Outcome, Verdict, cannot_assess
from rules.words import counted, distance, plain

FACTS = ("start_on", "last_day", "explanation", "explained_on", "withdrawn_on")


@dataclass(frozen=True, slots=True)
class Settings:
    months: int

    @classmethod
    def read(cls, params: Params) -> "Settings":
        return cls(months=params.count("months", least=1, most=MOST_MONTHS))


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
    due_on = add_months(start_on, settings.months) - ONE_DAY
    spare = (last_day - due_on).days
    at.note(
        f"A term of {counted(settings.months, 'month')} from {plain(start_on)} runs to "
        f"{plain(due_on)}, the earliest last day that complies."
    )
    at.note(f"The last day is {plain(last_day)}, {distance(spare, 'the earliest that complies')}.")
    if spare >= 0:  # test 1
        reason = f"The term is at least {counted(settings.months, 'month')}."
        return Verdict(Outcome.MET, reason, due_on, start_on - ONE_DAY, spare_days=spare)
    return _too_short(settings, facts, start_on, due_on, -spare, at)


def _too_short(
    settings: Settings, facts: Facts, start_on: date, due_on: date, shortfall: int, at: AsAt
) -> Verdict:
    what = f"The term is shorter than {counted(settings.months, 'month')}"
    explained_on = at.act(facts.explained_on) if facts.explanation is not None else None
    if explained_on is not None:  # test 2
        at.note(f"An explanation was given on {plain(explained_on)}.")
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
        f"An agreement must run for at least {counted(settings.months, 'month')} from its start. "
        "A shorter one needs an explanation."
    )
