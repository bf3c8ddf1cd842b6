"""Reading facts: the rules specification, sections 2 (contradictions) and 3 (kinds of value).

An absent key and null are the same. A wrong type, a date that does not exist or a code that is not
in the list is a FactError that names the fact. Keys that a rule does not know are left alone: the
facts of one act serve several rules.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from rules.verdict import FactError
from rules.words import plain

# Python's calendar has the years 1 to 9999. No count, of fifty years at most, can leave it from a
# date within these.
FIRST_YEAR = 101
LAST_YEAR = 9899

MOST_DIGITS = 12
PLACES = 2
_AMOUNT = re.compile(r"-?[0-9]+(\.[0-9]+)?")

YES_OR_NO = frozenset({"yes", "no"})
Facts = Mapping[str, Any]


def day(facts: Facts, name: str) -> date | None:
    """Return the date of a fact, from an ISO string or a date."""
    value = facts.get(name)
    return None if value is None else as_day(value, name)


def as_day(value: object, name: str) -> date:
    """Return a value as a date, or raise FactError naming the fact."""
    if isinstance(value, str):
        try:
            return _parse(value)
        except ValueError:
            raise FactError(name, f"{value[:40]!r} is not a date such as 2027-03-31") from None
    if isinstance(value, date) and not isinstance(value, datetime):
        if FIRST_YEAR <= value.year <= LAST_YEAR:
            return value
        raise FactError(name, f"{value.isoformat()} is outside the calendar in use")
    raise FactError(name, "a date such as 2027-03-31 is needed")


@lru_cache(maxsize=65536)
def _parse(text: str) -> date:
    """Read exactly YYYY-MM-DD; raise ValueError for anything else."""
    # `fromisoformat` alone would also take "20270331" and "2027-W13-3".
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        raise ValueError
    parsed = date.fromisoformat(text)
    if not FIRST_YEAR <= parsed.year <= LAST_YEAR:
        raise ValueError
    return parsed


def flag(facts: Facts, name: str) -> bool | None:
    value = facts.get(name)
    if value is None or value is True or value is False:
        return value
    raise FactError(name, "true or false is needed")


def code(facts: Facts, name: str, allowed: frozenset[str]) -> str | None:
    """Return one of the listed codes; blank text is no code."""
    value = text(facts, name)
    if value is None or value in allowed:
        return value
    raise FactError(name, f"{value[:40]!r} is not one of {', '.join(sorted(allowed))}")


def text(facts: Facts, name: str) -> str | None:
    """Return text that says something; blank text is None."""
    value = facts.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise FactError(name, "text is needed")
    return value if value.strip() else None


def table(facts: Facts, name: str) -> Mapping[str, Any]:
    """Return a fact that maps codes to values; absent is empty."""
    value = facts.get(name)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise FactError(name, "a table of codes and values is needed")
    return value


def days_by_code(facts: Facts, name: str) -> dict[str, date | None]:
    """Return a table of codes and dates. An error names the fact and the code."""
    return {
        key: None if value is None else as_day(value, f"{name}.{key}")
        for key, value in table(facts, name).items()
    }


def answers_by_code(facts: Facts, name: str) -> dict[str, str | None]:
    """Return a table of codes and answers, yes or no. An error names the fact and the code."""
    given = table(facts, name)
    try:
        return {key: code(given, key, YES_OR_NO) for key in given}
    except FactError as error:
        raise FactError(f"{name}.{error.field}", error.message) from None


def days(facts: Facts, name: str) -> tuple[date, ...]:
    """Return a list of dates in order, each day once; a null in it is left out."""
    found = {as_day(value, name) for value in _listed(facts, name) if value is not None}
    return tuple(sorted(found))


def codes(facts: Facts, name: str) -> frozenset[str]:
    """Return a list of codes as a set; a null in it is left out."""
    found = [value for value in _listed(facts, name) if value is not None]
    if all(isinstance(value, str) for value in found):
        return frozenset(map(str, found))
    raise FactError(name, "a list of codes is needed")


def _listed(facts: Facts, name: str) -> Sequence[object]:
    value = facts.get(name)
    if value is None:
        return ()
    if isinstance(value, list | tuple):
        return value
    raise FactError(name, "a list is needed")


def amount(facts: Facts, name: str, *, least: int = 0) -> int | None:
    """Return an amount of money in hundredths, so that sums of it are exact.

    Takes a number, or its text, of at most 12 digits and 2 decimal places. Raises FactError for
    anything else, and for less than `least` hundredths.
    """
    value = facts.get(name)
    if value is None:
        return None
    hundredths = _hundredths(value)
    if hundredths is None:
        wanted = f"at most {MOST_DIGITS} digits, {PLACES} of them decimal places"
        raise FactError(name, f"an amount such as 1200.50 is needed, of {wanted}")
    if hundredths < least:
        raise FactError(name, f"{'more than' if least else 'at least'} 0 is needed")
    return hundredths


def _hundredths(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return None
    if isinstance(value, int) and abs(value) >= 10**MOST_DIGITS:
        return None
    # By way of its text: the float 0.1 itself is 0.1000000000000000055, which has too many places.
    written = value if isinstance(value, str) else f"{Decimal(str(value)):f}"
    if not _AMOUNT.fullmatch(written):
        return None
    whole, _, places = written.partition(".")
    if len(places) > PLACES or len(whole.lstrip("-0") + places) > MOST_DIGITS:
        return None
    return int(whole + places.ljust(PLACES, "0"))


def refuse_before(name: str, value: date | None, other: str, limit: date | None) -> None:
    """Refuse a date before the other one: a contradiction is never a verdict (section 2)."""
    if value is not None and limit is not None and value < limit:
        raise FactError(name, f"{name} ({plain(value)}) is before {other} ({plain(limit)})")


def refuse_after(name: str, value: date | None, other: str, limit: date | None) -> None:
    """Refuse a date after the other one."""
    if value is not None and limit is not None and value > limit:
        raise FactError(name, f"{name} ({plain(value)}) is after {other} ({plain(limit)})")
