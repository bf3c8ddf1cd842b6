"""The sums of the stage clocks against a calendar that steps day by day and knows nothing of them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disputes.clocks import (
    due_after,
    due_after_stop,
    due_or_none,
    restarted_or_none,
    stopped_days,
)
from rules import Holidays, HorizonError

# Typed from the government's published list, apart from the product's own file.
BANK_HOLIDAYS = {
    date(2025, 1, 1), date(2025, 4, 18), date(2025, 4, 21), date(2025, 5, 5), date(2025, 5, 26),
    date(2025, 8, 25), date(2025, 12, 25), date(2025, 12, 26),
    date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4), date(2026, 5, 25),
    date(2026, 8, 31), date(2026, 12, 25), date(2026, 12, 28),
}  # fmt: skip
DAY = timedelta(days=1)


def counts(day: date, unit: str, spans: list[tuple[date, date]]) -> bool:
    """Whether a day uses up one of the limit: not while stopped, and for working days not when off."""
    if any(stopped < day <= restarted for stopped, restarted in spans):
        return False
    return unit != "working_days" or (day.weekday() < 5 and day not in BANK_HOLIDAYS)


def naive(entered: date, days: int, unit: str, spans: list[tuple[date, date]]) -> date:
    day, used = entered, 0
    while used < days:
        day += DAY
        used += counts(day, unit, spans)
    return day


ENTRY = st.dates(date(2025, 1, 1), date(2026, 3, 31))


@given(ENTRY, st.integers(1, 60))
def test_working_days_as_stepped(entered: date, limit: int) -> None:
    assert due_after(entered, limit, "working_days") == naive(entered, limit, "working_days", [])


@given(ENTRY, st.integers(1, 30))
def test_weeks_and_days_as_stepped(entered: date, limit: int) -> None:
    assert due_after(entered, limit, "days") == naive(entered, limit, "days", [])
    assert due_after(entered, limit, "weeks") == naive(entered, limit * 7, "days", [])


@given(ENTRY, st.integers(1, 12))
def test_months_by_corresponding_date(entered: date, limit: int) -> None:
    months = entered.year * 12 + entered.month - 1 + limit
    year, month = divmod(months, 12)
    day = min(entered.day, monthrange(year, month + 1)[1])
    assert due_after(entered, limit, "months") == date(year, month + 1, day)


@given(
    ENTRY,
    st.integers(1, 40),
    st.sampled_from(["working_days", "days"]),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 25)), max_size=3),
)
def test_stops_as_stepped(
    entered: date, limit: int, unit: str, asked: list[tuple[int, int]]
) -> None:
    """Any number of stops, one after another, each made before the clock had run out."""
    due, start, spans = due_after(entered, limit, unit), entered, []
    for wait, length in asked:
        stopped = start + DAY * wait
        if stopped >= due:
            break
        restarted = stopped + DAY * length
        spans.append((stopped, restarted))
        due = due_after_stop(due, stopped, restarted, unit)
        start = restarted
        assert due == naive(entered, limit, unit, spans)


def test_the_day_of_the_stop_counts_and_the_day_of_the_restart_does_not() -> None:
    # Entered on Monday 16 June 2025 with 10 working days: due by Monday 30 June.
    due = due_after(date(2025, 6, 16), 10, "working_days")
    assert due == date(2025, 6, 30)
    # Stopped on Wednesday 18, started again on Monday 23: Thursday, Friday and Monday are lost.
    assert stopped_days(date(2025, 6, 18), date(2025, 6, 23), "working_days") == 3
    assert due_after_stop(due, date(2025, 6, 18), date(2025, 6, 23), "working_days") == date(
        2025, 7, 3
    )


def test_a_stop_and_a_restart_on_one_day_add_nothing() -> None:
    day = date(2025, 6, 18)
    assert due_after_stop(date(2025, 6, 30), day, day, "working_days") == date(2025, 6, 30)


def test_holidays_in_a_stop_are_not_added_twice() -> None:
    """Over Christmas only the working days of the span are lost."""
    due = due_after(date(2025, 12, 15), 10, "working_days")
    assert due == date(2025, 12, 31)
    again = due_after_stop(due, date(2025, 12, 22), date(2025, 12, 29), "working_days")
    spans = [(date(2025, 12, 22), date(2025, 12, 29))]
    assert again == naive(date(2025, 12, 15), 10, "working_days", spans) == date(2026, 1, 6)


def test_past_the_known_holidays_there_is_no_date() -> None:
    with pytest.raises(HorizonError):
        due_after(date(2199, 1, 4), 10, "working_days")
    assert due_or_none(date(2199, 1, 4), 10, "working_days") == (None, True)
    assert due_or_none(date(2199, 1, 4), 2, "weeks") == (date(2199, 1, 18), False)
    assert due_or_none(date(2199, 1, 4), None, "working_days") == (None, False)
    far = restarted_or_none(date(2028, 12, 29), date(2028, 12, 1), date(2199, 1, 4), "working_days")
    assert far == (None, True)


@given(ENTRY, st.integers(1, 30), ENTRY)
def test_a_further_holiday_never_makes_a_limit_earlier(
    entered: date, limit: int, extra: date
) -> None:
    plain = Holidays(frozenset(BANK_HOLIDAYS), 2025, 2026, "test")
    more = Holidays(frozenset(BANK_HOLIDAYS | {extra}), 2025, 2026, "test")
    assert due_after(entered, limit, "working_days", more) >= due_after(
        entered, limit, "working_days", plain
    )
