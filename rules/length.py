"""A length of time in the unit that a clause counts in: the rules specification, section 3.11."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rules.calendar import ONE_DAY, Holidays, add_months, latest_day
from rules.words import counted, listed, plain


class Unit(StrEnum):
    """What a length is counted in."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"


MOST = {Unit.DAYS: 18_250, Unit.WORKING_DAYS: 13_000, Unit.WEEKS: 2_600, Unit.MONTHS: 600}
"""The longest length of each unit, about fifty years."""

_WORDS = {
    Unit.DAYS: "day",
    Unit.WORKING_DAYS: "working day",
    Unit.WEEKS: "week",
    Unit.MONTHS: "month",
}


@dataclass(frozen=True, slots=True)
class Length:
    """A count of one unit or more."""

    count: int
    unit: Unit

    def after(self, day: date, holidays: Holidays) -> date:
        """Return the day that lies this length after `day`, which is itself left out.

        Raises HorizonError where working days run past the bank holidays on record.
        """
        unit = self.unit
        if unit is Unit.MONTHS:
            return add_months(day, self.count)
        if unit is Unit.WORKING_DAYS:
            return holidays.after(day, self.count)
        return day + self._calendar_days

    def before(self, day: date, holidays: Holidays) -> date:
        """Return the greatest day `c` with `after(c) <= day`.

        Counted in working days, that may be a day of rest, and `day` is the last of the count where
        it is a working day. Raises HorizonError as `after` does.
        """
        unit = self.unit
        if unit is Unit.MONTHS:
            return latest_day(day, self.count)
        if unit is Unit.WORKING_DAYS:
            return holidays.before(day, self.count)
        return day - self._calendar_days

    @property
    def words(self) -> str:
        """Return "12 weeks", "1 working day"."""
        return counted(self.count, _WORDS[self.unit])

    @property
    def is_in_working_days(self) -> bool:
        return self.unit is Unit.WORKING_DAYS

    @property
    def _calendar_days(self) -> timedelta:
        return timedelta(days=self.count * 7 if self.unit is Unit.WEEKS else self.count)

    def sum_after(self, start: date, end: date, holidays: Holidays) -> str:
        """Say how `end`, this length after `start`, is counted: the beginning of a sentence."""
        if self.is_in_working_days:
            return (
                f"Counting Monday to Friday{_without(start, end, holidays)} working day "
                f"{self.count} after {plain(start)} is {plain(end)} "
                f"(bank holidays: {holidays.version})"
            )
        in_days = f" ({self.count * 7} days)" if self.unit is Unit.WEEKS else ""
        return f"{self.words}{in_days} from {plain(start)} is {plain(end)}"

    def sum_before(self, end: date, day: date, holidays: Holidays) -> str:
        """Say why `day` is the greatest from which this length does not go past `end`."""
        if self.is_in_working_days:
            first = day + ONE_DAY
            return (
                f"counting Monday to Friday back from {plain(end)}"
                f"{_without(day, end, holidays)} working day {self.count} is {plain(first)}, "
                f"so that the count from {plain(day)} does not go past "
                f"{plain(end)} (bank holidays: {holidays.version})"
            )
        return (
            f"{self.words} from then is {plain(self.after(day, holidays))}, "
            f"while {self.words} from the next day is "
            f"{plain(self.after(day + ONE_DAY, holidays))}, after {plain(end)}"
        )


def _without(after: date, until: date, holidays: Holidays) -> str:
    days_off = [plain(holiday) for holiday in holidays.between(after, until)]
    return f", without the bank holidays on {listed(days_off)}," if days_off else ""
