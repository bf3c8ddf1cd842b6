"""A review that both sectors hold again and again.

The rules specification, section 3.9 (Thurrock 2006 section 2 and A3.9; Southend 6.12, 7.9, 10.4).
"""

from dataclasses import dataclass
from datetime import date

from rules import facts as read
from rules.as_at import AsAt
from rules.calendar import ONE_DAY
from rules.deadline import days_before, note_standing, standing
from rules.length import Length, Unit
from rules.params import MOST_MONTHS, Count, Flag, Params, length_instead_of, warn_days
from rules.verdict import Outcome, Verdict, cannot_assess
from rules.words import distance, plain

FACTS = ("anchor_on", "held_on", "minuted", "report_published_on", "withdrawn_on")
WARN_DAYS = 60

MONTHS = Count(
    name="months",
    meaning="How many months after the one before a review is held at the latest.",
    least=1,
    most=MOST_MONTHS,
    default=12,
    example=12,
)
LENGTH = length_instead_of("months")
WARN_DAYS_BEFORE = warn_days(WARN_DAYS, "the last day for the review")
REPORT_REQUIRED = Flag(
    name="report_required",
    meaning="Whether a report of the review has to be published.",
    example=True,
)
PARAMS = (MONTHS, LENGTH, WARN_DAYS_BEFORE, REPORT_REQUIRED)
OUTCOMES = (
    Outcome.ON_TRACK, Outcome.AT_RISK, Outcome.OUTSTANDING, Outcome.MET, Outcome.BREACH,
    Outcome.REMEDIED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    length: Length
    warn_days: int
    report_required: bool

    @classmethod
    def read(cls, params: Params) -> "Settings":
        return cls(
            length=LENGTH.read_or(params, MONTHS, Unit.MONTHS),
            warn_days=WARN_DAYS_BEFORE.read(params),
            report_required=REPORT_REQUIRED.read(params),
        )


@dataclass(slots=True)
class Facts:
    anchor_on: date | None
    held_on: date | None
    minuted: bool | None
    report_published_on: date | None
    withdrawn_on: date | None

    @classmethod
    def read(cls, facts: read.Facts, settings: Settings) -> "Facts":
        known = cls(
            anchor_on=read.day(facts, "anchor_on"),
            held_on=read.day(facts, "held_on"),
            minuted=read.flag(facts, "minuted"),
            report_published_on=read.day(facts, "report_published_on"),
            withdrawn_on=read.day(facts, "withdrawn_on"),
        )
        read.refuse_before("held_on", known.held_on, "anchor_on", known.anchor_on)
        return known


def judge(settings: Settings, facts: Facts, at: AsAt) -> Verdict:
    if facts.anchor_on is None:  # test 1
        return cannot_assess("anchor_on")
    due_on = settings.length.after(facts.anchor_on, at.holidays)
    how = settings.length.sum_after(facts.anchor_on, due_on, at.holidays)
    at.note(f"{how}, the last day for the review.")
    held_on = at.act(facts.held_on)
    if held_on is None:
        return _not_held(settings, due_on, at)  # test 3
    if not facts.minuted:  # test 2
        return cannot_assess("minuted")
    days = (held_on - due_on).days
    at.note(
        f"It was held on {plain(held_on)}, {distance(days, 'the last day for it')}, and minuted."
    )
    if settings.report_required and at.act(facts.report_published_on) is None:
        reason = "The review was held, but its report is not published."
        return Verdict(Outcome.OUTSTANDING, reason, due_on, due_on)
    return _held(held_on, due_on)


def _held(held_on: date, due_on: date) -> Verdict:
    days = (held_on - due_on).days
    if days <= 0:
        reason = f"The review was held by {plain(due_on)}."
        return Verdict(Outcome.MET, reason, due_on, due_on, spare_days=-days)
    return Verdict(
        Outcome.REMEDIED,
        f"The review was held after {plain(due_on)}.",
        due_on,
        due_on,
        breached_on=due_on + ONE_DAY,
        shortfall_days=days,
        late=True,
    )


def _not_held(settings: Settings, due_on: date, at: AsAt) -> Verdict:
    warn_on = days_before(due_on, settings.warn_days)
    outcome = standing(at, due_on, warn_on)
    note_standing(at, due_on, warn_on)
    if outcome is Outcome.BREACH:
        reason = f"The review was not held by {plain(due_on)}."
        return Verdict(outcome, reason, due_on, due_on, breached_on=due_on + ONE_DAY)
    return Verdict(outcome, f"The review must be held by {plain(due_on)}.", due_on, due_on)


def describe(settings: Settings) -> str:
    period = settings.length.words
    report = ", and its report published" if settings.report_required else ""
    return f"A review must be held and minuted within {period} of the one before{report}."


def needed(settings: Settings) -> tuple[str, ...]:
    """Return the facts without which it can never be met."""
    return ("anchor_on", "held_on", "minuted")
