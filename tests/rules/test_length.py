"""Lengths in four units: the rules specification, section 3.11."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import ENGLAND_AND_WALES, Holidays, HorizonError, Length, Unit
from tests.rules.examples import on

DAY = timedelta(days=1)
COVERED = st.dates(date(2013, 1, 1), date(2027, 12, 31))
LENGTHS = st.one_of(
    st.builds(Length, st.integers(1, 120), st.just(Unit.DAYS)),
    st.builds(Length, st.integers(1, 60), st.just(Unit.WORKING_DAYS)),
    st.builds(Length, st.integers(1, 30), st.just(Unit.WEEKS)),
    st.builds(Length, st.integers(1, 9), st.just(Unit.MONTHS)),
)
EXTRA = st.sets(st.dates(date(2012, 1, 1), date(2028, 12, 31)), max_size=6)


def after(day, count, unit):
    return Length(count, unit).after(on(day), ENGLAND_AND_WALES).isoformat()


def before(day, count, unit):
    return Length(count, unit).before(on(day), ENGLAND_AND_WALES).isoformat()


@pytest.mark.parametrize(
    ("day", "count", "unit", "expected"),
    [
        ("2027-01-31", 1, Unit.DAYS, "2027-02-01"),
        ("2028-02-15", 14, Unit.DAYS, "2028-02-29"),
        ("2027-02-15", 14, Unit.DAYS, "2027-03-01"),
        ("2026-12-01", 12, Unit.WEEKS, "2027-02-23"),
        ("2026-12-31", 3, Unit.MONTHS, "2027-03-31"),
        ("2027-11-30", 3, Unit.MONTHS, "2028-02-29"),
        ("2026-12-24", 1, Unit.WORKING_DAYS, "2026-12-29"),  # Christmas, a weekend, a substitute
        ("2026-12-25", 1, Unit.WORKING_DAYS, "2026-12-29"),
        ("2027-01-29", 5, Unit.WORKING_DAYS, "2027-02-05"),
        ("2027-01-30", 5, Unit.WORKING_DAYS, "2027-02-05"),
    ],
)
def test_after(day, count, unit, expected):
    assert after(day, count, unit) == expected


@pytest.mark.parametrize(
    ("day", "count", "unit", "expected"),
    [
        ("2027-02-01", 1, Unit.DAYS, "2027-01-31"),
        ("2028-02-29", 14, Unit.DAYS, "2028-02-15"),
        ("2027-02-23", 12, Unit.WEEKS, "2026-12-01"),
        ("2027-06-30", 3, Unit.MONTHS, "2027-03-31"),
        ("2028-02-29", 3, Unit.MONTHS, "2027-11-30"),
        ("2028-02-28", 3, Unit.MONTHS, "2027-11-28"),
        ("2027-02-05", 5, Unit.WORKING_DAYS, "2027-01-31"),  # a Sunday: the Friday is the fifth
        ("2027-02-06", 5, Unit.WORKING_DAYS, "2027-01-31"),
        ("2027-02-07", 5, Unit.WORKING_DAYS, "2027-01-31"),
        ("2027-02-08", 5, Unit.WORKING_DAYS, "2027-02-01"),
        ("2026-12-29", 1, Unit.WORKING_DAYS, "2026-12-28"),
        ("2026-12-28", 1, Unit.WORKING_DAYS, "2026-12-23"),
        ("2012-01-03", 1, Unit.WORKING_DAYS, "2012-01-02"),
    ],
)
def test_before(day, count, unit, expected):
    assert before(day, count, unit) == expected


@given(day=COVERED, length=LENGTHS)
def test_before_is_the_greatest_day_that_does_not_go_past(day, length):
    """Found again by trying each day from the last one downwards."""
    greatest = day
    while length.after(greatest, ENGLAND_AND_WALES) > day:
        greatest -= DAY
    assert length.before(day, ENGLAND_AND_WALES) == greatest
    assert length.after(greatest + DAY, ENGLAND_AND_WALES) > day


@given(day=COVERED, length=LENGTHS)
def test_a_length_after_a_day_can_be_counted_back_to_it_or_later(day, length):
    end = length.after(day, ENGLAND_AND_WALES)
    back = length.before(end, ENGLAND_AND_WALES)
    assert back >= day
    assert length.after(back, ENGLAND_AND_WALES) == end


@given(day=COVERED, gap=st.integers(0, 40), length=LENGTHS)
def test_a_later_day_never_ends_earlier(day, gap, length):
    later = day + gap * DAY
    for count in (length.after, length.before):
        assert count(day, ENGLAND_AND_WALES) <= count(later, ENGLAND_AND_WALES)


@given(day=st.dates(date(2013, 1, 1), date(2027, 6, 30)), length=LENGTHS, added=EXTRA)
def test_adding_a_holiday_never_makes_a_day_after_earlier_or_a_day_before_later(day, length, added):
    known = ENGLAND_AND_WALES
    more = Holidays(known.dates | added, known.first_year, known.last_year, "with more")
    assert length.after(day, more) >= length.after(day, known)
    assert length.before(day, more) <= length.before(day, known)


@pytest.mark.parametrize(
    ("day", "count", "year"),
    [
        ("2028-12-29", 1, 2029),
        ("2028-12-01", 30, 2029),
        ("2029-03-01", 1, 2029),
        ("2033-03-01", 1, 2033),
        ("2011-12-29", 1, 2011),
    ],
)
def test_after_past_either_end_of_the_holidays_names_the_year(day, count, year):
    with pytest.raises(HorizonError) as past:
        after(day, count, Unit.WORKING_DAYS)
    assert past.value.year == year


@pytest.mark.parametrize(
    ("day", "count", "year"),
    [
        ("2012-01-03", 2, 2011),
        ("2012-01-20", 30, 2011),
        ("2012-01-01", 1, 2011),
        ("2011-06-01", 1, 2011),
        ("2029-01-01", 1, 2029),
        ("2029-03-01", 200, 2029),
        ("2035-03-01", 1, 2035),
    ],
)
def test_before_past_either_end_of_the_holidays_names_the_year(day, count, year):
    with pytest.raises(HorizonError) as past:
        before(day, count, Unit.WORKING_DAYS)
    assert past.value.year == year


def test_the_last_and_the_first_day_on_record_can_be_counted():
    assert after("2028-12-28", 1, Unit.WORKING_DAYS) == "2028-12-29"
    assert before("2028-12-31", 1, Unit.WORKING_DAYS) == "2028-12-28"
    assert after("2011-12-31", 1, Unit.WORKING_DAYS) == "2012-01-03"


def test_other_units_need_no_holidays():
    assert after("2040-01-31", 1, Unit.MONTHS) == "2040-02-29"
    assert before("1999-03-01", 2, Unit.WEEKS) == "1999-02-15"


def test_no_working_day_at_all_is_the_day_itself():
    assert ENGLAND_AND_WALES.before(on("2027-02-06"), 0) == on("2027-02-06")


@pytest.mark.parametrize(
    ("count", "unit", "words"),
    [
        (1, Unit.DAYS, "1 day"),
        (14, Unit.DAYS, "14 days"),
        (1, Unit.WORKING_DAYS, "1 working day"),
        (5, Unit.WORKING_DAYS, "5 working days"),
        (12, Unit.WEEKS, "12 weeks"),
        (3, Unit.MONTHS, "3 months"),
    ],
)
def test_a_length_in_words(count, unit, words):
    assert Length(count, unit).words == words


def test_a_count_back_is_told_with_its_holidays():
    length, holidays = Length(2, Unit.WORKING_DAYS), ENGLAND_AND_WALES
    day = length.before(on("2026-12-29"), holidays)
    told = length.sum_before(on("2026-12-29"), day, holidays)
    assert told.startswith(
        "counting Monday to Friday back from 29 December 2026, without the bank holidays on "
        "25 December 2026 and 28 December 2026, working day 2 is 24 December 2026, "
        "so that the count from 23 December 2026 does not go past 29 December 2026"
    )
