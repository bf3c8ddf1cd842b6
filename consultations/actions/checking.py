"""What a file waits for once it is handed in: a worker looks at it, apart, before anybody reads it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from audit.writing import locked, move
from consultations.actions.acts import log_consultation_event
from consultations.models import Attachment, Document
from documents.apart import examine_apart
from documents.checking import Examine, Looked, look_at, put_found
from documents.states import FileState

WAITS_LONG = timedelta(minutes=2)
MOST_AT_ONCE = 20


def check_document(pk: int, *, at: datetime, examine: Examine = examine_apart) -> None:
    """Looks at a paper of a consultation. One that is checked already stays as it is.

    Raises ScannerAway, and then it goes on waiting."""
    document = Document.objects.waiting().filter(pk=pk).first()
    if isinstance(document, Document):
        _keep_document(document, look_at(document.file, document.name, examine=examine), at)


def check_attachment(pk: int, *, at: datetime, examine: Examine = examine_apart) -> None:
    """The same for a file that was sent with a response."""
    attachment = Attachment.objects.waiting().filter(pk=pk).first()
    if isinstance(attachment, Attachment):
        _keep_attachment(attachment, look_at(attachment.file, attachment.name, examine=examine), at)


def waiting_long(*, at: datetime) -> tuple[list[int], list[int]]:
    """The documents and the attachments whose message was lost, or that wait for the scanner."""
    before = at - WAITS_LONG
    return tuple(  # type: ignore[return-value]
        list(
            kind.objects.waiting()
            .filter(uploaded_at__lt=before)
            .values_list("pk", flat=True)[:MOST_AT_ONCE]
        )
        for kind in (Document, Attachment)
    )


@transaction.atomic
def _keep_document(document: Document, looked: Looked, at: datetime) -> None:
    consultation = locked(document.consultation)
    document = locked(document)
    if not _put(document, looked, at):
        return
    log_consultation_event(
        "consultation.document_checked",
        consultation,
        by=None,
        name=document.name,
        state=str(document.state),
        sha256=document.sha256,
    )


@transaction.atomic
def _keep_attachment(attachment: Attachment, looked: Looked, at: datetime) -> None:
    locked(attachment.response)
    _put(locked(attachment), looked, at)


def _put(row: Document | Attachment, looked: Looked, at: datetime) -> bool:
    if row.state != FileState.CHECKING:
        return False  # another worker was quicker
    row.refusal = looked.refused
    put_found(row, looked, at=at)
    move(row, FileState.REFUSED if row.refusal else FileState.CHECKED)
    row.save()
    return True
