"""What is improbable of a record, by its kind: the one table for pages and for files.

It stands between what is fine and what is refused: a record may be so, and is asked about once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils.dateparse import parse_date

from compacts.fact_words import fact_words
from pages.doubts import Doubt
from rules.words import plain

Values = Mapping[str, Any]

FIRST_COMPACT = date(1998, 11, 16)
"""Published by the government and the voluntary sector: there was none in England before it."""
A_MONTH, A_YEAR = timedelta(days=31), timedelta(days=366)
FAR_AHEAD = 10 * A_YEAR
HUNDREDFOLD = 100
TODAY = "today"


def _long_before_decision(received_on: date, decided_on: date) -> str:
    days = (decided_on - received_on).days
    return f"It was received {_days(days)} before the decision." if days > A_MONTH.days else ""


def _long_in_the_post(received_on: date, sent_on: date) -> str:
    days = (received_on - sent_on).days
    return f"It was received {_days(days)} after it was sent." if days > A_MONTH.days else ""


def _years_of_notice(last_day: date, received_on: date) -> str:
    days = (last_day - received_on).days
    return f"That is {_days(days)} after it was received." if days > 2 * A_YEAR.days else ""


def _over_long_ago(last_day: date, received_on: date) -> str:
    days = (received_on - last_day).days
    return f"That is {_days(days)} before it was received." if days > A_YEAR.days else ""


def _after_agreements_end(last_day: date, agreement_last_day: date) -> str:
    if last_day <= agreement_last_day:
        return ""
    return f"The agreement itself ends on {plain(agreement_last_day)}, before that."


def _not_less(kind: str, amount_after: Decimal, amount_before: Decimal) -> str:
    if kind != "reduce" or amount_after < amount_before:
        return ""
    if amount_after == amount_before:
        return "A reduction to this is none: it was as much before."
    return f"That is no reduction: it was {_pounds(amount_before)} before."


def _decided_far_ahead(decided_on: date, today: date) -> str:
    days = (decided_on - today).days
    return f"That is {_days(days)} from today." if days > A_YEAR.days else ""


def _long_term(last_day: date, start_on: date) -> str:
    days = (last_day - start_on).days
    return f"The agreement would run for {_days(days)}." if days > FAR_AHEAD.days else ""


def _hundredfold(amount: Decimal, usual_amount: Decimal) -> str:
    if not usual_amount or amount < HUNDREDFOLD * usual_amount:
        return ""
    return f"What is usual there is {_pounds(usual_amount)}."


def _paid_already(number: str, paid_before: str) -> str:
    return f"A claim of that number is on record as paid: {paid_before}." if paid_before else ""


def _slow_payment(paid_on: date, received_on: date) -> str:
    days = (paid_on - received_on).days
    return f"That is {_days(days)} after it was received." if days > 2 * A_YEAR.days else ""


def _long_period(closes_on: date, opens_on: date) -> str:
    days = (closes_on - opens_on).days
    return f"It would be open for {_days(days)}." if days > A_YEAR.days else ""


def _opens_far_ahead(opens_on: date, today: date) -> str:
    days = (opens_on - today).days
    return f"That is {_days(days)} from today." if days > 2 * A_YEAR.days else ""


def _long_extension(new_due_on: date, due_on: date) -> str:
    days = (new_due_on - due_on).days
    return f"That is {_days(days)} later than it was." if days > A_YEAR.days else ""


@dataclass(frozen=True, slots=True)
class Improbable:
    """What is asked of a fact of some kinds of act: `says` takes the values named, none of them
    blank, and returns a sentence, or nothing where they are probable."""

    kinds: str
    fact: str
    takes: str
    says: Callable[..., str]


TABLE = (
    Improbable("notice", "received_on", "received_on decided_on", _long_before_decision),
    Improbable("notice", "received_on", "received_on sent_on", _long_in_the_post),
    Improbable("notice", "last_day", "last_day received_on", _years_of_notice),
    Improbable("notice", "last_day", "last_day received_on", _over_long_ago),
    Improbable("notice", "last_day", "last_day agreement_last_day", _after_agreements_end),
    Improbable("notice", "amount_after", "kind amount_after amount_before", _not_less),
    Improbable("notice", "amount_after", "amount_after usual_amount", _hundredfold),
    Improbable("decision agreement notice", "decided_on", "decided_on today", _decided_far_ahead),
    Improbable("agreement", "last_day", "last_day start_on", _long_term),
    Improbable("agreement claim", "amount", "amount usual_amount", _hundredfold),
    Improbable("claim", "paid_on", "number paid_before", _paid_already),
    Improbable("claim", "paid_on", "paid_on received_on", _slow_payment),
    Improbable("consultation", "closes_on", "closes_on opens_on", _long_period),
    Improbable("consultation", "opens_on", "opens_on today", _opens_far_ahead),
    Improbable("dispute", "new_due_on", "new_due_on due_on", _long_extension),
)


def doubts_about(
    kind: str, values: Values, *, today: date, around: Values | None = None
) -> list[Doubt]:
    """What is improbable of a record's values by name, each in one sentence with the value in words.

    `around` is what else the table takes, of other records.
    """
    known = {**values, **(around or {}), TODAY: today}
    found = list(_by_table(kind, known))
    asked = {each.fact for each in found}
    return found + [each for each in _far_days(kind, values, today) if each.fact not in asked]


@cache
def _lines_for(kind: str) -> list[tuple[Improbable, list[str]]]:
    """The lines of the table for a kind of act, each with the names of what it takes."""
    return [(each, each.takes.split()) for each in TABLE if kind in each.kinds.split()]


def _by_table(kind: str, known: Values) -> Iterator[Doubt]:
    for each, names in _lines_for(kind):
        taken = [known.get(name) for name in names]
        if None in taken or "" in taken:
            continue
        if said := each.says(*taken):
            turns_on = (
                str(value)
                for name, value in zip(names, taken, strict=True)
                if name != TODAY  # or the answer would hold for a day
            )
            sentence = f"{_named(kind, each.fact, known[each.fact])}. {said}"
            yield Doubt(each.fact, sentence, (each.says.__name__, *turns_on))


def _far_days(kind: str, values: Values, today: date) -> Iterator[Doubt]:
    """Days that are in no living memory of a compact, and those that nobody plans for."""
    for fact, value in _days_of(values):
        if FIRST_COMPACT <= value <= today + FAR_AHEAD:
            continue
        days = abs((value - today).days)
        how = f"{_days(days)} from today" if value > today else "before there were compacts"
        sentence = f"{_named(kind, fact, value)}. That is {how}."
        yield Doubt(fact, sentence, ("far", value.isoformat()))


def _days_of(values: Values) -> Iterator[tuple[str, date]]:
    """Every civil day, those of a table by its code: they are kept as texts."""
    for fact, value in values.items():
        if isinstance(value, Mapping):
            yield from _days_of({f"{fact}.{code}": each for code, each in value.items()})
        elif isinstance(value, str) and fact.startswith("steps.") and (day := _day_in(value)):
            yield fact, day
        elif isinstance(value, date) and not isinstance(value, datetime):
            yield fact, value


def _day_in(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _named(kind: str, fact: str, value: Any) -> str:
    words = plain(value) if isinstance(value, date) else _pounds(value)
    return f"{fact_words(kind, fact).label}: {words}"


def _pounds(amount: Any) -> str:
    return f"£{amount:,.2f}".removesuffix(".00")


def _days(days: int) -> str:
    return f"{days:,} day{'' if days == 1 else 's'}"
