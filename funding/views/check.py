"""The end of the way through a decision: the panels on the way, checking the answers, recording."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import require
from commitments.models import Act
from funding.actions.decisions import record_decision
from funding.actions.drafts import discard_draft
from funding.forms.draft import TITLES, Draft
from funding.permissions import may_record_decision
from funding.views.answers import check_groups
from funding.views.faults import fault_words
from funding.views.found import decision_or_404
from funding.views.panel import Panel, decision_panel, panels_of
from funding.views.wizard import ROW_PAGES, is_silent, number_in
from rules import FactError


@require_POST
def draft_preview(request: HttpRequest, pk: int, page: str) -> HttpResponse:
    """The panels of a page that is being typed. Nothing is written."""
    decision = decision_or_404(request, pk)
    require(may_record_decision(request.user, decision))
    draft = Draft(decision, request.user)
    if page not in draft.pages:
        return HttpResponse(status=204)
    draft.put(page, draft.build(page, request.POST))
    panels = panels_of(draft, page, timezone.localdate())
    rows = list(zip(draft.forms(page), panels, strict=True)) if page in ROW_PAGES else []
    context = {"panels": panels, "rows": rows, "page": page}
    return render(request, "funding/wizard/preview.html", context)


@require_http_methods(["GET", "POST"])
def draft_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Check your answers; from here the decision is recorded and its clocks start."""
    decision = decision_or_404(request, pk)
    if decision.act.state != Act.State.DRAFT:
        return redirect(decision)
    may = may_record_decision(request.user, decision)
    draft, on = Draft(decision, request.user), timezone.localdate()
    unfinished = draft.unfinished()
    unfinished += [
        page
        for page in draft.pages
        if page not in unfinished and page in ROW_PAGES and is_silent(draft, page)
    ]
    fault = ""
    if request.method == "POST":
        require(may)
        if number_in(request.POST.get("version")) != decision.act.version:
            fault = "An answer has changed since you opened this page. Check the answers again."
        elif not unfinished:
            fault = _record(request, draft)
            if not fault:
                messages.success(request, "The decision is recorded. Its clocks run from now on.")
                return redirect("funding:decision", pk=pk)
    context = {
        "area": decision.act.area,
        "decision": decision,
        "draft": draft,
        "groups": check_groups(draft),
        "unfinished": [(page, TITLES[page]) for page in unfinished],
        "panels": _check_panels(draft, unfinished),
        "version": decision.act.version,
        "fault": fault,
        "may": may,
        "previous": draft.pages[-1],
        "on": on,
    }
    return render(request, "funding/wizard/check.html", context, status=409 if fault else 200)


def _check_panels(draft: Draft, unfinished: list[str]) -> list[Panel]:
    on = timezone.localdate()
    panels = [decision_panel(draft, on)]
    for page in ROW_PAGES:
        if page in draft.pages and page not in unfinished:
            panels += panels_of(draft, page, on, whole=True)
    return panels


def _record(request: HttpRequest, draft: Draft) -> str:
    """Records the draft; returns the sentence of what the rules could not take, if anything."""
    try:
        record_decision(
            decision=draft.decision,
            answers=draft.decision_answers(),
            notices=draft.notice_answers(),
            agreements=draft.agreement_answers(),
            recipients=[each.organisation for each in draft.recipients()],
            by=request.user,
            on=timezone.localdate(),
            at=timezone.now(),
        )
    except FactError as fault:
        return fault_words(fault)
    return ""


@require_http_methods(["GET", "POST"])
def draft_discard(request: HttpRequest, pk: int) -> HttpResponse:
    decision = decision_or_404(request, pk)
    require(may_record_decision(request.user, decision))
    area = decision.act.area
    if request.method == "POST":
        discard_draft(decision=decision, by=request.user)
        messages.success(request, "The draft is gone. Nothing had been recorded.")
        return redirect("area", area=area.slug)
    return render(request, "funding/wizard/discard.html", {"area": area, "decision": decision})
