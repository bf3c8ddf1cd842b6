"""Reading facts: the rules specification, sections 2 (contradictions) and 3 (kinds of value).

An absent key and null are the same. A wrong type, a date that does not exist or a code that is not
in the list is a FactError that names the fact. Keys that a rule does not know are left alone: the
facts of one act serve several rules.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from rules.verdict import FactError
from rules.words import plain

FIRST_YEAR = 101
LAST_YEAR = 9899

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


def refuse_before(name: str, value: date | None, other: str, limit: date | None) -> None:
    """Refuse a date before the other one: a contradiction is never a verdict (section 2)."""
    if value is not None and limit is not None and value < limit:
        raise FactError(name, f"{name} ({plain(value)}) is before {other} ({plain(limit)})")


def refuse_after(name: str, value: date | None, other: str, limit: date | None) -> None:
    """Refuse a date after the other one."""
    if value is not None and limit is not None and value > limit:
        raise FactError(name, f"{name} ({plain(value)}) is after {other} ({plain(limit)})")
