"""Documents of a case: looked at by a worker, shown with what was found, handed out once checked."""

from __future__ import annotations

from typing import Any

import structlog
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from kombu.exceptions import OperationalError

from accounts.models import User
from disputes import actions
from disputes.models import Dispute, Paper
from disputes.permissions import may_edit_draft, may_look_through, side_of
from disputes.tasks import look_at_paper
from disputes.views.lookups import dispute_or_404
from documents.states import FileState
from pages.downloads import handed_out

log = structlog.get_logger()
COLOURS = {
    FileState.CHECKING: "blue",
    FileState.CHECKED: "green",
    FileState.ASKED: "yellow",
    FileState.REFUSED: "red",
}


def look_soon(dispute: Dispute) -> None:
    """Leaves the documents that wait to a worker, once they are on record. Where no queue answers they
    go on waiting, and `take_up_papers` comes back to them."""
    for pk in dispute.papers.waiting().values_list("pk", flat=True):
        transaction.on_commit(lambda pk=pk: _leave_to_a_worker(pk))


def _leave_to_a_worker(pk: int) -> None:
    try:
        look_at_paper.delay(pk=pk)
    except OperationalError as error:
        log.warning("paper.waits", paper_id=pk, why=str(error))


def papers_context(dispute: Dispute, user: User) -> dict[str, Any]:
    """The documents of the reader's own side, each with what was found in it."""
    side = side_of(user, dispute)
    shown = []
    for paper in dispute.papers.all():
        if paper.side == side and paper.name:
            paper.dispute = dispute
            shown.append(
                {
                    "paper": paper,
                    "colour": COLOURS[FileState(paper.state)],
                    "url": paper.get_absolute_url() if paper.may_be_opened else "",
                    "may_look_through": may_look_through(user, paper),
                }
            )
    return {
        "own_papers": shown,
        "papers_waiting": any(each["paper"].is_checking for each in shown),
        "papers_url": reverse("disputes:papers", args=[dispute.pk]),
        "may_remove": bool(may_edit_draft(user, dispute)),
    }


@require_safe
def papers_part(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of one's own documents, asked for again and again while one is being checked."""
    dispute = dispute_or_404(request, pk)
    if side_of(request.user, dispute) is None:
        raise Http404
    return render(request, "disputes/_papers.html", papers_context(dispute, request.user))


@require_POST
def paper_look_through(request: HttpRequest, pk: int) -> HttpResponse:
    paper = _paper_or_404(request, pk)
    actions.look_through(paper=paper, by=request.user, at=timezone.now())
    messages.success(request, f"{paper.name} is in the case, on the word of your body.")
    return redirect(_back_from(paper))


@require_POST
def paper_remove(request: HttpRequest, pk: int) -> HttpResponse:
    paper = _paper_or_404(request, pk)
    actions.remove_paper(paper=paper, by=request.user)
    return redirect(_back_from(paper))


def _paper_or_404(request: HttpRequest, pk: int) -> Paper:
    rows = Paper.objects.filter(dispute__in=Dispute.objects.visible_to(request.user))
    paper: Paper = get_object_or_404(rows.select_related("dispute__raiser"), pk=pk)
    return paper


def _back_from(paper: Paper) -> str:
    if paper.dispute.is_draft:
        return reverse("disputes:draft", args=[paper.dispute_id, "documents"])
    return paper.dispute.get_absolute_url()


@require_safe
def paper_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A document, as an attachment, for those who may read it."""
    paper = _paper_or_404(request, pk)
    side = side_of(request.user, paper.dispute)
    readable = Paper.objects.filter(pk=pk).readable_by(side) if side else Paper.objects.none()
    if not paper.file or not paper.may_be_opened or not readable.exists():
        raise Http404
    return handed_out(paper.file, paper.name)
