"""A planned action with a date.

The rules specification, section 3.8 (Thurrock 2006 action plan).
"""

from dataclasses import dataclass
from datetime import date

from rules import facts as read
from rules.as_at import AsAt
from rules.calendar import ONE_DAY
from rules.deadline import WARN_DAYS, days_before, note_standing, standing
from rules.params import Params, warn_days
from rules.verdict import Outcome, Verdict, cannot_assess, not_applicable
from rules.words import counted, distance, plain

FACTS = ("due_on", "done_on", "ongoing", "withdrawn_on")

WARN_DAYS_BEFORE = warn_days(WARN_DAYS, "the deadline")
PARAMS = (WARN_DAYS_BEFORE,)
OUTCOMES = (
    Outcome.ON_TRACK, Outcome.AT_RISK, Outcome.MET, Outcome.BREACH, Outcome.REMEDIED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    warn_days: int

    @classmethod
    def read(cls, params: Params) -> "Settings":
        return cls(warn_days=WARN_DAYS_BEFORE.read(params))


@dataclass(slots=True)
class Facts:
    due_on: date | None
    done_on: date | None
    ongoing: bool | None
    withdrawn_on: date | None

    @classmethod
    def read(cls, facts: read.Facts, settings: Settings) -> "Facts":
        return cls(
            due_on=read.day(facts, "due_on"),
            done_on=read.day(facts, "done_on"),
            ongoing=read.flag(facts, "ongoing"),
            withdrawn_on=read.day(facts, "withdrawn_on"),
        )


def judge(settings: Settings, facts: Facts, at: AsAt) -> Verdict:
    due_on = facts.due_on
    if facts.ongoing:  # test 1
        return not_applicable("The action is ongoing and has no deadline.")
    if due_on is None:
        return cannot_assess("due_on")
    at.note(f"The deadline is {plain(due_on)}.")
    done_on = at.act(facts.done_on)
    if done_on is None:
        return _not_done(settings, due_on, at)  # test 3
    days = (done_on - due_on).days
    at.note(f"It was done on {plain(done_on)}, {distance(days, 'the deadline')}.")
    if days <= 0:  # test 2
        return Verdict(
            Outcome.MET, f"It was done by {plain(due_on)}.", due_on, due_on, spare_days=-days
        )
    return Verdict(
        Outcome.REMEDIED,
        f"It was done after {plain(due_on)}.",
        due_on,
        due_on,
        breached_on=due_on + ONE_DAY,
        shortfall_days=days,
        late=True,
    )


def _not_done(settings: Settings, due_on: date, at: AsAt) -> Verdict:
    warn_on = days_before(due_on, settings.warn_days)
    outcome = standing(at, due_on, warn_on)
    note_standing(at, due_on, warn_on)
    if outcome is Outcome.BREACH:
        reason = f"It was not done by {plain(due_on)}."
        return Verdict(outcome, reason, due_on, due_on, breached_on=due_on + ONE_DAY)
    return Verdict(outcome, f"It must be done by {plain(due_on)}.", due_on, due_on)


def describe(settings: Settings) -> str:
    return (
        "The action must be done by its deadline; it is at risk from "
        f"{counted(settings.warn_days, 'day')} before. An ongoing action has no deadline."
    )


def needed(settings: Settings) -> tuple[str, ...]:
    """Return the facts without which it can never be met."""
    return ("due_on", "done_on")
