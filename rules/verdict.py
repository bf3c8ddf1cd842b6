"""What an assessment answers: the rules specification, section 2."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from rules.words import facts_in_words


class Outcome(StrEnum):
    """The nine outcomes of section 2."""

    NOT_APPLICABLE = "not_applicable"
    CANNOT_ASSESS = "cannot_assess"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OUTSTANDING = "outstanding"
    MET = "met"
    EXPLAINED = "explained"
    BREACH = "breach"
    REMEDIED = "remedied"


GRAVEST_FIRST = (
    Outcome.BREACH,
    Outcome.CANNOT_ASSESS,
    Outcome.OUTSTANDING,
    Outcome.AT_RISK,
    Outcome.EXPLAINED,
    Outcome.REMEDIED,
    Outcome.ON_TRACK,
    Outcome.MET,
    Outcome.NOT_APPLICABLE,
)
"""Which outcome most needs somebody's attention: the one order for lists, totals and SQL."""


def gravest(outcomes: Iterable[str]) -> str:
    """Return the outcome that most needs somebody's attention, blank where there is none."""
    found = set(outcomes)
    return next((str(each) for each in GRAVEST_FIRST if each in found), "")


class FactError(Exception):
    """Facts, or params, that no verdict can rest on: `field` names the first one at fault."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule's answer about one act on one day.

    Days are calendar days. For every day from `on` up to, but not including, `reassess_on` the
    verdict is the same in all but `reassess_on` and `workings`; None means that time alone will
    never change it.
    """

    outcome: Outcome
    reason: str
    due_on: date | None = None
    last_day_to_act: date | None = None
    breached_on: date | None = None
    shortfall_days: int | None = None
    spare_days: int | None = None
    late: bool = False
    missing: tuple[str, ...] = ()
    reassess_on: date | None = None
    workings: tuple[str, ...] = ()

    def completed(self, reassess_on: date | None, workings: tuple[str, ...]) -> "Verdict":
        """Return this verdict with the two fields that depend on the day of asking."""
        return Verdict(
            self.outcome,
            self.reason,
            self.due_on,
            self.last_day_to_act,
            self.breached_on,
            self.shortfall_days,
            self.spare_days,
            self.late,
            self.missing,
            reassess_on,
            workings,
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the verdict as plain data, dates as ISO strings."""
        return {
            "outcome": str(self.outcome),
            "reason": self.reason,
            "due_on": _iso(self.due_on),
            "last_day_to_act": _iso(self.last_day_to_act),
            "breached_on": _iso(self.breached_on),
            "shortfall_days": self.shortfall_days,
            "spare_days": self.spare_days,
            "late": self.late,
            "missing": list(self.missing),
            "reassess_on": _iso(self.reassess_on),
            "workings": list(self.workings),
        }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def not_applicable(reason: str) -> Verdict:
    return Verdict(Outcome.NOT_APPLICABLE, reason)


def cannot_assess(*missing: str) -> Verdict:
    """Return the verdict that names each missing fact, in the order given."""
    return Verdict(
        Outcome.CANNOT_ASSESS, f"Not on record: {facts_in_words(missing)}.", missing=missing
    )
