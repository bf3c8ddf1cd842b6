"""The sweep: every check whose `reassess_on` has come, brought up to a day, batch by batch.

It is a statement about the present, not about last night: a second run, a second worker, a missed
week or a killed run ends in the same checks and the same cases.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from audit.bulk import update_rows
from commitments.checks.transitions import Transition, cases_of, replay, settle
from commitments.models import Breach, Check, SweepRun
from commitments.states import ClosedBecause
from compacts.models import Rule
from organisations.models import Area
from rules import ENGLAND_AND_WALES, Verdict
from rules import Rule as RuleOfLaw

BATCH = 5000


@dataclass(slots=True)
class Sweep:
    """What one run did."""

    on: date
    assessed: int = 0
    changed: int = 0
    breaches: int = 0
    quarantined: int = 0
    seconds: float = 0.0

    def count(self, due: Sequence[Due], transitions: Sequence[Transition]) -> None:
        judged = [each for each in due if each.verdict is not None]
        self.assessed += len(judged)
        self.quarantined += len(due) - len(judged)
        self.changed += sum(
            1 for each in judged if each.verdict and each.verdict.outcome != each.outcome
        )
        self.breaches += sum(1 for each in transitions if each.raised)

    def as_dict(self) -> dict[str, Any]:
        return {
            "on": self.on.isoformat(),
            "assessed": self.assessed,
            "changed": self.changed,
            "breaches": self.breaches,
            "quarantined": self.quarantined,
            "seconds": round(self.seconds, 3),
        }


@dataclass(slots=True)
class Due:
    """A check that fell due, as the sweep reads it."""

    pk: int
    rule_id: int
    area_id: int
    responsible_id: int
    sector: str
    facts: dict[str, Any]
    outcome: str
    reassess_on: date
    case: int | None = None
    verdict: Verdict | None = None
    error: str = ""
    replayed: list[tuple[date, Verdict]] = field(default_factory=list)


COLUMNS = (
    "pk",
    "rule_id",
    "area_id",
    "responsible_id",
    "sector",
    "facts",
    "outcome",
    "reassess_on",
    "breach__pk",
)


def reassess_due(*, on: date, dry_run: bool = False, batch: int = BATCH) -> Sweep:
    """Brings every check that has fallen due by `on` up to that day."""
    began = time.monotonic()
    sweep = Sweep(on)
    run = None if dry_run else _begin(on)
    laws: dict[int, RuleOfLaw] = {}
    refs: dict[int, str] = {}
    after: tuple[date, int] | None = None
    while True:
        with transaction.atomic():
            due = _next_due(on, after, batch)
            if due and not laws:  # on most days nothing is due: the rules stay unread
                laws, refs = _rules()
            _replay(due, laws, on)
            transitions = _transitions(due, refs, on)
            sweep.count(due, transitions)
            if not dry_run:
                _save(due, transitions, on)
        if len(due) < batch:
            break
        # Goes on behind the last one: a check in quarantine, and in a dry run every check, is still
        # due and would come again in each batch.
        after = (due[-1].reassess_on, due[-1].pk)
    sweep.seconds = time.monotonic() - began
    if run is not None:
        _finish(run, sweep)
    return sweep


def _rules() -> tuple[dict[int, RuleOfLaw], dict[int, str]]:
    laws, refs = {}, {}
    for pk, kind, params, ref in Rule.objects.order_by().values_list(
        "pk", "type", "params", "provision__ref"
    ):
        laws[pk], refs[pk] = RuleOfLaw(kind, params), ref
    return laws, refs


def _next_due(on: date, after: tuple[date, int] | None, batch: int) -> list[Due]:
    """The next batch, each check held: one that another worker or a correction holds is passed over.

    So is one that was assessed as at a later day: a clock set back takes nothing back.
    """
    due = Check.objects.due(on).filter(assessed_on__lte=on, area__archived_at=None)
    due = due.order_by("reassess_on", "pk")
    if after is not None:
        due = due.filter(Q(reassess_on__gt=after[0]) | Q(reassess_on=after[0], pk__gt=after[1]))
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(no_key=True, skip_locked=True, of=("self",))
    held = list(due.values_list("pk", flat=True)[:batch])
    # Read only now: a case that was raised since the list was made would be missed beside its check.
    rows = Check.objects.filter(pk__in=held).order_by("reassess_on", "pk")
    return [Due(*row) for row in rows.values_list(*COLUMNS)]


def _replay(due: Iterable[Due], laws: Mapping[int, RuleOfLaw], on: date) -> None:
    """Gives each check the verdicts of the days that nobody looked at, or the error that stops it."""
    for each in due:
        try:
            each.replayed = list(replay(laws[each.rule_id], each.facts, each.reassess_on, on))
            each.verdict = each.replayed[-1][1]
        except SoftTimeLimitExceeded:  # the run's time is up, which is no fault of this row
            raise
        except Exception as error:  # one poisoned row must not stop the rest
            each.error = f"{type(error).__name__}: {error}"[:1000]


def _transitions(due: Iterable[Due], refs: Mapping[int, str], on: date) -> list[Transition]:
    judged = [each for each in due if each.verdict is not None]
    cases = cases_of([each.pk for each in judged if each.case is not None])
    return [_transition(each, refs[each.rule_id], cases.get(each.pk), on) for each in judged]


def _transition(due: Due, ref: str, case: Breach | None, on: date) -> Transition:
    transition = Transition(
        check_id=due.pk,
        area_id=due.area_id,
        responsible_id=due.responsible_id,
        sector=due.sector,
        ref=ref,
        outcome=due.outcome,
        breach=case,
    )
    # No correction happened; it is what `cause_of` reads as "withdrawn", the one thing that time brings.
    for day, verdict in due.replayed:
        transition.turn(verdict, day=day, found_on=on, cause=ClosedBecause.CORRECTED)
    return transition


def _save(due: Iterable[Due], transitions: Sequence[Transition], on: date) -> None:
    write_verdicts([each for each in due if each.verdict is not None], on)
    for each in due:
        if each.error:
            Check.objects.filter(pk=each.pk).update(quarantined=each.error)
    areas = Area.objects.in_bulk({each.area_id for each in transitions})
    # After the verdicts, since cases and the log come after checks in the order of locks (ADR 2).
    settle(transitions, areas, on=on, by=None)


WRITTEN = (
    "outcome",
    "reason",
    "due_on",
    "last_day_to_act",
    "breached_on",
    "shortfall_days",
    "spare_days",
    "late",
    "missing",
    "reassess_on",
    "assessed_on",
    "calendar",
    "quarantined",
)


def write_verdicts(judged: Iterable[Due], on: date) -> None:
    """Writes the verdicts of a batch in one statement: the ORM's bulk update is many times slower."""
    update_rows(
        Check,
        WRITTEN,
        [(each.pk, *_row(each.verdict, on)) for each in judged if each.verdict is not None],
    )


def _row(verdict: Verdict, on: date) -> tuple[Any, ...]:
    return (
        str(verdict.outcome),
        verdict.reason,
        verdict.due_on,
        verdict.last_day_to_act,
        verdict.breached_on,
        verdict.shortfall_days,
        verdict.spare_days,
        verdict.late,
        json.dumps(verdict.missing),
        verdict.reassess_on,
        on,
        ENGLAND_AND_WALES.version,
        "",
    )


def _begin(on: date) -> SweepRun:
    last = SweepRun.objects.exclude(finished_at=None).order_by("-on").first()
    gap = last is not None and on - last.on > timedelta(days=1)
    return SweepRun.objects.create(
        on=on,
        started_at=_now(),
        not_run_from=last.on + timedelta(days=1) if last is not None and gap else None,
    )


def _finish(run: SweepRun, sweep: Sweep) -> None:
    run.finished_at = max(_now(), run.started_at)  # the machine's time may have been set back
    run.assessed, run.changed = sweep.assessed, sweep.changed
    run.breaches, run.quarantined = sweep.breaches, sweep.quarantined
    run.save()


def _now() -> datetime:
    """The heartbeat is a fact about the machine, so it is read here."""
    return timezone.now()
