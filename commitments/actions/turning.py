"""What follows when a check's outcome turns: cases are raised, closed and reopened, with their events.

Shared by saving and sweeping, so that a day lived through and a day caught up with end the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from audit.actions import Entry
from audit.bulk import insert_rows, reserve_numbers
from commitments.models import Breach
from commitments.states import OPEN_STATES, BreachState, ClosedBecause
from organisations.models import Area
from rules import (
    ENGLAND_AND_WALES,
    HorizonError,
    Outcome,
    Rule,
    Verdict,
    assess,
    working_days_after,
)

BREACH_LABEL = "commitments.breach"
CHECK_LABEL = "commitments.check"
BROKEN = (Outcome.BREACH, Outcome.REMEDIED)


def steps_until(
    law: Rule, facts: Mapping[str, Any], reassess_on: date | None, on: date
) -> Iterator[tuple[date, Verdict]]:
    """The verdicts of each day on which time alone may have changed one, up to and including `on`."""
    while reassess_on is not None and reassess_on <= on:
        verdict = assess(law, facts, reassess_on)
        yield reassess_on, verdict
        if verdict.reassess_on is not None and verdict.reassess_on <= reassess_on:
            raise ArithmeticError(f"reassess_on does not move on from {reassess_on}")
        reassess_on = verdict.reassess_on


@dataclass(slots=True)
class Turning:
    """One check as it goes from outcome to outcome, with its case if it has one."""

    check_id: int
    area_id: int
    responsible_id: int
    sector: str
    ref: str
    outcome: str
    breach: Breach | None = None
    raised: bool = False
    touched: bool = False
    happened: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def turn(self, verdict: Verdict, *, day: date, found_on: date, cause: ClosedBecause) -> None:
        """Takes the check to its next verdict. `cause` is why, where the verdict itself does not say."""
        was, self.outcome = self.outcome, str(verdict.outcome)
        told_before = len(self.happened)
        if verdict.outcome in BROKEN:
            self._broken(verdict, day=day, found_on=found_on)
        elif self.breach is not None and self.breach.state in OPEN_STATES:
            self._close(cause_of(verdict, cause), day)
        if self.outcome != was:
            change = {"from": was, "to": self.outcome, "on": day.isoformat()}
            if len(self.happened) == told_before:
                self.happened.append(("check.changed", change))
            else:
                self.happened[-1][1].update(change)

    def _broken(self, verdict: Verdict, *, day: date, found_on: date) -> None:
        breached_on = verdict.breached_on or day
        breach = self.breach
        if breach is None:
            self.breach = breach = Breach(
                check_made_id=self.check_id,
                area_id=self.area_id,
                responsible_id=self.responsible_id,
                sector=self.sector,
                breached_on=breached_on,
                detected_on=found_on,
            )
            self.raised = True
            self._tell("breach.raised", breached_on=breached_on.isoformat())
        elif breach.state == BreachState.CLOSED and verdict.outcome == Outcome.BREACH:
            breach.state, breach.closed_on, breach.closed_because = BreachState.FLAGGED, None, ""
            breach.detected_on, breach.reply_due_on = found_on, None
            self._tell("breach.reopened", breached_on=breached_on.isoformat())
        if breach.breached_on != breached_on:
            breach.breached_on, self.touched = breached_on, True
        if verdict.outcome == Outcome.REMEDIED and breach.state in OPEN_STATES:
            self._close(ClosedBecause.REMEDIED, day)

    def _close(self, because: ClosedBecause, day: date) -> None:
        if self.breach is None:
            raise LookupError(f"check {self.check_id} has no case to close")
        self.breach.state = BreachState.CLOSED
        self.breach.closed_because, self.breach.closed_on = because, day
        self._tell("breach.closed", because=str(because), on=day.isoformat())

    def _tell(self, verb: str, **detail: Any) -> None:
        self.touched = True
        self.happened.append((verb, detail | {"ref": self.ref, "check": self.check_id}))


def cause_of(verdict: Verdict, otherwise: ClosedBecause) -> ClosedBecause:
    """Why a case closes when its check stops being a breach."""
    if verdict.outcome == Outcome.EXPLAINED:
        return ClosedBecause.EXPLAINED
    if verdict.outcome == Outcome.NOT_APPLICABLE and otherwise == ClosedBecause.CORRECTED:
        return ClosedBecause.WITHDRAWN
    return otherwise


BREACH_CHANGES = [
    "breached_on",
    "detected_on",
    "reply_due_on",
    "state",
    "closed_because",
    "closed_on",
]


def save_cases(
    turnings: Sequence[Turning], areas: Mapping[int, Area], found_on: date
) -> list[Turning]:
    """Writes the cases that were raised or moved; returns those newly raised."""
    raised = [each for each in turnings if each.raised and each.breach is not None]
    moved = [each.breach for each in turnings if each.touched and not each.raised and each.breach]
    reply_due: dict[int, date | None] = {}
    for turning in turnings:
        breach = turning.breach
        if breach is not None and turning.touched and breach.reply_due_on is None:
            area_id = turning.area_id
            if area_id not in reply_due:
                reply_due[area_id] = last_day_to_reply(areas[area_id], found_on)
            breach.reply_due_on = reply_due[area_id]
    _insert([each.breach for each in raised if each.breach is not None])
    if moved:
        Breach.objects.bulk_update(moved, BREACH_CHANGES, batch_size=200)
    return raised


BREACH_COLUMNS = (
    "id",
    "check_made_id",
    "area_id",
    "responsible_id",
    "sector",
    *BREACH_CHANGES,
    "remedy",
)


def _insert(breaches: Sequence[Breach]) -> None:
    """Inserts new cases, each with its number."""
    if not breaches:
        return
    for breach, number in zip(breaches, reserve_numbers(Breach, len(breaches)), strict=True):
        breach.pk = number
        breach._state.adding = False
    insert_rows(
        Breach,
        BREACH_COLUMNS,
        [[getattr(breach, name) for name in BREACH_COLUMNS] for breach in breaches],
    )


def last_day_to_reply(area: Area, found_on: date) -> date | None:
    """The last day of the right of reply; None past the bank holidays that are known."""
    try:
        return working_days_after(found_on, area.right_of_reply_days, ENGLAND_AND_WALES)
    except HorizonError:
        return None


def entries_of(turnings: Iterable[Turning]) -> Iterator[Entry]:
    """The events of what happened, to be written once every case has its number."""
    for turning in turnings:
        for verb, detail in turning.happened:
            if verb.startswith("breach.") and turning.breach is not None:
                yield Entry(verb, BREACH_LABEL, turning.breach.pk, detail)
            else:
                yield Entry(verb, CHECK_LABEL, turning.check_id, detail)
