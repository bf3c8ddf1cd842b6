"""Something done within a time of what triggers it.

The rules specification, section 3.12 (an appeal answered in 14 days, an application acknowledged
in 5 working days, feedback in 12 weeks).
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

FACTS = ("triggered_on", "done_on", "explanation", "explained_on", "withdrawn_on")
WARN_DAYS = 7

WARN_DAYS_BEFORE = warn_days(WARN_DAYS)
MAY_EXPLAIN = may_explain()
PARAMS = (THE_LENGTH, WARN_DAYS_BEFORE, MAY_EXPLAIN)
OUTCOMES = (
    Outcome.ON_TRACK, Outcome.AT_RISK, Outcome.MET, Outcome.EXPLAINED, Outcome.BREACH,
    Outcome.REMEDIED,
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
    triggered_on: date | None
    done_on: date | None
    explanation: str | None
    explained_on: date | None
    withdrawn_on: date | None

    @classmethod
    def read(cls, facts: read.Facts, settings: Settings) -> "Facts":
        known = cls(
            triggered_on=read.day(facts, "triggered_on"),
            done_on=read.day(facts, "done_on"),
            explanation=read.text(facts, "explanation"),
            explained_on=read.day(facts, "explained_on"),
            withdrawn_on=read.day(facts, "withdrawn_on"),
        )
        read.refuse_before("done_on", known.done_on, "triggered_on", known.triggered_on)
        return known


def judge(settings: Settings, facts: Facts, at: AsAt) -> Verdict:
    triggered_on = at.act(facts.triggered_on)
    if triggered_on is None:  # test 1
        return cannot_assess("triggered_on")
    due_on = settings.length.after(triggered_on, at.holidays)
    at.note(f"{settings.length.sum_after(triggered_on, due_on, at.holidays)}, the last day for it.")
    done_on = at.act(facts.done_on)
    if done_on is None:
        return _not_done(settings, facts, due_on, at)
    days = (done_on - due_on).days
    at.note(f"It was done on {plain(done_on)}, {distance(days, 'the last day')}.")
    if days <= 0:  # test 2
        reason = f"It was done by {plain(due_on)}."
        return Verdict(Outcome.MET, reason, due_on, due_on, spare_days=-days)
    return _done_late(settings, facts, due_on, days, at)


def _not_done(settings: Settings, facts: Facts, due_on: date, at: AsAt) -> Verdict:
    warn_on = days_before(due_on, settings.warn_days)
    outcome = standing(at, due_on, warn_on)
    note_standing(at, due_on, warn_on)
    if outcome is not Outcome.BREACH:  # test 5
        return Verdict(outcome, f"It must be done by {plain(due_on)}.", due_on, due_on)
    what = f"It was not done by {plain(due_on)}"
    explained = _explained(settings, facts, what, due_on, None, at)  # test 3
    return explained or Verdict(outcome, f"{what}.", due_on, due_on, breached_on=due_on + ONE_DAY)


def _done_late(settings: Settings, facts: Facts, due_on: date, days: int, at: AsAt) -> Verdict:
    what = f"It was done after {plain(due_on)}"
    explained = _explained(settings, facts, what, due_on, days, at)  # test 3
    return explained or Verdict(  # test 4
        Outcome.REMEDIED,
        f"{what}.",
        due_on,
        due_on,
        breached_on=due_on + ONE_DAY,
        shortfall_days=days,
        late=True,
    )


def _explained(
    settings: Settings, facts: Facts, what: str, due_on: date, shortfall: int | None, at: AsAt
) -> Verdict | None:
    explanation = facts.explanation if settings.may_explain else None
    explained_on = explanation_day(explanation, facts.explained_on, at)
    if explained_on is None:
        return None
    return Verdict(
        Outcome.EXPLAINED,
        f"{what}, and an explanation was given.",
        due_on,
        due_on,
        shortfall_days=shortfall,
        late=explained_on > due_on,
    )


def describe(settings: Settings) -> str:
    rule = f"It must be done within {settings.length.words} of what triggers it."
    if settings.may_explain:
        return f"{rule} A later day needs an explanation."
    return rule


def needed(settings: Settings) -> tuple[str, ...]:
    """Return the facts without which it can never be met."""
    return ("triggered_on", "done_on")
