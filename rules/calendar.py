"""Counting months, weeks and working days: the rules specification, section 1.

Months follow the corresponding-date rule (Dodds v Walker 1981; E J Riley v Eurostile 1985) and are
always counted from the original date. Working days are Monday to Friday less the bank holidays of
England and Wales. Nothing here reads a clock.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

ONE_DAY = timedelta(days=1)
SATURDAY = 5
_DAYS_IN_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class HorizonError(Exception):
    """A count of working days needs a year that the bank holiday data does not cover (1.4)."""

    def __init__(self, year: int) -> None:
        super().__init__(f"there are no bank holidays on record for {year}")
        self.year = year


def add_months(day: date, months: int) -> date:
    """Return the same day number `months` later, or that month's last day where there is none."""
    year, month = _shift(day, months)
    return date(year, month, min(day.day, days_in_month(year, month)))


def latest_day(last: date, months: int) -> date:
    """Return the greatest day `c` with `add_months(c, months) <= last` (1.2).

    This is not `last` less so many months: every day from 28 February's like in the earlier month
    runs to the end of a shorter later month, so 31 March is the latest day for 30 June.
    """
    year, month = _shift(last, -months)
    length = days_in_month(year, month)
    if last.day == days_in_month(last.year, last.month):
        return date(year, month, length)
    return date(year, month, min(last.day, length))


def days_in_month(year: int, month: int) -> int:
    if month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
        return 29
    return _DAYS_IN_MONTH[month - 1]


def _shift(day: date, months: int) -> tuple[int, int]:
    """Return the year and the month that lie `months` after the month of `day`."""
    count = day.year * 12 + day.month - 1 + months
    return count // 12, count % 12 + 1


def is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


@dataclass(frozen=True)
class Holidays:
    """The bank holidays of whole years, first and last included.

    Outside those years nothing is known: a year without holidays is never assumed (1.4).
    """

    dates: frozenset[date]
    first_year: int
    last_year: int
    version: str
    _working_days: tuple[date, ...] = field(init=False, repr=False, compare=False)
    _weekday_holidays: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_working_days", tuple(self._count_out()))
        days_off = sorted(day for day in self.dates if not is_weekend(day))
        object.__setattr__(self, "_weekday_holidays", tuple(days_off))

    def _count_out(self) -> Iterable[date]:
        day = date(self.first_year, 1, 1)
        end = date(self.last_year, 12, 31)
        while day <= end:
            if not is_weekend(day) and day not in self.dates:
                yield day
            day += ONE_DAY

    def covers(self, year: int) -> bool:
        return self.first_year <= year <= self.last_year

    def after(self, day: date, count: int) -> date:
        """Return the working day number `count` after `day`; `day` itself is left out."""
        if count == 0:
            return day
        first = _next_weekday(day)
        if not self.covers(first.year):
            raise HorizonError(first.year)
        place = bisect_right(self._working_days, day) + count - 1
        if place >= len(self._working_days):
            raise HorizonError(self.last_year + 1)
        return self._working_days[place]

    def before(self, day: date, count: int) -> date:
        """Return the greatest day from which working day number `count` is not past `day`.

        `day` is the last of the count where it is a working day itself. Raises HorizonError where
        the count starts, or runs back, outside the years on record.
        """
        if count == 0:
            return day
        last = _this_or_last_weekday(day)
        if not self.covers(last.year):
            raise HorizonError(last.year)
        place = bisect_right(self._working_days, day) - count
        if place < 0:
            raise HorizonError(self.first_year - 1)
        return self._working_days[place] - ONE_DAY

    def between(self, after: date, until: date) -> tuple[date, ...]:
        """Return the holidays on weekdays later than `after`, up to and including `until`."""
        days = self._weekday_holidays
        return days[bisect_right(days, after) : bisect_left(days, until + ONE_DAY)]


def _next_weekday(day: date) -> date:
    day += ONE_DAY
    while is_weekend(day):
        day += ONE_DAY
    return day


def _this_or_last_weekday(day: date) -> date:
    while is_weekend(day):
        day -= ONE_DAY
    return day


def is_working_day(day: date, holidays: Holidays) -> bool:
    """Say whether `day` is a working day; raise HorizonError for a weekday past the data."""
    if is_weekend(day):
        return False
    if not holidays.covers(day.year):
        raise HorizonError(day.year)
    return day not in holidays.dates


def working_days_after(day: date, count: int, holidays: Holidays) -> date:
    """Return the working day number `count` after `day`; raise HorizonError past the data."""
    return holidays.after(day, count)


def _load(path: Path) -> Holidays:
    record = json.loads(path.read_text(encoding="utf-8"))
    return Holidays(
        dates=frozenset(date.fromisoformat(day) for day in record["dates"]),
        first_year=record["first_year"],
        last_year=record["last_year"],
        version=record["version"],
    )


ENGLAND_AND_WALES = _load(Path(__file__).with_name("bank_holidays.json"))


class Advisory(StrEnum):
    """Something worth knowing about a consultation's span; never a breach (3.2)."""

    CHRISTMAS = "christmas"
    EASTER = "easter"
    AUGUST = "august"

    @property
    def text(self) -> str:
        return f"The period touches {_ADVISED[self]}."


_ADVISED = {
    Advisory.CHRISTMAS: "24 December to 2 January",
    Advisory.EASTER: "Good Friday to Easter Monday",
    Advisory.AUGUST: "August",
}


def advisories(opens_on: date, closes_on: date) -> list[Advisory]:
    """Return the flags of a span from `opens_on` to `closes_on`, both days included."""
    # From the year before: its Christmas reaches into January.
    years = range(opens_on.year - 1, closes_on.year + 1)
    spells = {
        Advisory.CHRISTMAS: [(date(year, 12, 24), date(year + 1, 1, 2)) for year in years],
        Advisory.EASTER: [_easter_weekend(year) for year in years],
        Advisory.AUGUST: [(date(year, 8, 1), date(year, 8, 31)) for year in years],
    }
    return [
        flag
        for flag, spans in spells.items()
        if any(first <= closes_on and opens_on <= last for first, last in spans)
    ]


def _easter_weekend(year: int) -> tuple[date, date]:
    sunday = easter_sunday(year)
    return sunday - 2 * ONE_DAY, sunday + ONE_DAY


def easter_sunday(year: int) -> date:
    """Return Easter Sunday in the Gregorian calendar (the anonymous computus of 1876)."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon + 15) % 30
    leaps, leap_rest = divmod(of_century, 4)
    weekday = (32 + 2 * century_rest + 2 * leaps - epact - leap_rest) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
