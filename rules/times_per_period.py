"""Something held a number of times in a period.

The rules specification, section 3.15 (champions meet three times a year, a forum every quarter).
"""

from dataclasses import dataclass
from datetime import date

from rules import facts as read
from rules.as_at import AsAt
from rules.calendar import ONE_DAY, add_months
from rules.deadline import days_before, note_standing, standing
from rules.params import MOST_MONTHS, Count, Params, warn_days
from rules.verdict import Outcome, Verdict, cannot_assess
from rules.words import counted, distance, listed, plain

FACTS = ("period_start_on", "held_on", "withdrawn_on")
WARN_DAYS = 60
MOST_TIMES = 1000

TIMES = Count(
    name="times",
    meaning="How many times it is held in a period; the same day counts once.",
    least=1,
    most=MOST_TIMES,
    example=3,
)
MONTHS = Count(
    name="months",
    meaning="How many months a period has.",
    least=1,
    most=MOST_MONTHS,
    default=12,
    example=3,
)
WARN_DAYS_BEFORE = warn_days(WARN_DAYS, "the last day of the period")
PARAMS = (TIMES, MONTHS, WARN_DAYS_BEFORE)
OUTCOMES = (Outcome.ON_TRACK, Outcome.AT_RISK, Outcome.MET, Outcome.BREACH)


@dataclass(frozen=True, slots=True)
class Settings:
    times: int
    months: int
    warn_days: int

    @classmethod
    def read(cls, params: Params) -> "Settings":
        return cls(
            times=TIMES.read(params),
            months=MONTHS.read(params),
            warn_days=WARN_DAYS_BEFORE.read(params),
        )


@dataclass(slots=True)
class Facts:
    period_start_on: date | None
    held_on: tuple[date, ...]
    withdrawn_on: date | None

    @classmethod
    def read(cls, facts: read.Facts, settings: Settings) -> "Facts":
        return cls(
            period_start_on=read.day(facts, "period_start_on"),
            held_on=read.days(facts, "held_on"),
            withdrawn_on=read.day(facts, "withdrawn_on"),
        )


def judge(settings: Settings, facts: Facts, at: AsAt) -> Verdict:
    start_on = facts.period_start_on
    if start_on is None:  # test 1
        return cannot_assess("period_start_on")
    due_on = add_months(start_on, settings.months) - ONE_DAY
    at.note(
        f"The period of {counted(settings.months, 'month')} runs from {plain(start_on)} to "
        f"{plain(due_on)}, both days included."
    )
    held = [day for day in facts.held_on if start_on <= day <= due_on and at.reached(day)]
    at.note(f"Held in the period: {listed([plain(day) for day in held]) or 'not yet'}.")
    if len(held) >= settings.times:  # test 2
        return _met(settings, held, due_on, at)
    warn_on = days_before(due_on, settings.warn_days)  # test 3
    outcome = standing(at, due_on, warn_on)
    note_standing(at, due_on, warn_on)
    times = counted(settings.times, "time")
    if outcome is Outcome.BREACH:
        reason = f"It was held {len(held)} of {times} by {plain(due_on)}."
        return Verdict(outcome, reason, due_on, due_on, breached_on=due_on + ONE_DAY)
    reason = f"It must be held {times} by {plain(due_on)}; so far {len(held)}."
    return Verdict(outcome, reason, due_on, due_on)


def _met(settings: Settings, held: list[date], due_on: date, at: AsAt) -> Verdict:
    reached_on = held[settings.times - 1]
    spare = (due_on - reached_on).days
    at.note(
        f"The count was reached on {plain(reached_on)}, "
        f"{distance(-spare, 'the last day of the period')}."
    )
    reason = f"It was held {counted(settings.times, 'time')} by {plain(due_on)}."
    return Verdict(Outcome.MET, reason, due_on, due_on, spare_days=spare)


def describe(settings: Settings) -> str:
    return (
        f"It must be held {counted(settings.times, 'time')} in each period of "
        f"{counted(settings.months, 'month')}. The same day counts once."
    )


def needed(settings: Settings) -> tuple[str, ...]:
    """Return the facts without which it can never be met."""
    return ("period_start_on", "held_on")
