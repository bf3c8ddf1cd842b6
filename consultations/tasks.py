"""What runs off the request path. The clock is read here and passed on."""

from __future__ import annotations

import structlog
from celery import shared_task
from django.utils import timezone

from consultations.actions.checking import check_attachment, check_document, waiting_long
from documents.scanning import ScannerAway

log = structlog.get_logger()


@shared_task
def look_at_document(*, pk: int) -> None:
    """Checks a file. Without the scanner it goes on waiting: `take_up_files` comes back to it."""
    try:
        check_document(pk, at=timezone.now())
    except ScannerAway as away:
        log.warning("document.scanner_away", document_id=pk, why=str(away))


@shared_task
def look_at_attachment(*, pk: int) -> None:
    try:
        check_attachment(pk, at=timezone.now())
    except ScannerAway as away:
        log.warning("attachment.scanner_away", attachment_id=pk, why=str(away))


@shared_task
def take_up_files() -> None:
    """Hands out again what has waited for minutes: its message was lost, or the scanner was away."""
    documents, attachments = waiting_long(at=timezone.now())
    for pk in documents:
        look_at_document.delay(pk=pk)
    for pk in attachments:
        look_at_attachment.delay(pk=pk)
