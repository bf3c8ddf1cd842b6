"""Keeping acts honest: references, corrections with old and new values, voiding with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Model

from accounts.models import User
from accounts.permissions import require
from audit.actions import Entry, entry, record, record_many
from commitments.models import Act, Breach, Check, Correction
from commitments.permissions import may_record_for
from commitments.states import OPEN_STATES, BreachState, ClosedBecause
from organisations.models import Area

PREFIXES = {
    Act.Kind.NOTICE: "N",
    Act.Kind.DECISION: "D",
    Act.Kind.AGREEMENT: "A",
    Act.Kind.CONSULTATION: "C",
    Act.Kind.RESPONSE: "R",
    Act.Kind.CLAIM: "P",
    Act.Kind.PLANNED_ACTION: "T",
    Act.Kind.REVIEW: "V",
}


def next_reference(area: Area, kind: str, on: date) -> str:
    """A reference nobody has yet, such as N-2026-0007. Ask inside the transaction that uses it."""
    stem = f"{PREFIXES[Act.Kind(kind)]}-{on.year}-"
    taken = Act.objects.filter(area=area, kind=kind, reference__startswith=stem)
    number = taken.count() + 1
    while taken.filter(reference=f"{stem}{number:04}").exists():
        number += 1
    return f"{stem}{number:04}"


def record_corrections(
    act: Act,
    changes: Iterable[tuple[str, object, object]],
    *,
    reason: str,
    by: User | None,
    at: datetime,
) -> list[Correction]:
    """Keeps each changed fact's old and new value. The caller has checked permission and judges again."""
    rows = corrections_of(act, changes, reason=reason, by=by, at=at)
    if rows:
        Correction.objects.bulk_create(rows)
        record_many([corrected_entry(act, rows, reason=reason)], by=by, chain=act.area.slug)
    return rows


def corrections_of(
    act: Act,
    changes: Iterable[tuple[str, object, object]],
    *,
    reason: str,
    by: User | None,
    at: datetime,
) -> list[Correction]:
    """The corrections, unsaved, of the facts that differ."""
    return [
        Correction(
            act=act,
            fact=fact,
            old=said(old),
            new=said(new),
            reason=reason,
            corrected_at=at,
            corrected_by=by,
        )
        for fact, old, new in changes
        if said(old) != said(new)
    ]


def corrected_entry(act: Act, rows: Iterable[Correction], *, reason: str) -> Entry:
    changed = {row.fact: [row.old, row.new] for row in rows}
    return entry("act.corrected", act, reason=reason, changed=changed)


def said(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Model):
        return str(value)
    return value.isoformat() if isinstance(value, date) else str(value)


@transaction.atomic
def void_act(act: Act, *, by: User, reason: str, on: date, at: datetime) -> Act:
    """Takes an act out of every count, with its reason; nothing is deleted."""
    act = (
        Act.objects.select_for_update(of=("self",))
        .select_related("area", "responsible")
        .get(pk=act.pk)
    )
    require(may_record_for(by, act))
    act.state, act.voided_at, act.voided_by, act.voided_reason = Act.State.VOIDED, at, by, reason
    act.version += 1
    act.save()
    Check.objects.filter(act=act).update(voided=True, reassess_on=None)
    for breach in Breach.objects.filter(check_made__act=act, state__in=OPEN_STATES):
        breach.state, breach.closed_on = BreachState.CLOSED, on
        breach.closed_because = ClosedBecause.VOIDED
        breach.save()
        record("breach.closed", breach, by=by, chain=act.area.slug, because="voided", on=on)
    record("act.voided", act, by=by, chain=act.area.slug, reason=reason)
    return act
