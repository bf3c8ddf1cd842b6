"""Which facts are days on which something happened: none of them can be recorded ahead of its time.

Days that lie ahead by nature, such as a last day or a close, are not among them. Some acts may be
recorded as a plan, and the rules wait for their day (`rules/as_at.py`): those stand in `PLANNED`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.dateparse import parse_date

from rules import FactError

Change = tuple[str, Any, Any]

HAPPENED: dict[str, str] = {
    "agreed_terms_on": "the terms were agreed",
    "announced_on": "it was announced",
    "cancelled_on": "it was cancelled",
    "central_notice_received_on": "that notice was received",
    "decided_on": "it was decided",
    "explained_on": "the explanation was given",
    "feedback_on": "the feedback was published",
    "informed_on": "the recipient was informed",
    "made_on": "the agreement was made",
    "moved_on": "the recipient was told",
    "paid_on": "it was paid",
    "published_on": "it was published",
    "queried_on": "it was queried",
    "rationale_given_on": "the rationale was given",
    "received_on": "it was received",
    "resubmitted_on": "it was sent in again",
    "retaken_on": "it was decided again",
    "sector_told_on": "the sector was told",
    "sent_on": "it was sent",
    "steps": "it was done",
    "withdrawn_on": "it was withdrawn",
}
"""What happened on that day, as in "The day it was paid". `steps` are those of a clause, by code."""

PLANNED: dict[str, frozenset[str]] = {
    "decision": frozenset({"decided_on", "steps"}),
    "notice": frozenset(
        {
            "decided_on",
            "sent_on",
            "received_on",
            "rationale_given_on",
            "central_notice_received_on",
        }
    ),
    "agreement": frozenset({"decided_on", "informed_on", "made_on", "explained_on", "steps"}),
    "consultation": frozenset({"announced_on", "sector_told_on", "explained_on", "steps"}),
}
"""By kind of act, what may be recorded as a plan. Once its day was here it is a plan no longer."""


def refuse_ahead(kind: str, changes: Iterable[Change], *, on: date, is_new: bool = False) -> None:
    """Raises rules.FactError for a day of what happened that is still to come.

    `changes` are facts with their old value and their new one. A plan may be recorded with a new
    row, and put off while its day has not come.
    """
    for fact, old, new in _one_by_one(changes):
        name = fact.partition(".")[0]
        if name not in HAPPENED or old == new or not _lies_ahead(new, on):
            continue
        if name in PLANNED.get(kind, ()) and (is_new or _lies_ahead(old, on)):
            continue
        raise FactError(fact, f"The day {HAPPENED[name]} cannot be in the future")


def _one_by_one(changes: Iterable[Change]) -> Iterator[Change]:
    """The changes, with a table of steps as one change a code."""
    for fact, old, new in changes:
        if isinstance(new, Mapping):
            was = old if isinstance(old, Mapping) else {}
            yield from ((f"{fact}.{code}", was.get(code), day) for code, day in new.items())
        else:
            yield fact, old, new


def _lies_ahead(day: Any, on: date) -> bool:
    """Whether a day is still to come; those of steps are kept as texts."""
    if isinstance(day, str):
        day = parse_date(day) if day else None
    return isinstance(day, date) and day > on
