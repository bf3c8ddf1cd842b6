"""Keeping acts honest: references, corrections with old and new values, voiding with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from accounts.permissions import require
from audit.actions import Entry, entry, log_event, log_events
from audit.writing import locked, move
from commitments.models import Act, Breach, Check, Correction
from commitments.permissions import may_record_for
from commitments.states import OPEN_STATES, BreachState, ClosedBecause
from organisations.models import Area, Organisation
from organisations.numbering import next_reference

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
LONGEST_TITLE = Act._meta.get_field("title").max_length or 250


def new_act(
    *,
    kind: Act.Kind,
    area: Area,
    responsible: Organisation,
    title: str,
    by: User | None,
    at: datetime,
    counterpart: Organisation | None = None,
    acted_on: date | None = None,
    state: str = Act.State.LIVE,
) -> Act:
    """Saves the act of a new record, with the next free reference of its area and kind."""
    return Act.objects.create(
        kind=kind,
        area=area,
        reference=reference_for(area, kind, timezone.localdate(at)),
        title=title[:LONGEST_TITLE],
        responsible=responsible,
        counterpart=counterpart,
        acted_on=acted_on,
        state=state,
        recorded_at=at,
        recorded_by=by,
    )


def bump(act: Act, *fields: str) -> None:
    """Counts a save of the act, with these fields, so that a stale tab is noticed."""
    act.version += 1
    act.save(update_fields=["version", *fields])


def reference_for(area: Area, kind: str, on: date) -> str:
    """A reference nobody has yet, such as N-2026-0007, held until the transaction ends."""
    acts = Act.objects.filter(area=area, kind=kind)
    return next_reference(
        area,
        PREFIXES[Act.Kind(kind)],
        on.year,
        is_taken=lambda reference: acts.filter(reference=reference).exists(),
    )


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
        log_events([corrected_entry(act, rows, reason=reason)], by=by, chain=act.area.slug)
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
def void_act(
    act: Act, *, by: User, reason: str, on: date, at: datetime, version: int | None = None
) -> Act:
    """Takes an act out of every count, with its reason; nothing is deleted."""
    act = locked(act, version=version)
    require(may_record_for(by, act))
    move(act, Act.State.VOIDED)
    act.voided_at, act.voided_by, act.voided_reason = at, by, reason
    act.version += 1
    act.save()
    Check.objects.filter(act=act).update(voided=True, reassess_on=None)
    _close_cases(act, by=by, on=on)
    log_event("act.voided", act, by=by, chain=act.area.slug, reason=reason)
    return act


def _close_cases(act: Act, *, by: User, on: date) -> None:
    cases = Breach.objects.filter(check_made__act=act, state__in=OPEN_STATES)
    for breach in cases.select_for_update(no_key=True, of=("self",)).order_by("pk"):
        move(breach, BreachState.CLOSED)
        breach.closed_on, breach.closed_because = on, ClosedBecause.VOIDED
        breach.save()
        log_event("breach.closed", breach, by=by, chain=act.area.slug, because="voided", on=on)
