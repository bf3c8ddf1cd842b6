"""Plain English for dates, counts and facts."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip

_FACTS = {
    "kind": "whether support changes, is reduced or ends",
    "received_on": "the day it was received",
    "in_writing": "whether the notice was in writing",
    "last_day": "the last day of support",
    "renewal_expected": "whether a renewal could be expected",
    "central_notice_received_on": "the day central government's notice was received",
    "central_last_day": "the last day of central government's funding",
    "moved_on": "the day the last day was moved",
    "formal_written": "whether the exercise is formal and written",
    "significant_effect": "whether the effect is significant",
    "opens_on": "the opening day",
    "closes_on": "the closing day",
    "expected_start": "the expected start",
    "agreed_due_on": "the day for payment under the agreed terms",
    "start_on": "the start",
    "event_on": "the day of the event",
    "problems_logged": "whether problems were logged",
    "order": "which came first on the same day",
    "due_on": "the deadline",
    "anchor_on": "the day the period runs from",
    "minuted": "minutes of the review",
    "triggered_on": "the day of what triggers it",
    "done_on": "the day it was done",
    "end_on": "the end",
    "period_start_on": "the start of the period",
    "held_on": "when it was held",
    "sector_before": "the sector's amount before",
    "sector_after": "the sector's amount after",
    "own_before": "the body's own amount before",
    "own_after": "the body's own amount after",
}
_TABLES = {
    "steps": "when this was done",
    "conditions": "whether this is so",
    "told": "when these were told",
}


@lru_cache(maxsize=65536)
def plain(day: date) -> str:
    """Return a date as "31 March 2027"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def counted(number: int, unit: str) -> str:
    """Return "1 day", "2 days"."""
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def pounds(pence: int) -> str:
    """Return whole pence as "£1,200.50", and "£1,200" where nothing stands behind the point."""
    whole, rest = divmod(pence, 100)
    return f"£{whole:,}.{rest:02}" if rest else f"£{whole:,}"


def distance(days: int, anchor: str) -> str:
    """Return how far a day lies from another: "8 days before the start", "the same day as it"."""
    if days == 0:
        return f"the same day as {anchor}"
    return f"{counted(abs(days), 'day')} {'after' if days > 0 else 'before'} {anchor}"


def ordinal(number: int) -> str:
    """Return "1st", "22nd", "30th"."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def capitalised(words: str) -> str:
    """Return the words as the beginning of a sentence."""
    return words[:1].upper() + words[1:]


def listed(words: Sequence[str], last: str = "and") -> str:
    """Return "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def code_in_words(code: str) -> str:
    return code.replace("_", " ")


def codes_in_words(codes: Iterable[str], last: str = "and") -> str:
    return listed([code_in_words(code) for code in codes], last)


def facts_in_words(names: Iterable[str]) -> str:
    """Return what the named facts are, for a reader who does not know their names."""
    return listed([_fact_in_words(name) for name in names])


def _fact_in_words(name: str) -> str:
    subject, _, year = name.partition(":")
    if subject == "bank_holidays":
        return f"the bank holidays of {year}"
    table, _, code = name.partition(".")
    if code and table in _TABLES:
        return f"{_TABLES[table]}: {code_in_words(code)}"
    return _FACTS.get(name) or code_in_words(name)
