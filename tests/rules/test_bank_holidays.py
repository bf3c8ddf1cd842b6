"""The bank holidays on record against the official list (the rules specification, 1.4)."""

from collections import Counter
from datetime import date

from govuk_bank_holidays.bank_holidays import BankHolidays

from rules import ENGLAND_AND_WALES


def test_every_year_from_first_to_last_has_its_holidays():
    a_year = Counter(day.year for day in ENGLAND_AND_WALES.dates)
    assert set(a_year) == set(range(2012, 2029))
    assert {year: count for year, count in a_year.items() if count != 8} == {
        2012: 9,  # Diamond Jubilee
        2022: 10,  # Platinum Jubilee and the state funeral
        2023: 9,  # Coronation
    }
    assert (ENGLAND_AND_WALES.first_year, ENGLAND_AND_WALES.last_year) == (2012, 2028)


def test_no_holiday_falls_on_a_weekend():
    assert [day for day in ENGLAND_AND_WALES.dates if day.weekday() > 4] == []


def test_the_holidays_are_the_official_ones():
    official = BankHolidays(use_cached_holidays=True)
    events = official.get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    dates = {event["date"] for event in events}
    assert {day for day in dates if day <= date(2028, 12, 31)} == ENGLAND_AND_WALES.dates
