"""Reminders: one event for a limit that is near, one for a limit that has passed. Run as often as
wanted: what has been told is stamped, and a missed day is caught up."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from audit.writing import locked
from disputes.actions.telling import log_dispute_event
from disputes.models import DisputeStageEntry

NEAR = timedelta(days=5)


def remind(*, on: date) -> int:
    """Records what is due within five days and what is overdue, once each; returns how many."""
    near = DisputeStageEntry.objects.running().filter(
        due_on__lte=on + NEAR, dispute__area__archived_at=None
    )
    entries = near.select_related("dispute").order_by("pk")
    return sum(_remind_of(entry, on=on) for entry in entries)


@transaction.atomic
def _remind_of(entry: DisputeStageEntry, *, on: date) -> bool:
    """Whether there was something to say of this stage. Each case is held only while it is told."""
    dispute = locked(entry.dispute)
    entry = locked(entry)
    running = DisputeStageEntry.objects.running().filter(pk=entry.pk, due_on__lte=on + NEAR)
    if not running.exists():
        return False  # it was left, stopped or extended meanwhile
    overdue = entry.due_on is not None and entry.due_on < on
    if overdue and entry.overdue_told_on is None:
        entry.overdue_told_on = on
        verb = "dispute.stage_overdue"
    elif not overdue and entry.due_soon_told_on is None:
        entry.due_soon_told_on = on
        verb = "dispute.stage_due_soon"
    else:
        return False
    entry.save(update_fields=["overdue_told_on", "due_soon_told_on"])
    log_dispute_event(verb, dispute, by=None, on=on, stage=entry.name, due_on=entry.due_on)
    return True
