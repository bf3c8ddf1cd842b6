"""The whole look at history: its chains, its anchors, and every row that the log vouches for."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from audit.anchors import Anchor, differences_since, in_text, last_kept
from audit.comparing import changed_rows, one_moment
from audit.models import Inspection
from audit.verifying import broken_links

MOST_KEPT = 20


def faults_now(since: list[Anchor]) -> list[str]:
    """What was changed behind the log's back, a sentence each, as at one moment.

    `since` are anchors that somebody holds; the newest of our own files is looked at in any case.
    """
    kept = last_kept()
    held = [*since, *(in_text(kept.read_text()) if kept else [])]
    with one_moment():
        return [*broken_links(), *dict.fromkeys(differences_since(held)), *changed_rows()]


def inspect(*, at: datetime) -> Inspection:
    """Looks at everything and keeps what was found: the nightly look."""
    faults = faults_now([])
    return Inspection.objects.create(
        started_at=at,
        finished_at=max(timezone.now(), at),
        faults=len(faults),
        first=faults[:MOST_KEPT],
    )
