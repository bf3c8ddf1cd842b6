"""Payment of a claim within a number of working days.

The rules specification, section 3.4 (Stockton S2.27).
"""

from dataclasses import dataclass
from datetime import date

from rules import facts as read
from rules.as_at import AsAt
from rules.calendar import ONE_DAY, HorizonError
from rules.deadline import days_before, note_standing, standing
from rules.params import MOST_WARN_DAYS, MOST_WORKING_DAYS, Params
from rules.verdict import Outcome, Verdict, cannot_assess
from rules.words import counted, listed, ordinal, plain

FACTS = (
    "received_on", "paid_on", "agreed_terms_on", "agreed_due_on", "queried_on", "resubmitted_on",
    "withdrawn_on",
)  # fmt: skip
WARN_WORKING_DAYS = 21
WARN_DAYS_BEFORE_AGREED = 14


@dataclass(frozen=True, slots=True)
class Settings:
    working_days: int
    warn_working_days: int
    warn_days: int

    @classmethod
    def read(cls, params: Params) -> "Settings":
        working_days = params.count("working_days", least=1, most=MOST_WORKING_DAYS, default=30)
        return cls(
            working_days=working_days,
            warn_working_days=params.count(
                "warn_working_days",
                least=1,
                most=working_days,
                default=min(WARN_WORKING_DAYS, working_days),
            ),
            warn_days=params.count(
                "warn_days", least=0, most=MOST_WARN_DAYS, default=WARN_DAYS_BEFORE_AGREED
            ),
        )


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
    try:
        return _judge(settings, facts, at)
    except HorizonError as past:
        return cannot_assess(f"bank_holidays:{past.year}")


def _judge(settings: Settings, facts: Facts, at: AsAt) -> Verdict:
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
        due_on = _working_day(received_on, settings.working_days, at)
        warn_on = at.holidays.after(received_on, settings.warn_working_days)
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


def _working_day(after: date, count: int, at: AsAt) -> date:
    """Return the working day number `count` after a day, and say how it was counted."""
    day = at.holidays.after(after, count)
    days_off = [plain(holiday) for holiday in at.holidays.between(after, day)]
    without = f", without the bank holidays on {listed(days_off)}," if days_off else ""
    at.note(
        f"Counting Monday to Friday{without} working day {count} after {plain(after)} is "
        f"{plain(day)} (bank holidays: {at.holidays.version})."
    )
    return day


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
        limit = _working_day(resubmitted_on, settings.working_days, at)
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
    return (
        f"A claim must be paid by the {ordinal(settings.working_days)} working day after it is "
        f"received, or by the day in terms agreed before. A claim that was queried counts as "
        f"explained when it is paid within {counted(settings.working_days, 'working day')} of its "
        "resubmission."
    )
