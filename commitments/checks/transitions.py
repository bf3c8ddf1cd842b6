"""What follows when a check's outcome turns: cases are raised, closed and reopened, with their events.

Shared by saving and sweeping, so that a day seen and a day caught up with end the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import User
from audit.actions import Entry, log_events
from audit.bulk import insert_rows, reserve_numbers
from audit.writing import move
from commitments.models import Breach
from commitments.states import OPEN_STATES, BreachState, ClosedBecause
from organisations.models import Area, Organisation
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


def replay(
    law: Rule, facts: Mapping[str, Any], reassess_on: date | None, on: date
) -> Iterator[tuple[date, Verdict]]:
    """The verdicts of each day on which time alone may have changed one, up to and including `on`."""
    while reassess_on is not None and reassess_on <= on:
        verdict = assess(law, facts, reassess_on)
        yield reassess_on, verdict
        if verdict.reassess_on is not None and verdict.reassess_on <= reassess_on:
            # Without this, one fault in a rule would keep the sweep of every area in a loop.
            raise ArithmeticError(f"reassess_on does not move on from {reassess_on}")
        reassess_on = verdict.reassess_on


@dataclass(slots=True)
class Transition:
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
            self._broken(verdict, was, day=day, found_on=found_on)
        elif self.breach is not None and self.breach.state in OPEN_STATES:
            self._close(cause_of(verdict, cause), day)
        if self.outcome != was:
            change = {"from": was, "to": self.outcome, "on": day.isoformat()}
            # One event for one turn: where a case was raised or closed, its event says the outcomes
            # too.
            if len(self.happened) == told_before:
                self.happened.append(("check.changed", change))
            else:
                self.happened[-1][1].update(change)

    def owe(self, duty_of: Organisation) -> None:
        """Says whose duty it is from now on; a case follows."""
        self.responsible_id, self.sector = duty_of.pk, duty_of.sector
        if self.breach is not None and self.breach.responsible_id != duty_of.pk:
            self.breach.responsible, self.breach.sector = duty_of, duty_of.sector
            self.touched = True

    def _broken(self, verdict: Verdict, was: str, *, day: date, found_on: date) -> None:
        breached_on = verdict.breached_on or day
        breach = self.breach
        if breach is None:
            self.breach = breach = self._raise(breached_on, found_on)
        # A chair's decision stands while the breach goes on; only a breach that was over reopens
        # it.
        elif verdict.outcome == Outcome.BREACH and (
            was != Outcome.BREACH or breach.state == BreachState.CLOSED
        ):
            self._reopen(breach, breached_on, found_on)
        if breach.breached_on != breached_on:
            breach.breached_on, self.touched = breached_on, True
        if verdict.outcome == Outcome.REMEDIED and breach.state in OPEN_STATES:
            self._close(ClosedBecause.REMEDIED, day)

    def _raise(self, breached_on: date, found_on: date) -> Breach:
        self.raised = True
        self._tell("breach.raised", breached_on=breached_on.isoformat())
        return Breach(
            check_made_id=self.check_id,
            area_id=self.area_id,
            responsible_id=self.responsible_id,
            sector=self.sector,
            breached_on=breached_on,
            detected_on=found_on,
        )

    def _reopen(self, breach: Breach, breached_on: date, found_on: date) -> None:
        """The promise is broken anew: what was decided or closed was about other facts."""
        if breach.state in OPEN_STATES:
            return
        move(breach, BreachState.FLAGGED)
        breach.closed_on, breach.closed_because = None, ""
        breach.detected_on, breach.reply_due_on = found_on, None
        self._tell("breach.reopened", breached_on=breached_on.isoformat())

    def _close(self, because: ClosedBecause, day: date) -> None:
        if self.breach is None:
            raise LookupError(f"check {self.check_id} has no case to close")
        move(self.breach, BreachState.CLOSED)
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


def settle(
    transitions: Sequence[Transition], areas: dict[int, Area], *, on: date, by: User | None
) -> list[Transition]:
    """Writes the cases and events of what turned; returns the newly raised."""
    raised = save_cases(transitions, areas, on)
    for area in sorted(areas.values(), key=lambda area: area.slug):  # logs are held in one order
        entries = list(entries_of(each for each in transitions if each.area_id == area.pk))
        if entries:
            log_events(entries, by=by, chain=area.slug)
    return raised


BREACH_CHANGES = [
    "version",
    "responsible_id",
    "sector",
    "breached_on",
    "detected_on",
    "reply_due_on",
    "state",
    "closed_because",
    "closed_on",
]


def cases_of(checks: Sequence[int]) -> dict[int, Breach]:
    """The cases of these checks by check, held until the transaction ends: a chair may be deciding."""
    if not checks:
        return {}
    cases = Breach.objects.filter(check_made__in=checks).order_by("pk")
    held = cases.select_for_update(no_key=True, of=("self",))
    return {case.check_made_id: case for case in held}


def save_cases(
    transitions: Sequence[Transition], areas: Mapping[int, Area], found_on: date
) -> list[Transition]:
    """Writes the cases that were raised or moved; returns those newly raised."""
    raised = [each for each in transitions if each.raised and each.breach is not None]
    moved = [
        each.breach for each in transitions if each.touched and not each.raised and each.breach
    ]
    reply_due: dict[int, date | None] = {}
    for transition in transitions:
        breach = transition.breach
        # Blank for a case that was just raised or reopened: either way the right of reply begins
        # now, on the day it was found, however long ago the promise was broken.
        if breach is not None and transition.touched and breach.reply_due_on is None:
            area_id = transition.area_id
            if area_id not in reply_due:
                reply_due[area_id] = last_day_to_reply(areas[area_id], found_on)
            breach.reply_due_on = reply_due[area_id]
    for breach in moved:
        breach.version += 1  # a form that was opened on the case as it stood is now an older one
    _insert([each.breach for each in raised if each.breach is not None])
    if moved:
        Breach.objects.bulk_update(moved, BREACH_CHANGES, batch_size=200)
    return raised


BREACH_COLUMNS = (
    "id",
    "check_made_id",
    "area_id",
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


def entries_of(transitions: Iterable[Transition]) -> Iterator[Entry]:
    """The events of what happened, to be written once every case has its number."""
    for transition in transitions:
        for verb, detail in transition.happened:
            if verb.startswith("breach.") and transition.breach is not None:
                yield Entry(verb, BREACH_LABEL, transition.breach.pk, detail)
            else:
                yield Entry(verb, CHECK_LABEL, transition.check_id, detail)
