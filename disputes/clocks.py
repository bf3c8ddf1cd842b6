"""Stage clocks: pure sums over civil dates. Nothing here reads a clock or a row.

A limit of N working days ends on the Nth working day after the day the stage was entered, that day
left out; a week is 7 days; months follow the corresponding-date rule of `rules.add_months`.

Stopping. The day a clock is stopped still counts as used. From the day after it, up to and including
the day it is started again, no day counts. So for a limit in working days the working days of that
span are added to the due date, as working days: what remains after the restart is the limit less the
days used before the stop. For limits in days, weeks or months every day of the span is added, since
every day would have counted. A stop and a restart on one day add nothing.

A count that needs a year whose bank holidays are not known has no answer: `rules.HorizonError`.
"""

from __future__ import annotations

from datetime import date, timedelta

from disputes.states import Unit
from rules import (
    ENGLAND_AND_WALES,
    Holidays,
    HorizonError,
    add_months,
    is_working_day,
    working_days_after,
)

ONE_DAY = timedelta(days=1)


def due_after(
    entered_on: date, limit: int, unit: str, holidays: Holidays = ENGLAND_AND_WALES
) -> date:
    """The last day of a stage entered on that day. Raises HorizonError past the known holidays."""
    match Unit(unit):
        case Unit.WORKING_DAYS:
            return working_days_after(entered_on, limit, holidays)
        case Unit.DAYS:
            return entered_on + timedelta(days=limit)
        case Unit.WEEKS:
            return entered_on + timedelta(weeks=limit)
        case Unit.MONTHS:
            return add_months(entered_on, limit)


def stopped_days(
    stopped_on: date, restarted_on: date, unit: str, holidays: Holidays = ENGLAND_AND_WALES
) -> int:
    """How many days that would have counted lie after the stop, up to and including the restart."""
    span = (restarted_on - stopped_on).days
    if Unit(unit) != Unit.WORKING_DAYS:
        return span
    days = (stopped_on + ONE_DAY * number for number in range(1, span + 1))
    return sum(is_working_day(day, holidays) for day in days)


def due_after_stop(
    due_on: date,
    stopped_on: date,
    restarted_on: date,
    unit: str,
    holidays: Holidays = ENGLAND_AND_WALES,
) -> date:
    """The due date once a clock, stopped before that date, runs again."""
    lost = stopped_days(stopped_on, restarted_on, unit, holidays)
    if lost == 0:
        return due_on
    if Unit(unit) == Unit.WORKING_DAYS:
        return working_days_after(due_on, lost, holidays)
    return due_on + ONE_DAY * lost


def due_or_none(entered_on: date, limit: int | None, unit: str) -> tuple[date | None, bool]:
    """The due date, and whether it cannot be worked out. No limit: no date, and nothing unknown."""
    if limit is None:
        return None, False
    try:
        return due_after(entered_on, limit, unit), False
    except HorizonError:
        # Past the known bank holidays there is no date, and nothing is overdue (ADR 30).
        return None, True


def last_day_to_answer(entered_on: date, due_on: date | None, reply_days: int) -> date:
    """The last day on which the side complained of may answer at a stage: its limit, or, where the
    stage has none, the area's right of reply in working days. Where bank holidays are not known,
    weekdays are counted."""
    if due_on is not None:
        return due_on
    counted, _ = due_or_none(entered_on, reply_days, Unit.WORKING_DAYS)
    return counted or entered_on + timedelta(weeks=-(-reply_days // 5))


def restarted_or_none(
    due_on: date, stopped_on: date, restarted_on: date, unit: str
) -> tuple[date | None, bool]:
    """As `due_or_none`, after a stop."""
    try:
        return due_after_stop(due_on, stopped_on, restarted_on, unit), False
    except HorizonError:
        return None, True
