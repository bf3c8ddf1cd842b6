"""The day a question is asked: acts and targets, the rules specification, sections 1.6 and 2.

A rule never sees `on` itself. It asks an AsAt whether a day has come, and the AsAt remembers the
earliest day that had not. Until that day every answer stays the same, and so does the verdict:
that is what makes `reassess_on` sound whatever the rule does.
"""

from datetime import date

from rules.calendar import Holidays

TARGETS = frozenset(
    {
        "last_day", "previous_last_day", "opens_on", "documents_complete_on", "closes_on",
        "expected_start", "start_on", "event_on", "due_on", "anchor_on", "agreed_due_on",
        "central_last_day", "end_on", "period_start_on",
    }
)  # fmt: skip
"""Dates that are seen whenever they are. Every other date is an act, and absent until its day."""


class AsAt:
    """What can be known on one day, and the next day on which an answer changes."""

    __slots__ = ("_on", "holidays", "next_change", "workings")

    def __init__(self, on: date, holidays: Holidays) -> None:
        self._on = on
        self.holidays = holidays
        self.next_change: date | None = None
        self.workings: list[str] = []

    def reached(self, day: date) -> bool:
        """Say whether `day` is here or past."""
        if day <= self._on:
            return True
        if self.next_change is None or day < self.next_change:
            self.next_change = day
        return False

    def act(self, day: date | None) -> date | None:
        """Return the date of an act, or None until its day has come: before, it is a plan."""
        if day is None or not self.reached(day):
            return None
        return day

    def note(self, step: str) -> None:
        """Add one step to the workings."""
        self.workings.append(step)
