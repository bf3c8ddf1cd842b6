"""Every act judged afresh and compared with what is stored of it: its day, its checks, their cases.

A verdict that has parted from its record is a fault of ours, or somebody's hand in the database;
`manage.py verify_checks` lists each, and puts them right where it is told to.

A check is compared as at the day it was last assessed, and under its own rule: a wording that was
superseded since still judges what was judged by it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from audit.actions import log_event, logged_last
from audit.writing import locked
from commitments.acts import bump, close_cases
from commitments.checks.judge import NO_LONGER_APPLIES, Finding, Judgement, RuleBook, find
from commitments.checks.save import store
from commitments.models import Act, Breach, Check, Verification
from commitments.states import OPEN_STATES, BreachState
from commitments.subjects import rows_of, subject_of
from compacts.models import Compact, Rule
from organisations.models import Area
from rules import FactError, Outcome, Verdict

BATCH = 500
# A fault of ours may touch every act there is: the row and the log say how the list begins.
MOST_KEPT = 20
ACT_READ_WITH = ("area", "responsible", "counterpart", "compact")
VERDICT = (
    "outcome",
    "reason",
    "due_on",
    "last_day_to_act",
    "breached_on",
    "shortfall_days",
    "spare_days",
    "late",
    "reassess_on",
)
# What people decided stays decided: a fresh breach does not ask for such a case to be open.
DECIDED = (BreachState.REJECTED, BreachState.REMEDIED)


@dataclass(frozen=True, slots=True)
class Difference:
    """What is stored of one act, or of one of its clauses, is not what a fresh judgement says."""

    act: Act
    what: str
    clause: str = ""

    def __str__(self) -> str:
        clause = f", clause {self.clause}" if self.clause else ""
        return f"{self.act.area.slug}: {self.act.kind} {self.act.reference}{clause}: {self.what}"


@dataclass(slots=True)
class Stored:
    """An act with everything that is stored of it. `row` is None where its subject has none."""

    act: Act
    row: Any
    checks: list[Check] = field(default_factory=list)
    cases: dict[int, Breach] = field(default_factory=dict)


@dataclass(slots=True)
class Afresh:
    """What a live act should be: its day, its standing, and the rules that judge it."""

    act: Act
    compact: Compact | None
    standing: str
    rules: list[Rule]
    facts: dict[str, Any]


def verify(
    *,
    on: date,
    at: datetime,
    area: Area | None = None,
    puts_right: bool = False,
    seen: Callable[[Difference], None] = lambda each: None,
) -> Verification:
    """Compares every act, and with `puts_right` repairs those that differ; keeps what came of it.

    `seen` is told each difference that is found. What could not be repaired still counts as one.
    """
    began = time.monotonic()
    run = Verification(area=area, started_at=at, acts=0, differences=0)
    for looked_at, unlike in differences(area=area):
        run.acts += looked_at
        for each in unlike:
            seen(each)
        left = _put_right(unlike, run, on=on) if puts_right else unlike
        run.differences += len(left)
        run.first += [str(each) for each in left[: MOST_KEPT - len(run.first)]]
    run.finished_at = at + timedelta(seconds=time.monotonic() - began)
    run.save()
    return run


def _put_right(unlike: Sequence[Difference], run: Verification, *, on: date) -> list[Difference]:
    left: list[Difference] = []
    # An act may differ in several ways; it is judged and logged once.
    for act in {each.act.pk: each.act for each in unlike}.values():
        remains = repair(act, on=on)
        run.repaired += not remains
        left += remains
    return left


def differences(
    *, area: Area | None = None, batch: int = BATCH
) -> Iterator[tuple[int, list[Difference]]]:
    """Batch after batch, how many acts were looked at and what differs, as it stood at one moment."""
    acts = Act.objects.order_by("pk").select_related(*ACT_READ_WITH)
    if area is not None:
        acts = acts.filter(area=area)
    after = 0
    while True:
        with one_moment():
            found = list(acts.filter(pk__gt=after)[:batch])
            areas = {act.area_id: act.area for act in found}.values()
            rule_book = RuleBook.for_areas(areas, acts=[act.pk for act in found])
            unlike = [each for stored in stored_of(found) for each in compare(stored, rule_book)]
        yield len(found), unlike
        if len(found) < batch:
            return
        # By number and not by offset: an act that is recorded meanwhile moves no batch.
        after = found[-1].pk


@contextmanager
def one_moment() -> Iterator[None]:
    """A transaction that sees the database as it stood when it began."""
    is_inside = connection.in_atomic_block
    with transaction.atomic():
        # PostgreSQL takes a level only before a transaction's first query, so inside another it is
        # too late. SQLite reads as of one moment by itself.
        if connection.vendor == "postgresql" and not is_inside:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def stored_of(acts: Sequence[Act]) -> list[Stored]:
    """Each act with its row, its checks and their cases: four queries, and one a kind."""
    rows = rows_of(acts)
    found = {act.pk: Stored(act, rows.get(act.pk)) for act in acts}
    checks = Check.objects.filter(act__in=found).select_related("rule__provision", "responsible")
    for check in checks.order_by("act", "rule__provision__position", "rule__position", "pk"):
        found[check.act_id].checks.append(check)
    cases = Breach.objects.filter(check_made__act__in=found)
    for case in cases.select_related("check_made", "responsible"):
        found[case.check_made.act_id].cases[case.check_made_id] = case
    return list(found.values())


# Comparing --------------------------------------------------------------------------------------


def compare(stored: Stored, rule_book: RuleBook) -> Iterator[Difference]:
    """What differs; nothing is written."""
    if stored.act.state != Act.State.LIVE:
        yield from _set_aside(stored)
        return
    if stored.row is None:
        yield Difference(stored.act, "it has no row of its kind")
        return
    afresh = _afresh(stored, rule_book)
    act = stored.act
    yield from _unlike(act, "acted_on", act.acted_on, afresh.act.acted_on)
    yield from _unlike(act, "compact", act.compact, afresh.compact)
    yield from _unlike(act, "standing", act.standing, afresh.standing)
    missing = {rule.pk: rule for rule in afresh.rules}
    for check in stored.checks:
        missing.pop(check.rule_id, None)
        yield from _check(stored, check, afresh)
    for rule in missing.values():
        yield Difference(act, "there is no check", rule.provision.ref)


def _set_aside(stored: Stored) -> Iterator[Difference]:
    """Of an act that is not live, no check counts, and no case is open."""
    for check in stored.checks:
        ref, case = check.rule.provision.ref, stored.cases.get(check.pk)
        if not check.voided:
            yield Difference(stored.act, f"its check counts, and it is {stored.act.state}", ref)
        if check.reassess_on is not None:
            yield Difference(stored.act, f"it is assessed again on {check.reassess_on}", ref)
        if case is not None and case.state in OPEN_STATES:
            yield Difference(stored.act, f"its case is {case.state}", ref)


def _afresh(stored: Stored, rule_book: RuleBook) -> Afresh:
    subject, act = subject_of(stored.row), copy(stored.act)
    act.acted_on = subject.acted_on(stored.row, timezone.localdate(act.recorded_at))
    compact, standing, rules = rule_book.rules_judging(act, subject.subkind(stored.row))
    return Afresh(
        act=act,
        compact=compact,
        standing=str(standing),
        rules=rules,
        facts=subject.facts(stored.row),
    )


def _check(stored: Stored, check: Check, afresh: Afresh) -> Iterator[Difference]:
    ref = check.rule.provision.ref
    if check.voided:
        yield Difference(stored.act, "its check is voided, and it is live", ref)
    try:
        expected = _expected(check, afresh)
    except FactError as error:
        if not check.quarantined:
            yield Difference(stored.act, f"it cannot be judged: {error.message}", ref)
        return
    if check.quarantined:
        yield Difference(stored.act, "it is set aside, though it can be judged", ref)
    if expected is None:
        verdict = NO_LONGER_APPLIES
    else:
        verdict = expected.verdict
        yield from _unlike(stored.act, "facts", check.facts, expected.facts, ref)
        yield from _unlike(stored.act, "responsible", check.responsible, expected.duty_of, ref)
        yield from _unlike(stored.act, "sector", check.sector, expected.duty_of.sector, ref)
    for name in VERDICT:
        yield from _unlike(stored.act, name, getattr(check, name), getattr(verdict, name), ref)
    yield from _unlike(stored.act, "missing", check.missing, list(verdict.missing), ref)
    yield from _case(stored.act, check, stored.cases.get(check.pk), verdict)


def _expected(check: Check, afresh: Afresh) -> Finding | None:
    """What the check should say, as at the day it was last assessed; None where its rule no longer judges."""
    if check.rule_id not in {rule.pk for rule in afresh.rules}:
        return None
    return find(check.rule, afresh.act, afresh.facts, check.assessed_on)


def _case(act: Act, check: Check, case: Breach | None, verdict: Verdict) -> Iterator[Difference]:
    """A broken promise has a case, open or decided; one that is not broken has none that is open."""
    ref = check.rule.provision.ref
    is_open = case is not None and case.state in OPEN_STATES
    if verdict.outcome not in (Outcome.BREACH, Outcome.REMEDIED):
        if is_open:
            yield Difference(act, f"a case is open, and it is {verdict.outcome}", ref)
        return
    if case is None:
        yield Difference(act, f"there is no case, and it is {verdict.outcome}", ref)
        return
    if verdict.outcome == Outcome.REMEDIED and is_open:
        yield Difference(act, "a case is open, and it is remedied", ref)
    if verdict.outcome == Outcome.BREACH and not is_open and case.state not in DECIDED:
        yield Difference(act, f"its case is {case.state}, and it is breach", ref)
    if verdict.breached_on is not None:
        yield from _unlike(act, "case breached_on", case.breached_on, verdict.breached_on, ref)
    for name in ("responsible", "sector"):
        yield from _unlike(act, f"case {name}", getattr(case, name), getattr(check, name), ref)


def _unlike(act: Act, name: str, stored: Any, afresh: Any, ref: str = "") -> Iterator[Difference]:
    if stored != afresh:
        yield Difference(act, f"{name} is {_said(stored)}, afresh {_said(afresh)}", ref)


def _said(value: Any) -> str:
    if value is None or value == "":
        return "none"
    return value.isoformat() if isinstance(value, date) else str(value)


# Putting right ----------------------------------------------------------------------------------


@transaction.atomic
@logged_last()
def repair(act: Act, *, on: date) -> list[Difference]:
    """Saves the fresh judgement of one act, as at `on`, and logs it; returns what is left."""
    stored, rule_book = _held(act), RuleBook.for_areas([act.area], acts=[act.pk])
    unlike = list(compare(stored, rule_book))
    if not unlike:
        return []
    if stored.act.state != Act.State.LIVE:
        _count_no_longer(stored.act, on=on)
    elif stored.row is not None:
        _judge_afresh(stored, _afresh(stored, rule_book), unlike, on=on)
    # Read from the database again: what was written counts, not what was meant to be.
    left = list(compare(_held(act), rule_book))
    mended = [
        f"{each.clause}: {each.what}".removeprefix(": ") for each in unlike if each not in left
    ]
    if mended:
        log_event("act.repaired", stored.act, by=None, chain=act.area.slug, differences=mended)
    return left


def _held(act: Act) -> Stored:
    """The act as it stands now, taken like every row that is written."""
    # The row is held with its act (ADR 2). An act that lost its row is held alone, so that this can
    # be said.
    row = rows_of([act]).get(act.pk)
    held = locked(row).act if row is not None else locked(act)
    return stored_of([held])[0]


def _count_no_longer(act: Act, *, on: date) -> None:
    Check.objects.filter(act=act).update(voided=True, reassess_on=None)
    close_cases(act, by=None, on=on)


def _judge_afresh(
    stored: Stored, afresh: Afresh, unlike: Sequence[Difference], *, on: date
) -> None:
    try:
        findings = tuple(find(rule, afresh.act, afresh.facts, on) for rule in afresh.rules)
    except FactError:
        return  # its facts contradict each other: people have to correct them
    wrong = {each.clause for each in unlike}
    # What is wrong is not lived through again from the day on which it was last looked at.
    numbers = [check.pk for check in stored.checks if check.rule.provision.ref in wrong]
    Check.objects.filter(pk__in=numbers).update(reassess_on=None)
    act = stored.act
    act.acted_on = afresh.act.acted_on
    bump(act, "acted_on")
    store([Judgement(act, on, afresh.compact, afresh.standing, findings)], on=on, by=None)
