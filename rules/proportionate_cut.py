"""A cut for the sector no larger, in proportion, than the body's own.

The rules specification, section 3.16.
"""

from dataclasses import dataclass
from datetime import date

from rules import facts as read
from rules.as_at import AsAt
from rules.calendar import ONE_DAY
from rules.deadline import explanation_day
from rules.params import Params, may_explain
from rules.verdict import Outcome, Verdict, cannot_assess
from rules.words import plain, pounds

FACTS = (
    "event_on", "sector_before", "sector_after", "own_before", "own_after", "explanation",
    "explained_on", "withdrawn_on",
)  # fmt: skip
NEEDED = ("event_on", "sector_before", "sector_after", "own_before", "own_after")

MAY_EXPLAIN = may_explain(True)
PARAMS = (MAY_EXPLAIN,)
OUTCOMES = (Outcome.AT_RISK, Outcome.MET, Outcome.EXPLAINED, Outcome.BREACH)


@dataclass(frozen=True, slots=True)
class Settings:
    may_explain: bool

    @classmethod
    def read(cls, params: Params) -> "Settings":
        return cls(may_explain=MAY_EXPLAIN.read(params))


@dataclass(slots=True)
class Facts:
    """What is known; the amounts are whole pence."""

    event_on: date | None
    sector_before: int | None
    sector_after: int | None
    own_before: int | None
    own_after: int | None
    explanation: str | None
    explained_on: date | None
    withdrawn_on: date | None

    @classmethod
    def read(cls, facts: read.Facts, settings: Settings) -> "Facts":
        return cls(
            event_on=read.day(facts, "event_on"),
            sector_before=read.amount(facts, "sector_before", least=1),
            sector_after=read.amount(facts, "sector_after"),
            own_before=read.amount(facts, "own_before", least=1),
            own_after=read.amount(facts, "own_after"),
            explanation=read.text(facts, "explanation"),
            explained_on=read.day(facts, "explained_on"),
            withdrawn_on=read.day(facts, "withdrawn_on"),
        )


def judge(settings: Settings, facts: Facts, at: AsAt) -> Verdict:
    event_on = facts.event_on
    sector_before, sector_after = facts.sector_before, facts.sector_after
    own_before, own_after = facts.own_before, facts.own_after
    if (
        event_on is None
        or sector_before is None
        or sector_after is None
        or own_before is None
        or own_after is None
    ):  # test 1
        return cannot_assess(*(name for name in NEEDED if getattr(facts, name) is None))
    at.note(_change("The sector's amount", sector_before, sector_after))
    at.note(_change("The body's own amount", own_before, own_after))
    if sector_after >= sector_before:  # test 2
        return _met("The sector's amount is not cut.", event_on)
    ours, theirs = sector_after * own_before, own_after * sector_before
    at.note(
        f"{pounds(sector_after)} times {pounds(own_before)} is "
        f"{'at least' if ours >= theirs else 'less than'} "
        f"{pounds(own_after)} times {pounds(sector_before)}."
    )
    if ours >= theirs:
        return _met("The sector's cut is no larger than the body's own.", event_on)
    return _too_large(settings, facts, event_on, at)


def _change(what: str, before: int, after: int) -> str:
    return f"{what} goes from {pounds(before)} to {pounds(after)}."


def _met(reason: str, event_on: date) -> Verdict:
    return Verdict(Outcome.MET, reason, event_on - ONE_DAY, event_on - ONE_DAY)


def _too_large(settings: Settings, facts: Facts, event_on: date, at: AsAt) -> Verdict:
    what, day_before = "The sector's cut is larger than the body's own", event_on - ONE_DAY
    explanation = facts.explanation if settings.may_explain else None
    explained_on = explanation_day(explanation, facts.explained_on, at)
    if explained_on is not None:  # test 3
        reason = f"{what}, and an explanation was given."
        late = explained_on > event_on
        return Verdict(Outcome.EXPLAINED, reason, day_before, day_before, late=late)
    at.note(f"It is a breach from {plain(event_on)}.")
    if at.reached(event_on):  # test 4
        return Verdict(Outcome.BREACH, f"{what}.", day_before, day_before, breached_on=event_on)
    advice = "change it or explain" if settings.may_explain else "change it"
    reason = f"{what}: {advice} before {plain(event_on)}."
    return Verdict(Outcome.AT_RISK, reason, day_before, day_before)


def describe(settings: Settings) -> str:
    rule = "A cut for the sector must be no larger, in proportion, than the body's own."
    if settings.may_explain:
        return f"{rule} A larger one needs an explanation."
    return rule


def needed(settings: Settings) -> tuple[str, ...]:
    """Return the facts without which it can never be met."""
    return NEEDED
