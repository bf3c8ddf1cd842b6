"""Time between a funding decision, told to the applicant, and the expected start.

The rules specification, section 3.3 (Stockton S2.19).
"""

from dataclasses import dataclass
from datetime import date

from rules import facts as read
from rules.as_at import AsAt
from rules.calendar import ONE_DAY
from rules.deadline import WARN_DAYS, days_before, explanation_day, note_standing, standing
from rules.length import Length, Unit
from rules.params import MOST_MONTHS, Count, Params, length_instead_of, warn_days
from rules.verdict import Outcome, Verdict, cannot_assess
from rules.words import distance, plain

FACTS = (
    "decided_on", "informed_on", "expected_start", "explanation", "explained_on", "withdrawn_on",
)  # fmt: skip

MONTHS = Count(
    name="months",
    meaning="How many months before the start the decision is made and told.",
    least=1,
    most=MOST_MONTHS,
    default=3,
    example=3,
)
LENGTH = length_instead_of("months")
WARN_DAYS_BEFORE = warn_days(WARN_DAYS, "the latest day to decide and inform")
PARAMS = (MONTHS, LENGTH, WARN_DAYS_BEFORE)
OUTCOMES = (
    Outcome.ON_TRACK, Outcome.AT_RISK, Outcome.MET, Outcome.EXPLAINED, Outcome.BREACH,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    length: Length
    warn_days: int

    @classmethod
    def read(cls, params: Params) -> "Settings":
        return cls(
            length=LENGTH.read_or(params, MONTHS, Unit.MONTHS),
            warn_days=WARN_DAYS_BEFORE.read(params),
        )


@dataclass(slots=True)
class Facts:
    decided_on: date | None
    informed_on: date | None
    expected_start: date | None
    explanation: str | None
    explained_on: date | None
    withdrawn_on: date | None

    @classmethod
    def read(cls, facts: read.Facts, settings: Settings) -> "Facts":
        known = cls(
            decided_on=read.day(facts, "decided_on"),
            informed_on=read.day(facts, "informed_on"),
            expected_start=read.day(facts, "expected_start"),
            explanation=read.text(facts, "explanation"),
            explained_on=read.day(facts, "explained_on"),
            withdrawn_on=read.day(facts, "withdrawn_on"),
        )
        read.refuse_before("informed_on", known.informed_on, "decided_on", known.decided_on)
        return known


def judge(settings: Settings, facts: Facts, at: AsAt) -> Verdict:
    start = facts.expected_start
    if start is None:
        return cannot_assess("expected_start")
    due_on = _due_on(settings, start, at)
    done_on = _done_on(facts, at)
    shortfall = None
    if done_on is not None:
        runs_to = settings.length.after(done_on, at.holidays)
        shortfall = (runs_to - start).days
        at.note(
            f"Decided and informed by {plain(done_on)}; {settings.length.words} from "
            f"then is {plain(runs_to)}, {distance(shortfall, 'the start')}."
        )
        if done_on <= due_on:  # test 1
            reason = f"The decision was made and told by {plain(due_on)}, the latest day."
            return Verdict(Outcome.MET, reason, due_on, due_on, spare_days=-shortfall)
    else:
        warn_on = days_before(due_on, settings.warn_days)
        outcome = standing(at, due_on, warn_on)
        note_standing(at, due_on, warn_on)
        if outcome is not Outcome.BREACH:  # test 2
            reason = f"The decision must be made and told by {plain(due_on)}."
            return Verdict(outcome, reason, due_on, due_on)
    return _too_late(facts, start, due_on, shortfall, at)  # test 3


def _due_on(settings: Settings, start: date, at: AsAt) -> date:
    due_on = settings.length.before(start, at.holidays)
    at.note(f"The expected start is {plain(start)}.")
    why = settings.length.sum_before(start, due_on, at.holidays)
    at.note(f"The latest day to decide and inform is {plain(due_on)}: {why}.")
    return due_on


def _done_on(facts: Facts, at: AsAt) -> date | None:
    """Return the later of the two days, once both have come."""
    if facts.decided_on is None or facts.informed_on is None:
        return None
    return at.act(max(facts.decided_on, facts.informed_on))


def _too_late(facts: Facts, start: date, due_on: date, shortfall: int | None, at: AsAt) -> Verdict:
    explained_on = explanation_day(facts.explanation, facts.explained_on, at)
    if explained_on is not None:
        return Verdict(
            Outcome.EXPLAINED,
            f"It was not decided and told by {plain(due_on)}, and an explanation was given.",
            due_on,
            due_on,
            shortfall_days=shortfall,
            late=explained_on > start,
        )
    return Verdict(
        Outcome.BREACH,
        f"It was not decided and told by {plain(due_on)}, the latest day.",
        due_on,
        due_on,
        breached_on=due_on + ONE_DAY,
        shortfall_days=shortfall,
    )


def describe(settings: Settings) -> str:
    return (
        "The decision must be made and the organisation informed at least "
        f"{settings.length.words} before the expected start. A shorter time needs an "
        "explanation."
    )


def needed(settings: Settings) -> tuple[str, ...]:
    """Return the facts without which it can never be met."""
    return ("decided_on", "informed_on", "expected_start")
