"""Duties with a last day: how they stand until they are done, and what explains a departure.

The rules specification, section 2.
"""

from datetime import date, timedelta

from rules.as_at import AsAt
from rules.calendar import ONE_DAY
from rules.verdict import Outcome
from rules.words import plain

WARN_DAYS = 28


def standing(at: AsAt, due_on: date, warn_on: date) -> Outcome:
    """Return how a duty stands that is not done: on track, at risk, or in breach after `due_on`."""
    if at.reached(due_on + ONE_DAY):
        return Outcome.BREACH
    if at.reached(warn_on):
        return Outcome.AT_RISK
    return Outcome.ON_TRACK


def days_before(day: date, days: int) -> date:
    return day - timedelta(days=days)


def note_standing(at: AsAt, due_on: date, warn_on: date) -> None:
    """Say how the days of `standing` fall."""
    at.note(
        f"While it is not done: at risk from {plain(warn_on)}, "
        f"and a breach from {plain(due_on + ONE_DAY)}."
    )


def explanation_day(explanation: str | None, given_on: date | None, at: AsAt) -> date | None:
    """Return the day of an explanation that says something and has come, and note it."""
    day = at.act(given_on) if explanation is not None else None
    if day is not None:
        at.note(f"An explanation was given on {plain(day)}.")
    return day
