"""Saving what was found: checks created or updated, and what their transition brings about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from commitments.acts import bump
from commitments.checks.doubts import ask_whether_right
from commitments.checks.judge import NO_LONGER_APPLIES, Finding, Judgement, RuleBook
from commitments.checks.transitions import (
    Transition,
    cases_of,
    replay,
    settle,
)
from commitments.models import Act, Breach, Check
from commitments.rows import RowFactory, insert_many
from commitments.states import ClosedBecause
from commitments.subjects import subject_of
from organisations.models import Organisation
from rules import ENGLAND_AND_WALES, Verdict

NEW = ""
CHECKS = RowFactory(Check)
VERDICT_COLUMNS = [
    "facts",
    "voided",
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
]
RENEWED_COLUMNS = [*VERDICT_COLUMNS, "responsible", "sector"]


def judge(
    row: Any, *, on: date, by: User | None, cause: ClosedBecause = ClosedBecause.CORRECTED
) -> list[Check]:
    """Judges the act of one row and stores its checks. Raises rules.FactError, and DoubtError where
    what somebody wrote is improbable and they have not said that it is right."""
    judgement = RuleBook.for_areas([row.act.area], acts=[row.act_id]).judge_row(row, on=on)
    if by is not None:  # after what is impossible was refused
        ask_whether_right([row], on=on, by=by)
    return store([judgement], on=on, by=by, cause=cause)


def judge_again(row: Any, *, on: date, by: User | None) -> list[Check]:
    """Brings the act's own day up to its row's, counts a save, and judges. Raises rules.FactError."""
    act = row.act
    act.acted_on = subject_of(row).acted_on(row, timezone.localdate(act.recorded_at))
    bump(act, "acted_on")
    return judge(row, on=on, by=by)


@transaction.atomic
def store(
    judgements: Sequence[Judgement],
    *,
    on: date,
    by: User | None,
    cause: ClosedBecause = ClosedBecause.CORRECTED,
    fresh: bool = False,
) -> list[Check]:
    """Stores the checks of saved acts, in one transaction with their cases and events.

    `fresh` says that none of the acts was judged before, which saves looking for earlier checks.
    """
    _save_standings(judgements)
    earlier = {} if fresh else _earlier(judgements)
    cases = cases_of([check.pk for check in earlier.values()])
    created = [
        _new_check(judgement.act, finding, on)
        for judgement in judgements
        for finding in judgement.findings
        if (judgement.act.pk, finding.rule.pk) not in earlier
    ]
    insert_many(created)
    fresh_checks = {(check.act_id, check.rule_id): check for check in created}

    transitions: list[Transition] = []
    kept: list[Check] = []
    for judgement in judgements:
        for finding in judgement.findings:
            key = (judgement.act.pk, finding.rule.pk)
            known = earlier.pop(key, None)
            check = known or fresh_checks[key]
            transition = _transition(check, finding.rule.provision.ref, cases.get(check.pk))
            if known is None:
                # It carries its verdict already, as it was inserted with it; the turn begins from
                # nothing.
                transition.outcome = NEW
            else:
                _renew(known, transition, finding.verdict, finding.facts, on)
                _owe(known, transition, finding.duty_of)
                kept.append(known)
            transition.turn(finding.verdict, day=on, found_on=on, cause=cause)
            transitions.append(transition)
    # What is left belongs to rules that judge the act no longer: a correction has changed its day,
    # its kind or its body. Such a check stays on record, and its case is closed.
    for check in earlier.values():
        transition = _transition(check, check.rule.provision.ref, cases.get(check.pk))
        _renew(check, transition, NO_LONGER_APPLIES, check.facts, on)
        transition.turn(NO_LONGER_APPLIES, day=on, found_on=on, cause=cause)
        kept.append(check)
        transitions.append(transition)

    if kept:
        Check.objects.bulk_update(kept, RENEWED_COLUMNS, batch_size=200)
    settle(transitions, {each.act.area_id: each.act.area for each in judgements}, on=on, by=by)
    return created + kept


def _save_standings(judgements: Iterable[Judgement]) -> None:
    moved = []
    for judgement in judgements:
        act = judgement.act
        compact_id = judgement.compact.pk if judgement.compact else None
        if (act.compact_id, act.standing) != (compact_id, judgement.standing):
            act.compact_id, act.standing = compact_id, str(judgement.standing)
            moved.append(act)
    if moved:
        Act.objects.bulk_update(moved, ["compact", "standing"], batch_size=500)


def _earlier(judgements: Iterable[Judgement]) -> dict[tuple[int, int], Check]:
    checks = (
        Check.objects.filter(act__in=[each.act.pk for each in judgements])
        .select_related("rule__provision")
        .select_for_update(no_key=True, of=("self",))
        .order_by("pk")
    )
    return {(check.act_id, check.rule_id): check for check in checks}


def _new_check(act: Act, finding: Finding, on: date) -> Check:
    check: Check = CHECKS.make(
        {"area_id": act.area_id, "sector": finding.duty_of.sector},
        {"act": act, "rule": finding.rule, "responsible": finding.duty_of},
    )
    _take(check, finding.verdict, finding.facts, on)
    return check


def _take(check: Check, verdict: Verdict, facts: dict[str, Any], on: date) -> None:
    check.facts = facts
    check.voided = False
    check.outcome = str(verdict.outcome)
    check.reason = verdict.reason
    check.due_on = verdict.due_on
    check.last_day_to_act = verdict.last_day_to_act
    check.breached_on = verdict.breached_on
    check.shortfall_days = verdict.shortfall_days
    check.spare_days = verdict.spare_days
    check.late = verdict.late
    check.missing = list(verdict.missing)
    check.reassess_on = verdict.reassess_on
    check.assessed_on = on
    check.calendar = ENGLAND_AND_WALES.version
    check.quarantined = ""


def _transition(check: Check, ref: str, breach: Breach | None) -> Transition:
    return Transition(
        check_id=check.pk,
        area_id=check.area_id,
        responsible_id=check.responsible_id,
        sector=check.sector,
        ref=ref,
        outcome=check.outcome,
        breach=breach,
    )


def _renew(
    check: Check, transition: Transition, verdict: Verdict, facts: dict[str, Any], on: date
) -> None:
    """Gives an earlier check its new verdict, after the days that nobody saw."""
    _catch_up(check, transition, on)
    _take(check, verdict, facts, on)


def _owe(check: Check, transition: Transition, duty_of: Organisation) -> None:
    """Moves the duty, and its case, where a correction has named another body."""
    check.responsible, check.sector = duty_of, duty_of.sector
    transition.owe(duty_of)


def _catch_up(check: Check, transition: Transition, on: date) -> None:
    """Lives through the days that no sweep has seen yet, on the facts as they were known then."""
    # A voided act had no days to live through; in quarantine the facts of that time raise again.
    if check.voided or check.quarantined:
        return
    for day, verdict in replay(check.rule.law, check.facts, check.reassess_on, on):
        transition.turn(verdict, day=day, found_on=on, cause=ClosedBecause.CORRECTED)
