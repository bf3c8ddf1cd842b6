"""Messages and documents: kept as handed in, sealed in the log, never changed."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.core.files.base import File
from django.db import transaction

from accounts.models import User
from accounts.permissions import ActionRefused, require
from audit.writing import locked
from disputes.actions.telling import (
    keep_name,
    keep_name_in,
    log_dispute_event,
    sealed,
    side_acting,
)
from disputes.models import Dispute, Paper
from disputes.permissions import audiences_for, may_edit_draft, may_hold_more, may_write
from disputes.states import Audience, Side
from disputes.traces import Said
from documents.checking import received
from organisations.permissions import scope_of

LONGEST_NAME = 120


@transaction.atomic
def add_paper(
    *,
    dispute: Dispute,
    audience: str,
    by: User,
    at: datetime,
    text: str = "",
    file: File[bytes] | None = None,
    filed_as: str = "",
    looked_through: bool = False,
) -> Paper:
    """Adds a message, a document or both. In a draft, a document for both parties to see later.

    A document waits for `check_paper` before others read it. `looked_through` is the word of the body
    that represents a kept name: it looked at every page, so that a scan need not be asked about.
    """
    dispute = locked(dispute)
    require(may_edit_draft(by, dispute) if dispute.is_draft else may_write(by, dispute))
    side = side_acting(by, dispute)
    entry = dispute.current_entry
    _refuse_unfit(dispute, side, audience, text, file)
    if filed_as and (entry is None or filed_as not in _asked_of(side, entry)):
        raise ActionRefused("This stage does not ask your side for that.")
    if file is not None:
        require(may_hold_more(dispute, file.size or 0))
    content = file.read() if file is not None else b""
    if file is not None:
        # It was read for its seal; the store reads it again from the start.
        file.seek(0)
    paper = Paper.objects.create(
        dispute=dispute,
        entry=entry,
        audience=audience,
        side=side,
        filed_as=filed_as,
        text=text,
        file=file or "",
        name=_shown_name(dispute, file) if file is not None else "",
        size=len(content),
        digest=sealed(text, content),
        **received(file),
        **_word_of(by, dispute, at if looked_through else None),
        written_at=at,
        written_by=by,
    )
    log_dispute_event(
        "dispute.paper_added",
        dispute,
        by=by,
        side=side,
        paper=paper.pk,
        audience=Audience(audience).value,
        filed_as=filed_as,
        digest=paper.digest,
    )
    return paper


def _refuse_unfit(
    dispute: Dispute, side: Side, audience: str, text: str, file: File[bytes] | None
) -> None:
    """What no paper may be: empty, for readers its side cannot write to, or telling a kept name."""
    if audience not in audiences_for(side):
        raise ActionRefused("Your side cannot write to these readers.")
    if not text and file is None:
        raise ActionRefused("Write a message, or choose a file.")
    keep_name(dispute, side, text)
    # Others' files are not searched: a refusal would confirm a guess (ADR 30).
    if file is not None and side == Side.RAISER:
        # What it says is searched once it is read; a name that tells goes with nothing.
        keep_name_in(dispute, [Said("file name", file.name or "")])


def _word_of(by: User, dispute: Dispute, at: datetime | None) -> dict[str, Any]:
    body = dispute.represented_by
    if at is None or body is None or not scope_of(by).belongs_to(body):
        return {}
    return {"looked_through_by": by, "looked_through_at": at}


def _asked_of(side: Side, entry: object) -> list[str]:
    names = {Side.RAISER: "files_raiser", Side.RESPONDENT: "files_respondent"}
    return list(getattr(entry, names[side])) if side in names else []


def _shown_name(dispute: Dispute, file: File[bytes]) -> str:
    """What readers see it called: in a confidential case a number, whatever its owner called it.
    A draft may become confidential yet, so its documents are numbered too."""
    last = PurePath((file.name or "").replace("\\", "/")).name
    if dispute.confidential or dispute.is_draft:
        return (
            f"document-{dispute.papers.exclude(name='').count() + 1}{PurePath(last).suffix.lower()}"
        )
    kept = "".join(letter for letter in last if letter.isprintable() and letter not in '"<>|')
    # Cut at the front: the ending says what kind of file it is.
    return kept[-LONGEST_NAME:] or "file"


@transaction.atomic
def remove_paper(*, paper: Paper, by: User) -> None:
    """Of a draft only: once raised, what was handed in stays."""
    dispute = locked(paper.dispute)
    paper = locked(paper)
    require(may_edit_draft(by, dispute))
    if paper.file:
        paper.file.delete(save=False)
    log_dispute_event("dispute.paper_removed", dispute, by=by, side=Side.RAISER, paper=paper.pk)
    paper.delete()
