"""Reminders: one event for a limit that is near, one for a limit that has passed. Run as often as
wanted: what has been told is stamped, and a missed day is caught up."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from disputes.actions.telling import tell
from disputes.models import DisputeStageEntry

NEAR = timedelta(days=5)


@transaction.atomic
def remind(*, on: date) -> int:
    """Records what is due within five days and what is overdue, once each; returns how many."""
    running = DisputeStageEntry.objects.running().select_for_update(of=("self",))
    running = running.select_related("dispute__area", "dispute__raiser")
    told = 0
    for entry in running.filter(due_on__lte=on + NEAR).order_by("pk"):
        overdue = entry.due_on is not None and entry.due_on < on
        if overdue and entry.overdue_told_on is None:
            entry.overdue_told_on = on
            verb = "dispute.stage_overdue"
        elif not overdue and entry.due_soon_told_on is None:
            entry.due_soon_told_on = on
            verb = "dispute.stage_due_soon"
        else:
            continue
        entry.save(update_fields=["overdue_told_on", "due_soon_told_on"])
        tell(verb, entry.dispute, by=None, on=on, stage=entry.name, due_on=entry.due_on)
        told += 1
    return told
