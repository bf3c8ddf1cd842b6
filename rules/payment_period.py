"""Payment of a claim within a period of its receipt.

The rules specification, section 3.4 (Stockton S2.27).
"""

from dataclasses import dataclass
from datetime import date

from rules import facts as read
from rules.as_at import AsAt
from rules.calendar import ONE_DAY
from rules.deadline import days_before, note_standing, standing
from rules.length import Length, Unit
from rules.params import (
    MOST_WORKING_DAYS,
    Count,
    OptionalCount,
    Params,
    length_instead_of,
    warn_days,
)
from rules.verdict import Outcome, Verdict, cannot_assess
from rules.words import ordinal, plain

FACTS = (
    "received_on", "paid_on", "agreed_terms_on", "agreed_due_on", "queried_on", "resubmitted_on",
    "withdrawn_on",
)  # fmt: skip
WARN_WORKING_DAYS = 21
WARN_DAYS_BEFORE_DUE = 7
WARN_DAYS_BEFORE_AGREED = 14

WORKING_DAYS = Count(
    name="working_days",
    meaning="How many working days after receipt a claim is paid at the latest.",
    least=1,
    most=MOST_WORKING_DAYS,
    default=30,
    example=30,
)
LENGTH = length_instead_of("working_days")
WARN_ON_WORKING_DAY = OptionalCount(
    name="warn_working_days",
    meaning="The working day after receipt from which it is at risk, not after the last day to "
    f"pay: day {WARN_WORKING_DAYS} unless given. A period in another unit is at risk from "
    f"{WARN_DAYS_BEFORE_DUE} days before its last day, and does not take this.",
    least=1,
    most=MOST_WORKING_DAYS,
    example=21,
)
WARN_DAYS_AGREED = warn_days(WARN_DAYS_BEFORE_AGREED, "a day agreed for payment")
PARAMS = (WORKING_DAYS, LENGTH, WARN_ON_WORKING_DAY, WARN_DAYS_AGREED)
OUTCOMES = (
    Outcome.ON_TRACK, Outcome.AT_RISK, Outcome.MET, Outcome.EXPLAINED, Outcome.BREACH,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    length: Length
    warn_after: Length | None
    warn_days: int

    @classmethod
    def read(cls, params: Params) -> "Settings":
        length = LENGTH.read_or(params, WORKING_DAYS, Unit.WORKING_DAYS)
        return cls(
            length=length,
            warn_after=_warn_after(params, length),
            warn_days=WARN_DAYS_AGREED.read(params),
        )


def _warn_after(params: Params, length: Length) -> Length | None:
    """Return how long after receipt it is at risk; None where that is counted back instead."""
    given = WARN_ON_WORKING_DAY.read(params)
    if not length.is_in_working_days:
        if given is not None:
            raise WARN_ON_WORKING_DAY.fault("it goes with a period in working days only")
        return None
    if given is not None and given > length.count:
        raise WARN_ON_WORKING_DAY.fault(f"a whole number from 1 to {length.count} is needed")
    return Length(given or min(WARN_WORKING_DAYS, length.count), Unit.WORKING_DAYS)


@dataclass(slots=True)
class Facts:
    received_on: date | None
    paid_on: date | None
    agreed_terms_on: date | None
    agreed_due_on: date | None
    queried_on: date | None
    resubmitted_on: date | None
    withdrawn_on: date | None

    @classmethod
    def read(cls, facts: read.Facts, settings: Settings) -> "Facts":
        known = cls(
            received_on=read.day(facts, "received_on"),
            paid_on=read.day(facts, "paid_on"),
            agreed_terms_on=read.day(facts, "agreed_terms_on"),
            agreed_due_on=read.day(facts, "agreed_due_on"),
            queried_on=read.day(facts, "queried_on"),
            resubmitted_on=read.day(facts, "resubmitted_on"),
            withdrawn_on=read.day(facts, "withdrawn_on"),
        )
        read.refuse_before("paid_on", known.paid_on, "received_on", known.received_on)
        read.refuse_before("resubmitted_on", known.resubmitted_on, "queried_on", known.queried_on)
        return known


def judge(settings: Settings, facts: Facts, at: AsAt) -> Verdict:
    received_on = at.act(facts.received_on)
    if received_on is None:  # test 1
        return cannot_assess("received_on")
    at.note(f"The claim was received on {plain(received_on)}; that day is left out.")
    if facts.agreed_terms_on is not None and facts.agreed_terms_on <= received_on:  # test 2
        if facts.agreed_due_on is None:
            return cannot_assess("agreed_due_on")
        due_on = facts.agreed_due_on
        warn_on = days_before(due_on, settings.warn_days)
        at.note(
            f"Terms agreed on {plain(facts.agreed_terms_on)}, on or before receipt, "
            f"make {plain(due_on)} the day for payment."
        )
    else:
        due_on = _counted_on(received_on, settings.length, at)
        warn_on = _warn_on(settings, received_on, due_on, at)
    paid_on = at.act(facts.paid_on)
    if paid_on is None:  # test 5
        return _unpaid(due_on, warn_on, at)
    at.note(f"It was paid on {plain(paid_on)}.")
    if paid_on <= due_on:  # test 3
        spare = (due_on - paid_on).days
        return Verdict(
            Outcome.MET, f"It was paid by {plain(due_on)}.", due_on, due_on, spare_days=spare
        )
    return _paid_late(settings, facts, paid_on, due_on, at)  # test 4


def _counted_on(start: date, length: Length, at: AsAt) -> date:
    """Return the day that lies a length after another, and say how it was counted."""
    day = length.after(start, at.holidays)
    at.note(f"{length.sum_after(start, day, at.holidays)}.")
    return day


def _warn_on(settings: Settings, received_on: date, due_on: date, at: AsAt) -> date:
    if settings.warn_after is None:
        return days_before(due_on, WARN_DAYS_BEFORE_DUE)
    return settings.warn_after.after(received_on, at.holidays)


def _unpaid(due_on: date, warn_on: date, at: AsAt) -> Verdict:
    outcome = standing(at, due_on, warn_on)
    note_standing(at, due_on, warn_on)
    if outcome is Outcome.BREACH:
        reason = f"It was not paid by {plain(due_on)}."
        return Verdict(outcome, reason, due_on, due_on, breached_on=due_on + ONE_DAY)
    return Verdict(outcome, f"It must be paid by {plain(due_on)}.", due_on, due_on)


def _paid_late(settings: Settings, facts: Facts, paid_on: date, due_on: date, at: AsAt) -> Verdict:
    shortfall = (paid_on - due_on).days
    queried_on, resubmitted_on = at.act(facts.queried_on), at.act(facts.resubmitted_on)
    if queried_on is not None and resubmitted_on is not None:
        at.note(
            f"It was queried on {plain(queried_on)} and resubmitted on {plain(resubmitted_on)}."
        )
        limit = _counted_on(resubmitted_on, settings.length, at)
        if paid_on <= limit:
            reason = f"It was queried, and paid by {plain(limit)} after it was resubmitted."
            return Verdict(Outcome.EXPLAINED, reason, due_on, due_on, shortfall_days=shortfall)
    return Verdict(
        Outcome.BREACH,
        f"It was paid after {plain(due_on)}.",
        due_on,
        due_on,
        breached_on=due_on + ONE_DAY,
        shortfall_days=shortfall,
    )


def describe(settings: Settings) -> str:
    length = settings.length
    period = f"within {length.words} of its receipt"
    if length.is_in_working_days:
        period = f"by the {ordinal(length.count)} working day after it is received"
    return (
        f"A claim must be paid {period}, or by the day in terms agreed before. A claim that was "
        f"queried counts as explained when it is paid within {length.words} of its resubmission."
    )


def needed(settings: Settings) -> tuple[str, ...]:
    """Return the facts without which it can never be met."""
    return ("received_on", "paid_on")
