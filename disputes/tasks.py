"""What runs off the request path."""

from __future__ import annotations

import structlog
from celery import shared_task
from django.utils import timezone

from disputes.actions.checking import check_paper, waiting_long
from disputes.actions.reminding import remind
from documents.scanning import ScannerAway

log = structlog.get_logger()


@shared_task
def remind_disputes() -> int:
    return remind(on=timezone.localdate())


@shared_task
def look_at_paper(*, pk: int) -> None:
    """Checks a document. Without the scanner it goes on waiting: `take_up_papers` comes back to it."""
    try:
        check_paper(pk, at=timezone.now())
    except ScannerAway as away:
        log.warning("paper.scanner_away", paper_id=pk, why=str(away))


@shared_task
def take_up_papers() -> None:
    """Hands out again what has waited for minutes: its message was lost, or the scanner was away."""
    for pk in waiting_long(at=timezone.now()):
        look_at_paper.delay(pk=pk)
