"""Maximum length of something that starts and ends.

The rules specification, section 3.14 (a consultation of at most 12 weeks, a term of at most three
years).
"""

from dataclasses import dataclass
from datetime import date

from rules import facts as read
from rules.as_at import AsAt
from rules.calendar import ONE_DAY
from rules.deadline import explanation_day
from rules.length import Length, Unit
from rules.params import THE_LENGTH, Params, may_explain
from rules.verdict import Outcome, Verdict, cannot_assess
from rules.words import distance, plain

FACTS = ("start_on", "end_on", "explanation", "explained_on", "withdrawn_on")

MAY_EXPLAIN = may_explain()
PARAMS = (THE_LENGTH, MAY_EXPLAIN)
OUTCOMES = (Outcome.AT_RISK, Outcome.MET, Outcome.EXPLAINED, Outcome.BREACH)


@dataclass(frozen=True, slots=True)
class Settings:
    length: Length
    may_explain: bool

    @classmethod
    def read(cls, params: Params) -> "Settings":
        return cls(length=THE_LENGTH.read(params), may_explain=MAY_EXPLAIN.read(params))


@dataclass(slots=True)
class Facts:
    start_on: date | None
    end_on: date | None
    explanation: str | None
    explained_on: date | None
    withdrawn_on: date | None

    @classmethod
    def read(cls, facts: read.Facts, settings: Settings) -> "Facts":
        known = cls(
            start_on=read.day(facts, "start_on"),
            end_on=read.day(facts, "end_on"),
            explanation=read.text(facts, "explanation"),
            explained_on=read.day(facts, "explained_on"),
            withdrawn_on=read.day(facts, "withdrawn_on"),
        )
        read.refuse_before("end_on", known.end_on, "start_on", known.start_on)
        return known


def judge(settings: Settings, facts: Facts, at: AsAt) -> Verdict:
    start_on, end_on = facts.start_on, facts.end_on
    if start_on is None or end_on is None:  # test 1
        days = {"start_on": start_on, "end_on": end_on}
        return cannot_assess(*(name for name, day in days.items() if day is None))
    due_on = _due_on(settings, start_on, at)
    over = (end_on - due_on).days
    at.note(f"It ends on {plain(end_on)}, {distance(over, 'the latest end')}.")
    if over <= 0:  # test 2
        reason = f"It lasts no longer than {settings.length.words}."
        return Verdict(Outcome.MET, reason, due_on, start_on - ONE_DAY, spare_days=-over)
    return _too_long(settings, facts, start_on, due_on, over, at)


def _due_on(settings: Settings, start_on: date, at: AsAt) -> date:
    """Return the latest end that complies: a month runs to the day before its like."""
    reached = settings.length.after(start_on, at.holidays)
    how = settings.length.sum_after(start_on, reached, at.holidays)
    # The specification takes the day off in months alone (docs/rule-readings.md, 25).
    if settings.length.unit is not Unit.MONTHS:
        at.note(f"{how}, the latest end that complies.")
        return reached
    due_on = reached - ONE_DAY
    at.note(f"{how}; the day before, {plain(due_on)}, is the latest end that complies.")
    return due_on


def _too_long(
    settings: Settings, facts: Facts, start_on: date, due_on: date, over: int, at: AsAt
) -> Verdict:
    what = f"It lasts longer than {settings.length.words}"
    explanation = facts.explanation if settings.may_explain else None
    explained_on = explanation_day(explanation, facts.explained_on, at)
    if explained_on is not None:  # test 3
        return Verdict(
            Outcome.EXPLAINED,
            f"{what}, and an explanation was given.",
            due_on,
            start_on - ONE_DAY,
            shortfall_days=over,
            late=explained_on > start_on,
        )
    at.note(f"It is a breach from the start, {plain(start_on)}.")
    if at.reached(start_on):  # test 4
        return Verdict(
            Outcome.BREACH,
            f"{what}, and it has started.",
            due_on,
            start_on - ONE_DAY,
            breached_on=start_on,
            shortfall_days=over,
        )
    advice = "shorten it or explain" if settings.may_explain else "shorten it"
    reason = f"{what}: {advice} before {plain(start_on)}."
    return Verdict(Outcome.AT_RISK, reason, due_on, start_on - ONE_DAY)


def describe(settings: Settings) -> str:
    rule = f"It must last for no longer than {settings.length.words} from its start."
    if settings.may_explain:
        return f"{rule} A longer time needs an explanation."
    return rule


def needed(settings: Settings) -> tuple[str, ...]:
    """Return the facts without which it can never be met."""
    return ("start_on", "end_on")
