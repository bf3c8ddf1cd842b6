"""Something done a time before an event.

The rules specification, section 3.13 (papers five working days before a meeting, a consultation
announced four weeks before it opens).
"""

from dataclasses import dataclass
from datetime import date

from rules import facts as read
from rules.as_at import AsAt
from rules.calendar import ONE_DAY
from rules.deadline import days_before, explanation_day, note_standing, standing
from rules.length import Length
from rules.params import THE_LENGTH, Params, may_explain, warn_days
from rules.verdict import Outcome, Verdict, cannot_assess
from rules.words import distance, plain

FACTS = ("event_on", "done_on", "explanation", "explained_on", "withdrawn_on")
WARN_DAYS = 7

WARN_DAYS_BEFORE = warn_days(WARN_DAYS)
MAY_EXPLAIN = may_explain()
PARAMS = (THE_LENGTH, WARN_DAYS_BEFORE, MAY_EXPLAIN)
OUTCOMES = (
    Outcome.ON_TRACK, Outcome.AT_RISK, Outcome.MET, Outcome.EXPLAINED, Outcome.BREACH,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    length: Length
    warn_days: int
    may_explain: bool

    @classmethod
    def read(cls, params: Params) -> "Settings":
        return cls(
            length=THE_LENGTH.read(params),
            warn_days=WARN_DAYS_BEFORE.read(params),
            may_explain=MAY_EXPLAIN.read(params),
        )


@dataclass(slots=True)
class Facts:
    event_on: date | None
    done_on: date | None
    explanation: str | None
    explained_on: date | None
    withdrawn_on: date | None

    @classmethod
    def read(cls, facts: read.Facts, settings: Settings) -> "Facts":
        return cls(
            # Neither order is refused: what was done after the event is late, and no contradiction
            # (docs/rule-readings.md, 31).
            event_on=read.day(facts, "event_on"),
            done_on=read.day(facts, "done_on"),
            explanation=read.text(facts, "explanation"),
            explained_on=read.day(facts, "explained_on"),
            withdrawn_on=read.day(facts, "withdrawn_on"),
        )


def judge(settings: Settings, facts: Facts, at: AsAt) -> Verdict:
    event_on = facts.event_on
    if event_on is None:  # test 1
        return cannot_assess("event_on")
    due_on = settings.length.before(event_on, at.holidays)
    why = settings.length.sum_before(event_on, due_on, at.holidays)
    at.note(f"The event is on {plain(event_on)}. The last day for it is {plain(due_on)}: {why}.")
    done_on = at.act(facts.done_on)
    if done_on is None:
        warn_on = days_before(due_on, settings.warn_days)
        outcome = standing(at, due_on, warn_on)
        note_standing(at, due_on, warn_on)
        if outcome is not Outcome.BREACH:  # test 5
            return Verdict(outcome, f"It must be done by {plain(due_on)}.", due_on, due_on)
        return _departure(settings, facts, event_on, due_on, None, at)
    days = (done_on - due_on).days
    at.note(f"It was done on {plain(done_on)}, {distance(days, 'the last day')}.")
    if days <= 0:  # test 2
        reason = f"It was done by {plain(due_on)}."
        return Verdict(Outcome.MET, reason, due_on, due_on, spare_days=-days)
    return _departure(settings, facts, event_on, due_on, days, at)


def _departure(
    settings: Settings, facts: Facts, event_on: date, due_on: date, shortfall: int | None, at: AsAt
) -> Verdict:
    what = f"It was {'not done by' if shortfall is None else 'done after'} {plain(due_on)}"
    explanation = facts.explanation if settings.may_explain else None
    explained_on = explanation_day(explanation, facts.explained_on, at)
    if explained_on is not None:  # test 3
        return Verdict(
            Outcome.EXPLAINED,
            f"{what}, and an explanation was given.",
            due_on,
            due_on,
            shortfall_days=shortfall,
            late=explained_on > event_on,
        )
    return Verdict(  # test 4
        Outcome.BREACH,
        f"{what}.",
        due_on,
        due_on,
        breached_on=due_on + ONE_DAY,
        shortfall_days=shortfall,
    )


def describe(settings: Settings) -> str:
    rule = f"It must be done at least {settings.length.words} before the event."
    if settings.may_explain:
        return f"{rule} A later day needs an explanation."
    return rule


def needed(settings: Settings) -> tuple[str, ...]:
    """Return the facts without which it can never be met."""
    return ("event_on", "done_on")
