"""Counting time: the rules specification, section 1."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import (
    ENGLAND_AND_WALES,
    Advisory,
    Holidays,
    HorizonError,
    add_months,
    advisories,
    is_working_day,
    latest_day,
    working_days_after,
)
from rules.calendar import easter_sunday

DAY = timedelta(days=1)
DAYS = st.dates(date(1990, 1, 1), date(2050, 12, 31))
COVERED = st.dates(date(2012, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-12-31", 3, "2027-03-31"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2027-11-29", 3, "2028-02-29"),
        ("2026-12-01", 3, "2027-03-01"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2024-02-29", 36, "2027-02-28"),
        ("2023-09-30", 1, "2023-10-30"),
        ("2023-12-31", 0, "2023-12-31"),
    ],
)
def test_add_months_keeps_the_day_number_or_takes_the_month_end(day, months, expected):
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)


def test_add_months_counts_from_the_original_date_and_never_by_chaining():
    start = date(2026, 12, 31)
    chained = add_months(add_months(add_months(start, 1), 1), 1)
    assert add_months(start, 3) == date(2027, 3, 31)
    assert chained == date(2027, 3, 28)


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("2026-06-30", "2026-03-31"),
        ("2027-03-31", "2026-12-31"),
        ("2027-02-28", "2026-11-30"),
        ("2028-02-29", "2027-11-30"),
        ("2028-02-28", "2027-11-28"),
        ("2026-05-30", "2026-02-28"),
        ("2026-05-29", "2026-02-28"),
        ("2026-05-31", "2026-02-28"),
        ("2024-05-29", "2024-02-29"),
        ("2026-07-15", "2026-04-15"),
    ],
)
def test_latest_day_is_not_the_date_less_three_months(last, expected):
    assert latest_day(date.fromisoformat(last), 3) == date.fromisoformat(expected)


@given(last=DAYS, months=st.integers(0, 60))
def test_latest_day_is_the_greatest_day_that_complies(last, months):
    latest = latest_day(last, months)
    assert add_months(latest, months) <= last < add_months(latest + DAY, months)


@given(day=DAYS, gap=st.integers(0, 70), months=st.integers(0, 60))
def test_add_months_never_turns_two_days_round(day, gap, months):
    assert add_months(day, months) <= add_months(day + gap * DAY, months)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2014-12-01", "2015-01-15"),
        ("2026-04-02", "2026-05-19"),
        ("2026-12-27", "2027-02-09"),
        ("2022-08-22", "2022-10-05"),
    ],
)
def test_the_thirtieth_working_day(received, due):
    counted = working_days_after(date.fromisoformat(received), 30, ENGLAND_AND_WALES)
    assert counted == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-12-24", True),
        ("2026-12-25", False),
        ("2026-12-26", False),
        ("2026-12-28", False),  # the substitute for Boxing Day
        ("2026-12-29", True),
        ("2022-06-02", False),
        ("2022-06-03", False),
        ("2022-09-19", False),
        ("2023-05-08", False),
        ("2020-05-04", True),  # moved to the 8th
        ("2020-05-08", False),
    ],
)
def test_substitutes_and_one_off_days_are_no_working_days(day, works):
    assert is_working_day(date.fromisoformat(day), ENGLAND_AND_WALES) is works


@pytest.mark.parametrize(
    ("day", "count", "year"),
    [
        (date(2028, 12, 29), 1, 2029),
        (date(2028, 11, 20), 30, 2029),
        (date(2031, 5, 1), 1, 2031),
        (date(2011, 12, 1), 1, 2011),
        (date(2007, 5, 1), 30, 2007),
    ],
)
def test_a_count_past_the_holidays_names_the_first_year_it_lacks(day, count, year):
    with pytest.raises(HorizonError) as past:
        working_days_after(day, count, ENGLAND_AND_WALES)
    assert past.value.year == year


def test_the_last_working_day_on_record_can_be_counted():
    assert working_days_after(date(2028, 12, 28), 1, ENGLAND_AND_WALES) == date(2028, 12, 29)
    assert working_days_after(date(2011, 12, 31), 1, ENGLAND_AND_WALES) == date(2012, 1, 3)


def test_a_weekday_past_the_holidays_is_not_called_a_working_day():
    with pytest.raises(HorizonError):
        is_working_day(date(2029, 1, 2), ENGLAND_AND_WALES)
    assert not is_working_day(date(2029, 1, 6), ENGLAND_AND_WALES)


@given(day=COVERED, count=st.integers(1, 60))
def test_working_days_agree_with_counting_one_by_one(day, count):
    step, left = day, count
    while left:
        step += DAY
        left -= is_working_day(step, ENGLAND_AND_WALES)
    assert working_days_after(day, count, ENGLAND_AND_WALES) == step


@given(
    day=st.dates(date(2026, 1, 1), date(2027, 6, 30)),
    count=st.integers(0, 60),
    added=st.sets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=5),
)
def test_adding_a_holiday_never_makes_a_date_earlier(day, count, added):
    before = ENGLAND_AND_WALES
    after = Holidays(before.dates | added, before.first_year, before.last_year, "with more")
    assert working_days_after(day, count, after) >= working_days_after(day, count, before)


def test_holidays_between_leave_the_first_day_out_and_count_the_last():
    between = ENGLAND_AND_WALES.between(date(2026, 12, 25), date(2027, 1, 1))
    assert between == (date(2026, 12, 28), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("opens", "closes", "flags"),
    [
        ("2026-09-01", "2026-12-23", []),
        ("2026-09-01", "2026-12-24", [Advisory.CHRISTMAS]),
        ("2027-01-02", "2027-03-25", [Advisory.CHRISTMAS]),
        ("2027-01-03", "2027-03-25", []),
        ("2027-01-03", "2027-03-26", [Advisory.EASTER]),
        ("2027-03-29", "2027-07-31", [Advisory.EASTER]),
        ("2027-03-30", "2027-07-31", []),
        ("2027-03-30", "2027-08-01", [Advisory.AUGUST]),
        ("2027-08-31", "2027-09-01", [Advisory.AUGUST]),
        ("2027-09-01", "2027-09-02", []),
        ("2026-12-01", "2027-12-01", [Advisory.CHRISTMAS, Advisory.EASTER, Advisory.AUGUST]),
    ],
)
def test_advisories_flag_what_the_span_touches(opens, closes, flags):
    assert advisories(date.fromisoformat(opens), date.fromisoformat(closes)) == flags


def test_advisories_say_what_they_mean():
    assert Advisory.EASTER.text == "The period touches Good Friday to Easter Monday."


def test_good_friday_and_easter_monday_are_the_bank_holidays_on_record():
    for year in range(2012, 2029):
        sunday = easter_sunday(year)
        assert {sunday - 2 * DAY, sunday + DAY} <= ENGLAND_AND_WALES.dates
