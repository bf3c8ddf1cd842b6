"""What a document waits for once it is handed in: a worker looks at it, apart, before others read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from accounts.permissions import require
from audit.writing import locked, move
from disputes.actions.telling import log_dispute_event, sealed
from disputes.models import Dispute, Paper
from disputes.permissions import may_look_through
from disputes.states import Side
from disputes.traces import Finding, findings_in, kept_name_of, still_open
from documents.apart import examine_apart
from documents.checking import Examine, Looked, look_at, put_found
from documents.states import FileState

WAITS_LONG = timedelta(minutes=2)
MOST_AT_ONCE = 20
MOST_TOLD = 50
NAMES_RAISER = "The document says who the raiser is: {where}. Take it out, and hand it in again."


def check_paper(pk: int, *, at: datetime, examine: Examine = examine_apart) -> None:
    """Looks at one document, and keeps what was found. One that is checked already stays as it is.

    Two workers at once harm nothing. Raises ScannerAway, and then the document goes on waiting.
    """
    rows = Paper.objects.waiting().select_related("dispute__raiser", "dispute__represented_by")
    paper = rows.filter(pk=pk).first()
    if paper is None:
        return
    looked = look_at(paper.file, paper.name, examine=examine)
    kept_name = kept_name_of(paper.dispute) if paper.side == Side.RAISER else ""
    # Others' files are not searched: a refusal would confirm a guess (ADR 30).
    found = _found(paper.dispute, looked) if kept_name else []
    _keep(paper, looked, found, kept_name=kept_name, at=at)


def _found(dispute: Dispute, looked: Looked) -> list[Finding]:
    return still_open(dispute, findings_in(dispute, looked.reading.passages))


def check_waiting(dispute: Dispute, *, at: datetime, examine: Examine = examine_apart) -> None:
    """Every document of a case that waits, one after another."""
    for pk in dispute.papers.waiting().values_list("pk", flat=True):
        check_paper(pk, at=at, examine=examine)


def waiting_long(*, at: datetime) -> list[int]:
    """Those whose message was lost, or whose worker died, or that wait for the scanner."""
    waiting = Paper.objects.waiting().filter(written_at__lt=at - WAITS_LONG)
    return list(waiting.values_list("pk", flat=True)[:MOST_AT_ONCE])


@transaction.atomic
def _keep(
    paper: Paper, looked: Looked, found: Sequence[Finding], *, kept_name: str, at: datetime
) -> None:
    dispute = locked(paper.dispute)
    paper = locked(paper)
    asked_of = kept_name_of(dispute) if paper.side == Side.RAISER else ""
    if paper.state != FileState.CHECKING or asked_of != kept_name:
        return  # somebody was quicker, or it is to be searched for another name by now
    paper.refusal = looked.refused or _refusal_of(found)
    paper.found = [
        {"where": each.where, "why": each.why, "words": each.words} for each in found[:MOST_TOLD]
    ]
    content = put_found(paper, looked, at=at)
    if content is not None:
        paper.digest = sealed(paper.text, content)
    doubtful = bool(kept_name) and bool(found or paper.unreadable)
    if paper.refusal:
        move(paper, FileState.REFUSED)
    elif doubtful and paper.looked_through_at is None:
        move(paper, FileState.ASKED)
    else:
        move(paper, FileState.CHECKED)
    paper.save()
    log_dispute_event(
        "dispute.paper_checked",
        dispute,
        by=None,
        side=Side(paper.side),
        paper=paper.pk,
        state=str(paper.state),
        digest=paper.digest,
        sha256=paper.sha256,
    )


def _refusal_of(found: Sequence[Finding]) -> str:
    certain = dict.fromkeys(f"“{each.words}” in {each.where}" for each in found if each.certain)
    return NAMES_RAISER.format(where="; ".join(certain)) if certain else ""


@transaction.atomic
def look_through(*, paper: Paper, by: User, at: datetime) -> Paper:
    """The body that represents says that it looked at every page of what could not be read."""
    dispute = locked(paper.dispute)
    paper = locked(paper)
    require(may_look_through(by, paper))
    move(paper, FileState.CHECKED)
    paper.looked_through_by, paper.looked_through_at = by, at
    paper.save()
    log_dispute_event(
        "dispute.paper_looked_through", dispute, by=by, side=Side.RAISER, paper=paper.pk
    )
    return paper


def check_again(dispute: Dispute) -> None:
    """Of a draft whose name is to be kept from now on, or no longer: its documents are searched again.

    The caller holds the draft."""
    for paper in dispute.papers.filter(state__in=(FileState.CHECKED, FileState.ASKED)).exclude(
        file=""
    ):
        paper = locked(paper)
        move(paper, FileState.CHECKING)
        paper.looked_through_by = paper.looked_through_at = None
        paper.save()


def waiting_words(dispute: Dispute) -> str:
    """What keeps a draft from being raised, of its documents; "" where nothing does."""
    states = {paper.state: paper.name for paper in dispute.papers.exclude(state=FileState.CHECKED)}
    if FileState.CHECKING in states:
        return f"{states[FileState.CHECKING]} is still being checked. Wait a moment, and try again."
    if FileState.REFUSED in states:
        return f"{states[FileState.REFUSED]} was refused. Remove it first."
    if FileState.ASKED in states:
        return (
            f"{states[FileState.ASKED]} could not be read. Say that you looked at every page of it."
        )
    return ""
