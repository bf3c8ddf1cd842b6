"""The officer's way through a decision: one question group a page, nothing typed is lost."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.middleware import take_typed
from accounts.permissions import require
from audit.writing import StaleError
from commitments.models import Act
from funding.actions.drafts import describe_draft, draft_decision, keep_typed
from funding.forms.draft import TITLES, Draft, answers_in, digest
from funding.forms.opening import KindForm
from funding.models import FundingDecision
from funding.permissions import may_draft_decision, may_record_decision
from funding.views.answers import differences, typed_rows
from funding.views.faults import add_fault
from funding.views.found import area_or_404, decision_or_404
from funding.views.panel import panels_of, row_panel
from organisations.models import Area

SAVE, SEARCH = "save", "search"
ROW_PAGES = ("notice", "agreement")


class FormGroup:
    """Several forms of one page, as one to the error summary."""

    management_form = None

    def __init__(self, forms: list[Any]) -> None:
        self.forms = forms
        self.is_bound = any(form.is_bound for form in forms)

    def non_form_errors(self) -> list[str]:
        return []


@require_http_methods(["GET", "POST"])
def decision_new(request: HttpRequest, area: str) -> HttpResponse:
    """The first page. A draft is made once it is known what is decided, and by which body."""
    place = area_or_404(request, area)
    require(may_draft_decision(request.user, place))
    kept = take_typed(request) if request.method == "GET" else None
    data = request.POST if request.method == "POST" else kept
    form = KindForm(data, user=request.user, area=place)
    if request.method == "POST":
        known = _known_so_far(form)
        if form.is_valid() or (request.POST.get("go") == SAVE and known):
            decision = draft_decision(
                area=place,
                by=request.user,
                at=timezone.now(),
                typed={"kind": answers_in(request.POST)},
                **known,
            )
            if form.is_valid():
                return redirect("funding:draft", pk=decision.pk, page="recipients")
            return _come_back_later(request, place)
    context = {
        "area": place,
        "form": form,
        "forms": [form],
        "page": "kind",
        "title": TITLES["kind"],
        "typed_was_kept": kept is not None,
        "is_new": True,
    }
    return render(request, "funding/wizard/page.html", context)


def _known_so_far(form: KindForm) -> dict[str, Any]:
    """What a draft needs, where the form has it right: the kind and the body."""
    form.is_valid()
    known = form.cleaned_data
    if not known.get("kind") or not known.get("funder"):
        return {}
    return {
        "kind": known["kind"],
        "funder": known["funder"],
        "programme": known.get("programme", ""),
        "decided_on": known.get("decided_on"),
    }


@require_http_methods(["GET", "POST"])
def draft_page(request: HttpRequest, pk: int, page: str) -> HttpResponse:
    decision = decision_or_404(request, pk)
    if decision.act.state != Act.State.DRAFT:
        return _already_recorded(request, decision, page)
    require(may_record_decision(request.user, decision))
    draft = Draft(decision, request.user)
    if page not in draft.pages:
        if request.method == "POST":
            return _not_saved(request, decision, page, "The kind of decision was changed meanwhile")
        return redirect("funding:draft", pk=pk, page=draft.pages[0])
    if request.method == "POST":
        return _take_page(request, draft, page)
    if page in (*ROW_PAGES, "conditions") and not draft.recipients():
        messages.info(request, "First say who the decision is for.")
        return redirect("funding:draft", pk=pk, page="recipients")
    kept = take_typed(request)
    if kept is not None:
        draft.put(page, draft.build(page, kept))
    elif page == "recipients" and "find" in request.GET:
        draft.put(page, draft.build(page, first=draft.as_initial(page)))
    return _show_page(request, draft, page, typed_was_kept=kept is not None)


def _take_page(request: HttpRequest, draft: Draft, page: str) -> HttpResponse:
    decision, answers = draft.decision, answers_in(request.POST)
    saved = decision.typed.get(page)
    version = number_in(request.POST.get("version"))
    if version != decision.act.version and request.POST.get("seen") == digest(saved):
        version = decision.act.version  # another page was saved meanwhile, not this one
    draft.put(page, draft.build(page, request.POST))
    try:
        keep_typed(decision=decision, page=page, typed=answers, version=version, by=request.user)
    except StaleError:
        return _show_conflict(request, draft, page)
    if page in ("kind", "recipients"):
        _describe(request, draft)
    go = request.POST.get("go")
    if go == SAVE:
        return _come_back_later(request, decision.act.area)
    if go == SEARCH:
        return HttpResponseRedirect(f"{request.path}?find=1#recipients")
    if not all(form.is_valid() for form in draft.forms(page)) or is_silent(draft, page):
        return _show_page(request, draft, page)
    following = [*Draft(decision, request.user).pages, "check"]
    if request.POST.get("back_to") == "check":
        return redirect("funding:draft_check", pk=decision.pk)
    after = following[following.index(page) + 1]
    if after == "check":
        return redirect("funding:draft_check", pk=decision.pk)
    return redirect("funding:draft", pk=decision.pk, page=after)


def number_in(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0


def _describe(request: HttpRequest, draft: Draft) -> None:
    """Lists show a draft under its latest kind, body, programme and recipients."""
    decision = draft.decision
    known = {
        "kind": decision.kind,
        "funder": draft.act.responsible,
        "programme": decision.programme,
        "decided_on": decision.decided_on,
    } | _known_so_far(draft.forms("kind")[0])
    describe_draft(
        decision=decision,
        recipients=[each.organisation for each in draft.recipients()],
        by=request.user,
        **known,
    )


def is_silent(draft: Draft, page: str) -> bool:
    """Puts on the page what the rules object to; says whether there is anything."""
    objected = False
    for row in draft.forms(page) if page in ROW_PAGES else []:
        panel = row_panel(draft, row, timezone.localdate())
        if panel.fault is not None:
            add_fault(row, panel.fault)
        elif panel.is_unexplained:
            row.refuse_silence()
        objected = objected or bool(row.errors)
    return objected


def _come_back_later(request: HttpRequest, area: Area) -> HttpResponse:
    messages.success(request, "Your draft is kept as you typed it. No clock has started.")
    return redirect("area", area=area.slug)


def _show_page(
    request: HttpRequest,
    draft: Draft,
    page: str,
    *,
    typed_was_kept: bool = False,
    conflict: list[Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    decision, place = draft.decision, draft.pages.index(page)
    forms = draft.forms(page)
    panels = panels_of(draft, page, timezone.localdate())
    context = {
        "area": decision.act.area,
        "decision": decision,
        "draft": draft,
        "page": page,
        "title": TITLES[page],
        "step": place + 1,
        "steps": len(draft.pages) + 1,
        "form": FormGroup(forms),
        "forms": forms,
        "rows": list(zip(forms, panels, strict=True)) if page in ROW_PAGES else [],
        "panel": panels[0] if page == "steps" else None,
        "previous": draft.pages[place - 1] if place else "",
        "version": decision.act.version,
        "seen": digest(decision.typed.get(page)),
        "back_to": request.POST.get("back_to") or request.GET.get("back_to", ""),
        "typed_was_kept": typed_was_kept,
        "conflict": conflict,
        "reason_clauses": _asks_rationale(draft) if page == "reasons" else [],
    }
    return render(request, "funding/wizard/page.html", context, status=status)


def _asks_rationale(draft: Draft) -> list[Any]:
    return [
        rule.provision
        for rule in draft.rules("decision", draft.decision.kind)
        if "rationale" in rule.params.get("fields", [])
    ]


def _show_conflict(request: HttpRequest, draft: Draft, page: str) -> HttpResponse:
    """Somebody saved this page meanwhile: both are shown, and what was typed stays."""
    saved = decision_or_404(request, draft.decision.pk)
    if saved.act.state != Act.State.DRAFT:
        return _already_recorded(request, saved, page)
    theirs = Draft(saved, request.user)
    typed = draft.forms(page)
    conflict = differences(theirs.forms(page), typed)
    theirs.put(page, typed)
    return _show_page(request, theirs, page, conflict=conflict, status=409)


def _already_recorded(request: HttpRequest, decision: FundingDecision, page: str) -> HttpResponse:
    """A draft that has been recorded takes no more answers."""
    if request.method != "POST":
        return redirect(decision)
    return _not_saved(request, decision, page, "This decision has been recorded meanwhile")


def _not_saved(
    request: HttpRequest, decision: FundingDecision, page: str, why: str
) -> HttpResponse:
    """What was typed cannot be kept any more, so it is shown once, to be copied."""
    context = {
        "area": decision.act.area,
        "decision": decision,
        "typed": typed_rows(request.POST),
        "title": TITLES.get(page, page),
        "why": why,
    }
    return render(request, "funding/wizard/not_saved.html", context, status=409)
