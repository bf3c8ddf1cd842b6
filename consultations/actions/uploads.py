"""Files kept beside a consultation or a response."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath

from django.core.files.base import File
from django.db import transaction

from accounts.models import User
from accounts.permissions import ActionRefused, require
from audit.writing import locked
from commitments.permissions import may_change
from consultations.actions.acts import log_consultation_event
from consultations.models import Attachment, Consultation, Document, Response
from consultations.permissions import may_edit_draft, may_edit_response
from documents.checking import received

LONGEST_NAME = 200


def plain_filename(name: str) -> str:
    """What the file is called, without folders and what no name should hold."""
    last = PurePath(name.replace("\\", "/")).name
    kept = "".join(letter for letter in last if letter.isprintable() and letter not in '"<>|')
    # Cut at the front: the ending says what kind of file it is.
    return kept[-LONGEST_NAME:] or "file"


@transaction.atomic
def add_document(
    *, consultation: Consultation, file: File[bytes], title: str, by: User, at: datetime
) -> Document:
    consultation = locked(consultation)
    if consultation.act.state == consultation.act.State.DRAFT:
        require(may_edit_draft(by, consultation))
    else:
        require(may_change(by, consultation))
    document = Document.objects.create(
        consultation=consultation,
        title=title,
        name=plain_filename(file.name or ""),
        file=file,
        size=file.size or 0,
        uploaded_at=at,
        uploaded_by=by,
        **received(file),
    )
    log_consultation_event(
        "consultation.document_added", consultation, by=by, title=title, name=document.name
    )
    return document


@transaction.atomic
def withdraw_document(*, document: Document, by: User, at: datetime) -> Document:
    """Takes a document off the page. Of a published consultation the file is kept as evidence."""
    consultation = locked(document.consultation)
    document = locked(document)
    if consultation.act.state == consultation.act.State.DRAFT:
        require(may_edit_draft(by, consultation))
        if document.file:
            document.file.delete(save=False)
        log_consultation_event(
            "consultation.document_removed", consultation, by=by, title=document.title
        )
        document.delete()
        return document
    require(may_change(by, consultation))
    if document.withdrawn_at is not None:
        raise ActionRefused("This document has already been taken off the page.")
    document.withdrawn_at = at
    document.save(update_fields=["withdrawn_at"])
    log_consultation_event(
        "consultation.document_removed", consultation, by=by, title=document.title
    )
    return document


def attach(response: Response, file: File[bytes], *, by: User, at: datetime) -> Attachment:
    """Keeps a file with a response that is being written or logged; the caller has asked."""
    return Attachment.objects.create(
        response=response,
        name=plain_filename(file.name or ""),
        file=file,
        size=file.size or 0,
        uploaded_at=at,
        uploaded_by=by,
        **received(file),
    )


@transaction.atomic
def remove_attachment(*, attachment: Attachment, by: User) -> None:
    """Of a draft only: what was sent stays as it was sent."""
    response = locked(attachment.response)
    attachment = locked(attachment)
    require(may_edit_response(by, response))
    if attachment.file:
        attachment.file.delete(save=False)
    attachment.delete()
