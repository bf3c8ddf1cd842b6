"""Leaves files that were handed in to a worker."""

from __future__ import annotations

from functools import partial
from typing import Any

import structlog
from django.db import transaction
from kombu.exceptions import OperationalError

from consultations.models import Consultation, Response
from consultations.tasks import look_at_attachment, look_at_document

log = structlog.get_logger()


def look_at_documents(consultation: Consultation) -> None:
    """Once they are on record. Where no queue answers they go on waiting, and beat comes back to them."""
    for pk in consultation.documents.waiting().values_list("pk", flat=True):
        transaction.on_commit(partial(_leave_to_a_worker, look_at_document, pk))


def look_at_attachments(response: Response) -> None:
    for pk in response.attachments.waiting().values_list("pk", flat=True):
        transaction.on_commit(partial(_leave_to_a_worker, look_at_attachment, pk))


def _leave_to_a_worker(task: Any, pk: int) -> None:
    try:
        task.delay(pk=pk)
    except OperationalError as error:
        log.warning("file.waits", file_id=pk, why=str(error))
