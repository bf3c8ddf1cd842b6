"""Minimum length of a consultation.

The rules specification, section 3.2 (Thurrock 2012 2.4; Stockton S1.14).
"""

from dataclasses import dataclass
from datetime import date

from rules import facts as read
from rules.as_at import AsAt
from rules.calendar import ONE_DAY
from rules.deadline import explanation_day
from rules.length import Length, Unit
from rules.params import MOST_WEEKS, Code, Count, Flag, Params, length_instead_of
from rules.verdict import Outcome, Verdict, cannot_assess, not_applicable
from rules.words import distance, plain

FACTS = (
    "formal_written", "significant_effect", "opens_on", "documents_complete_on", "closes_on",
    "explanation", "explained_on", "withdrawn_on",
)  # fmt: skip

WEEKS = Count(
    name="weeks",
    meaning="How many weeks a consultation stays open, its opening day left out.",
    least=1,
    most=MOST_WEEKS,
    default=12,
    example=12,
)
LENGTH = length_instead_of("weeks")
CONDITION = Code(
    name="condition",
    meaning="The fact that must be yes for the clause to apply.",
    choices=("significant_effect",),
    example="significant_effect",
)
INFORMAL_NEEDS_EXPLANATION = Flag(
    name="informal_needs_explanation",
    meaning="Whether an exercise that is not formal and written is a departure, however long.",
    example=True,
)
PARAMS = (WEEKS, LENGTH, CONDITION, INFORMAL_NEEDS_EXPLANATION)
OUTCOMES = (
    Outcome.ON_TRACK, Outcome.AT_RISK, Outcome.MET, Outcome.EXPLAINED, Outcome.BREACH,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    length: Length
    condition: str | None
    informal_needs_explanation: bool

    @classmethod
    def read(cls, params: Params) -> "Settings":
        return cls(
            length=LENGTH.read_or(params, WEEKS, Unit.WEEKS),
            condition=CONDITION.read(params),
            informal_needs_explanation=INFORMAL_NEEDS_EXPLANATION.read(params),
        )


@dataclass(slots=True)
class Facts:
    formal_written: bool | None
    significant_effect: str | None
    opens_on: date | None
    documents_complete_on: date | None
    closes_on: date | None
    explanation: str | None
    explained_on: date | None
    withdrawn_on: date | None

    @classmethod
    def read(cls, facts: read.Facts, settings: Settings) -> "Facts":
        known = cls(
            formal_written=read.flag(facts, "formal_written"),
            significant_effect=read.code(facts, "significant_effect", read.YES_OR_NO),
            opens_on=read.day(facts, "opens_on"),
            documents_complete_on=read.day(facts, "documents_complete_on"),
            closes_on=read.day(facts, "closes_on"),
            explanation=read.text(facts, "explanation"),
            explained_on=read.day(facts, "explained_on"),
            withdrawn_on=read.day(facts, "withdrawn_on"),
        )
        read.refuse_before("closes_on", known.closes_on, "opens_on", known.opens_on)
        read.refuse_after(
            "documents_complete_on", known.documents_complete_on, "closes_on", known.closes_on
        )
        return known


def judge(settings: Settings, facts: Facts, at: AsAt) -> Verdict:
    outside = _outside_the_clause(settings, facts)  # test 1
    if outside is not None:
        return outside
    if facts.opens_on is None or facts.closes_on is None:  # test 2
        return cannot_assess(*_missing_days(facts))
    due_on = _due_on(settings, facts, facts.opens_on, at)
    spare = (facts.closes_on - due_on).days
    apart = distance(spare, "the earliest close that complies")
    at.note(f"It closes on {plain(facts.closes_on)}, {apart}.")
    informal = settings.informal_needs_explanation and not facts.formal_written
    if spare >= 0 and not informal:  # tests 3 and 4
        return _long_enough(due_on, facts.closes_on, at)
    return _departure(facts, facts.opens_on, due_on, facts.closes_on, informal, at)  # test 5


def _outside_the_clause(settings: Settings, facts: Facts) -> Verdict | None:
    if settings.condition and facts.significant_effect == "no":
        return not_applicable("The proposal has no significant effect.")
    missing = []
    if settings.informal_needs_explanation and facts.formal_written is None:
        missing.append("formal_written")
    if settings.condition and facts.significant_effect is None:
        missing.append("significant_effect")
    return cannot_assess(*missing) if missing else None


def _missing_days(facts: Facts) -> list[str]:
    days = {"opens_on": facts.opens_on, "closes_on": facts.closes_on}
    return [name for name, day in days.items() if day is None]


def _due_on(settings: Settings, facts: Facts, opens_on: date, at: AsAt) -> date:
    """Return the earliest close that complies."""
    start = opens_on
    if facts.documents_complete_on is not None and facts.documents_complete_on > opens_on:
        start = facts.documents_complete_on
        at.note(
            f"It opens on {plain(opens_on)}, but the documents are complete only on {plain(start)}."
        )
    due_on = settings.length.after(start, at.holidays)
    how = settings.length.sum_after(start, due_on, at.holidays)
    at.note(f"{how}: the earliest close that complies.")
    return due_on


def _long_enough(due_on: date, closes_on: date, at: AsAt) -> Verdict:
    if at.reached(due_on):
        reason = "It ran for the full period."
        spare = (closes_on - due_on).days
        return Verdict(Outcome.MET, reason, due_on, closes_on, spare_days=spare)
    reason = f"It is planned to stay open until {plain(due_on)} or later."
    return Verdict(Outcome.ON_TRACK, reason, due_on, closes_on)


def _departure(
    facts: Facts, opens_on: date, due_on: date, closes_on: date, informal: bool, at: AsAt
) -> Verdict:
    shortfall = max(0, (due_on - closes_on).days)
    what = "It is shorter than the full period" if shortfall else "It is not formal and written"
    if informal:
        at.note("It is not a formal, written exercise, which the clause asks for.")
    explained_on = explanation_day(facts.explanation, facts.explained_on, at)
    if explained_on is not None:
        return Verdict(
            Outcome.EXPLAINED,
            f"{what}, and an explanation was given.",
            due_on,
            closes_on,
            shortfall_days=shortfall,
            late=explained_on > opens_on,
        )
    if at.reached(closes_on + ONE_DAY):
        return Verdict(
            Outcome.BREACH,
            f"{what}, and it closed without an explanation.",
            due_on,
            closes_on,
            breached_on=closes_on + ONE_DAY,
            shortfall_days=shortfall,
        )
    at.note(f"Without an explanation it is a breach from {plain(closes_on + ONE_DAY)}.")
    advice = "extend it or explain" if not informal else "explain"
    reason = f"{what}: {advice} by {plain(closes_on)}."
    return Verdict(Outcome.AT_RISK, reason, due_on, closes_on)


def describe(settings: Settings) -> str:
    period = settings.length.words
    if settings.condition:
        return (
            "Where the effect is significant, a consultation must stay open for at least "
            f"{period}. A shorter one needs an explanation."
        )
    if settings.informal_needs_explanation:
        return (
            f"A consultation must be formal and written and stay open for at least {period}. "
            "Anything less needs an explanation."
        )
    return (
        f"A consultation must stay open for at least {period}; a shorter one needs an explanation."
    )


def needed(settings: Settings) -> tuple[str, ...]:
    """Return the facts without which it can never be met."""
    asked = ["opens_on", "closes_on"]
    if settings.informal_needs_explanation:
        asked.insert(0, "formal_written")
    return (*asked, settings.condition) if settings.condition else tuple(asked)
