"""Steps that must come before an event.

The rules specification, section 3.6 (Thurrock 2012 3.6, 4.1 to 4.3; Stockton S1.9, S2.14, S2.22,
S2.24, S2.28, S2.34, S2.35, S2.36, S2.48 and S2.53).
"""

from dataclasses import dataclass
from datetime import date

from rules import facts as read
from rules.as_at import AsAt
from rules.calendar import ONE_DAY
from rules.deadline import WARN_DAYS, days_before
from rules.params import Code, Codes, Params, warn_days
from rules.verdict import Outcome, Verdict, cannot_assess, not_applicable
from rules.words import code_in_words, codes_in_words, plain

FACTS = (
    "event_on", "steps", "unknown", "problems_logged", "order_attested", "retaken_on",
    "withdrawn_on",
)  # fmt: skip

STEPS = Codes(
    name="steps",
    meaning="What must be done before the event.",
    example=["discussed", "response_considered"],
)
CONDITION = Code(
    name="condition",
    meaning="A fact of its own, true or false, that must be true for the clause to apply.",
    example="problems_logged",
)
WARN_DAYS_BEFORE = warn_days(WARN_DAYS, "the event")
PARAMS = (STEPS, CONDITION, WARN_DAYS_BEFORE)
OUTCOMES = (
    Outcome.ON_TRACK, Outcome.AT_RISK, Outcome.MET, Outcome.BREACH, Outcome.REMEDIED,
)  # fmt: skip
OTHER_FACTS = frozenset(FACTS) - {"problems_logged"} | {"conditions"}


@dataclass(frozen=True, slots=True)
class Settings:
    steps: tuple[str, ...]
    condition: str | None
    warn_days: int

    @classmethod
    def read(cls, params: Params) -> "Settings":
        condition = CONDITION.read(params)
        if condition in OTHER_FACTS:
            raise CONDITION.fault(f"{condition!r} is another fact of this rule")
        return cls(
            steps=STEPS.read(params),
            condition=condition,
            warn_days=WARN_DAYS_BEFORE.read(params),
        )


@dataclass(slots=True)
class Facts:
    event_on: date | None
    steps: dict[str, date | None]
    unknown: frozenset[str]
    condition: bool | None
    order_attested: bool | None
    retaken_on: date | None
    withdrawn_on: date | None

    @classmethod
    def read(cls, facts: read.Facts, settings: Settings) -> "Facts":
        known = cls(
            event_on=read.day(facts, "event_on"),
            steps=read.days_by_code(facts, "steps"),
            unknown=read.codes(facts, "unknown"),
            condition=read.flag(facts, settings.condition) if settings.condition else True,
            order_attested=read.flag(facts, "order_attested"),
            retaken_on=read.day(facts, "retaken_on"),
            withdrawn_on=read.day(facts, "withdrawn_on"),
        )
        read.refuse_before("retaken_on", known.retaken_on, "event_on", known.event_on)
        return known


def judge(settings: Settings, facts: Facts, at: AsAt) -> Verdict:
    event_on = facts.event_on
    if facts.condition is False:  # test 1
        condition = code_in_words(settings.condition or "")
        return not_applicable(f"The clause has a condition that is not met: {condition}.")
    if event_on is None or facts.condition is None:
        return cannot_assess(*_missing(settings, facts))
    at.note(f"The event is on {plain(event_on)}; every step must come before that day.")
    done = _done(settings, facts, at)
    if _all_before(settings, done, event_on):  # test 2
        return _verdict(Outcome.MET, "Every step came before the event.", event_on)
    if not at.reached(event_on):  # test 3
        return _ahead(settings, done, event_on, at)
    retaken_on = at.act(facts.retaken_on)
    if retaken_on is not None and _all_before(settings, done, retaken_on):  # test 4
        at.note(f"The event was taken again on {plain(retaken_on)}, after every step.")
        reason = "The event was taken again after every step was done."
        return _verdict(Outcome.REMEDIED, reason, event_on, breached_on=event_on)
    unknown = [step for step in settings.steps if step not in done and step in facts.unknown]
    undone = [
        step
        for step in settings.steps
        if step not in unknown and (step not in done or done[step] > event_on)
    ]
    if undone:  # test 5
        reason = f"Not done before the event: {codes_in_words(undone)}."
        return _verdict(Outcome.BREACH, reason, event_on, breached_on=event_on)
    if unknown:
        return cannot_assess(*(f"steps.{step}" for step in unknown))
    if facts.order_attested:  # test 6
        at.note("A step was done on the day of the event, and its order is attested.")
        reason = "Every step came before the event, as attested for the same day."
        return _verdict(Outcome.MET, reason, event_on)
    return cannot_assess("order")


def _missing(settings: Settings, facts: Facts) -> list[str]:
    missing = [] if facts.event_on else ["event_on"]
    if facts.condition is None and settings.condition:
        missing.append(settings.condition)
    return missing


def _done(settings: Settings, facts: Facts, at: AsAt) -> dict[str, date]:
    """Return the steps whose day has come."""
    done = {}
    for step in settings.steps:
        done_on = at.act(facts.steps.get(step))
        if done_on is None:
            said = "Not known whether it was done" if step in facts.unknown else "Not done"
            at.note(f"{said}: {code_in_words(step)}.")
        else:
            at.note(f"Done on {plain(done_on)}: {code_in_words(step)}.")
            done[step] = done_on
    return done


def _all_before(settings: Settings, done: dict[str, date], event_on: date) -> bool:
    return all(step in done and done[step] < event_on for step in settings.steps)


def _ahead(settings: Settings, done: dict[str, date], event_on: date, at: AsAt) -> Verdict:
    warn_on = days_before(event_on, settings.warn_days)
    at.note(
        f"While a step is not done: at risk from {plain(warn_on)}, "
        f"and a breach from {plain(event_on)}."
    )
    undone = [step for step in settings.steps if step not in done]
    reason = f"To be done before {plain(event_on)}: {codes_in_words(undone)}."
    outcome = Outcome.AT_RISK if at.reached(warn_on) else Outcome.ON_TRACK
    return _verdict(outcome, reason, event_on)


def _verdict(
    outcome: Outcome, reason: str, event_on: date, breached_on: date | None = None
) -> Verdict:
    day_before = event_on - ONE_DAY
    return Verdict(outcome, reason, day_before, day_before, breached_on=breached_on)


def describe(settings: Settings) -> str:
    rule = f"These must be done before the event: {codes_in_words(settings.steps)}."
    if settings.condition:
        return f"{rule} This applies only where: {code_in_words(settings.condition)}."
    return rule


def needed(settings: Settings) -> tuple[str, ...]:
    """Return the facts without which it can never be met."""
    steps = [f"steps.{step}" for step in settings.steps]
    return ("event_on", *steps, *([settings.condition] if settings.condition else []))
