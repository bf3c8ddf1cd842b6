"""Keeping acts honest: references, corrections with old and new values, voiding with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

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
from commitments.subjects import subject_for, subject_of
from organisations.models import Area, Organisation
from organisations.numbering import next_reference

LONGEST_TITLE = Act._meta.get_field("title").max_length or 250


def new_act(
    row: Any,
    *,
    area: Area,
    responsible: Organisation,
    by: User | None,
    at: datetime,
    counterpart: Organisation | None = None,
    title: str = "",
    state: str = Act.State.LIVE,
) -> Act:
    """Saves the act of a new row, which is saved next, under the next free reference.

    Its day and, where `title` is not given, its title follow from the row, as its subject says.
    """
    subject, recorded_on = subject_of(row), timezone.localdate(at)
    act = Act(
        kind=subject.kind,
        area=area,
        title=title,
        responsible=responsible,
        counterpart=counterpart,
        state=state,
        recorded_at=at,
        recorded_by=by,
    )
    act.acted_on = subject.acted_on(row, recorded_on)
    if not title and subject.title is not None:
        act.title = subject.title(row, act)
    # A title is put together of names that may each fill a column of their own.
    act.title = act.title[:LONGEST_TITLE]
    act.reference = reference_for(area, act.kind, recorded_on)
    act.save()
    row.act = act
    return act


def bump(act: Act, *fields: str) -> None:
    """Counts a save of the act, with these fields, so that a stale tab is noticed."""
    act.version += 1
    act.save(update_fields=["version", *fields])


def reference_for(area: Area, kind: str, on: date) -> str:
    """A reference nobody has yet, such as N-2026-0007, held until the transaction ends."""
    acts = Act.objects.filter(area=area, kind=kind)
    return next_reference(
        area,
        subject_for(kind).prefix,
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
    # Without a day no sweep takes them up again.
    Check.objects.filter(act=act).update(voided=True, reassess_on=None)
    # The log tells a cause before what it brings about (ADR 2), so the cases close after this.
    log_event("act.voided", act, by=by, chain=act.area.slug, reason=reason)
    close_cases(act, by=by, on=on)
    return act


def close_cases(act: Act, *, by: User | None, on: date) -> None:
    """Closes the open cases of an act that counts no longer."""
    cases = Breach.objects.filter(check_made__act=act, state__in=OPEN_STATES)
    # By number, in the one order of locks (ADR 2); without the key, so that who only adds need not
    # wait.
    for breach in cases.select_for_update(no_key=True, of=("self",)).order_by("pk"):
        move(breach, BreachState.CLOSED)
        breach.closed_on, breach.closed_because = on, ClosedBecause.VOIDED
        breach.version += 1
        breach.save()
        log_event("breach.closed", breach, by=by, chain=act.area.slug, because="voided", on=on)
