"""The officer's way through a plan: one question group a page, and the promise beside the dates."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.middleware import take_typed
from accounts.permissions import require
from audit.writing import StaleError
from commitments.models import Act
from consultations.actions.drafts import (
    discard_draft,
    draft_consultation,
    publish_consultation,
    save_draft,
)
from consultations.forms.planning import FORMS, PAGES, TITLES, SubjectForm
from consultations.models import Consultation
from consultations.permissions import may_edit_draft, may_plan
from consultations.views.answers import differences, groups_of, unfinished
from consultations.views.found import area_or_404, consultation_or_404, number_in
from consultations.views.planner import plan_of, with_answers
from rules import FactError

WITH_PLAN = ("dates", "explanation")


@require_http_methods(["GET", "POST"])
def consultation_new(request: HttpRequest, area: str) -> HttpResponse:
    """The first page. A draft is made once it has a title and a lead."""
    place = area_or_404(request, area)
    require(may_plan(request.user, place))
    kept = take_typed(request) if request.method == "GET" else None
    data = request.POST if request.method == "POST" else kept
    form = SubjectForm(
        data, consultation=Consultation(), user=request.user, on=timezone.localdate(), area=place
    )
    if request.method == "POST" and form.is_valid():
        answers = form.answers()
        consultation = draft_consultation(
            area=place,
            lead=answers.pop("lead"),
            title=answers.pop("title"),
            partners=list(answers.pop("partners")),
            by=request.user,
            at=timezone.now(),
            **answers,
        )
        return _after(request, consultation, "subject")
    context = {
        "area": place,
        "form": form,
        "page": "subject",
        "title": TITLES["subject"],
        "typed_was_kept": kept is not None,
        "is_new": True,
        "step": 1,
        "steps": len(PAGES) + 1,
    }
    return render(request, "consultations/wizard/page.html", context)


def form_of(
    page: str, consultation: Consultation, request: HttpRequest, data: Any = None, **kwargs: Any
) -> Any:
    return FORMS[page](
        data, consultation=consultation, user=request.user, on=timezone.localdate(), **kwargs
    )


@require_http_methods(["GET", "POST"])
def draft_page(request: HttpRequest, pk: int, page: str) -> HttpResponse:
    consultation = consultation_or_404(request, pk)
    if consultation.act.state != Act.State.DRAFT:
        messages.info(request, "This consultation has been published: correct it from here.")
        return redirect(consultation)
    require(may_edit_draft(request.user, consultation))
    if page not in PAGES:
        return redirect("consultations:draft", pk=pk, page=PAGES[0])
    kept = take_typed(request) if request.method == "GET" else None
    form = form_of(page, consultation, request, request.POST or kept)
    if request.method == "POST":
        return _take_page(request, consultation, page, form)
    return _show_page(request, consultation, page, form, typed_was_kept=kept is not None)


def _take_page(
    request: HttpRequest, consultation: Consultation, page: str, form: Any
) -> HttpResponse:
    if form.is_valid() and page == "explanation":
        plan = plan_of(with_answers(consultation, form.answers()), on=timezone.localdate())
        if plan.is_departure:
            form.refuse_silence()
    if form.is_valid() and page == "dates":
        plan = plan_of(with_answers(consultation, form.answers()), on=timezone.localdate())
        if plan.fault:
            form.add_error(
                plan.fault_field if plan.fault_field in form.fields else None, plan.fault
            )
    if not form.is_valid():
        return _show_page(request, consultation, page, form)
    version = number_in(request.POST.get("version"))
    try:
        save_draft(
            consultation=consultation, answers=form.answers(), version=version, by=request.user
        )
    except StaleError:
        return _show_conflict(request, consultation, page, form)
    return _after(request, consultation, page)


def _after(request: HttpRequest, consultation: Consultation, page: str) -> HttpResponse:
    if request.POST.get("go") == "save":
        messages.success(request, "Your draft is kept. No clock has started.")
        return redirect(consultation)
    following = PAGES[PAGES.index(page) + 1 :]
    if request.POST.get("back_to") == "check" and page != "dates" or not following:
        return redirect("consultations:draft_check", pk=consultation.pk)
    return redirect("consultations:draft", pk=consultation.pk, page=following[0])


def _show_page(
    request: HttpRequest,
    consultation: Consultation,
    page: str,
    form: Any,
    *,
    typed_was_kept: bool = False,
    conflict: list[Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    place = PAGES.index(page)
    plan = None
    if page in WITH_PLAN:
        plan = plan_of(with_answers(consultation, right(form)), on=timezone.localdate())
    context = {
        "area": consultation.act.area,
        "consultation": consultation,
        "page": page,
        "title": TITLES[page],
        "step": place + 1,
        "steps": len(PAGES) + 1,
        "form": form,
        "plan": plan,
        "previous": PAGES[place - 1] if place else "",
        "version": consultation.act.version,
        "back_to": request.POST.get("back_to") or request.GET.get("back_to", ""),
        "typed_was_kept": typed_was_kept,
        "conflict": conflict,
    }
    return render(request, "consultations/wizard/page.html", context, status=status)


def right(form: Any) -> dict[str, Any]:
    """What a form says that is right, with or without errors beside it."""
    if not form.is_bound:
        return {}
    form.is_valid()
    return dict(form.cleaned_data)


def _show_conflict(
    request: HttpRequest, consultation: Consultation, page: str, form: Any
) -> HttpResponse:
    """Somebody saved the draft meanwhile: what differs is shown, and what was typed stays."""
    saved = consultation_or_404(request, consultation.pk)
    if saved.act.state != Act.State.DRAFT:
        messages.info(request, "It has been published meanwhile: correct it from here.")
        return redirect(saved)
    conflict = differences(form_of(page, saved, request), form)
    return _show_page(request, saved, page, form, conflict=conflict, status=409)


@require_POST
def draft_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The planner panel for what is being typed. Nothing is kept."""
    consultation = consultation_or_404(request, pk)
    require(may_edit_draft(request.user, consultation))
    page = "explanation" if "explanation" in request.POST else "dates"
    form = form_of(page, consultation, request, request.POST)
    plan = plan_of(with_answers(consultation, right(form)), on=timezone.localdate())
    return render(
        request, "consultations/wizard/_plan.html", {"plan": plan, "consultation": consultation}
    )


@require_safe
def draft_check(request: HttpRequest, pk: int) -> HttpResponse:
    consultation = consultation_or_404(request, pk)
    if consultation.act.state != Act.State.DRAFT:
        return redirect(consultation)
    require(may_edit_draft(request.user, consultation))
    return show_check(request, consultation)


def show_check(
    request: HttpRequest, consultation: Consultation, *, fault: str = "", status: int = 200
) -> HttpResponse:
    forms = {page: form_of(page, consultation, request) for page in PAGES}
    plan = plan_of(consultation, on=timezone.localdate())
    context = {
        "area": consultation.act.area,
        "consultation": consultation,
        "groups": groups_of(forms),
        "unfinished": unfinished(consultation, plan),
        "plan": plan,
        "documents": consultation.documents.filter(withdrawn_at=None),
        "version": consultation.act.version,
        "previous": PAGES[-1],
        "fault": fault,
    }
    return render(request, "consultations/wizard/check.html", context, status=status)


@require_POST
def consultation_publish(request: HttpRequest, pk: int) -> HttpResponse:
    consultation = consultation_or_404(request, pk)
    if consultation.act.state == Act.State.LIVE:
        return redirect(consultation)
    require(may_edit_draft(request.user, consultation))
    if number_in(request.POST.get("version")) != consultation.act.version:
        words = "The draft was changed after you opened this page. Check it again."
        return show_check(request, consultation, fault=words, status=409)
    plan = plan_of(consultation, on=timezone.localdate())
    lacks = unfinished(consultation, plan)
    if lacks:
        return show_check(request, consultation, fault=lacks[0][2], status=422)
    if plan.is_unexplained and not request.POST.get("unexplained"):
        words = (
            "Explain why it departs from the promise, or tick “Publish it without an explanation”."
        )
        return show_check(request, consultation, fault=words, status=422)
    try:
        publish_consultation(
            consultation=consultation,
            by=request.user,
            on=timezone.localdate(),
            at=timezone.now(),
        )
    except FactError as fault:
        return show_check(request, consultation, fault=fault.message, status=422)
    messages.success(request, "The consultation is published, and its checks have begun.")
    return redirect(consultation)


@require_http_methods(["GET", "POST"])
def draft_discard(request: HttpRequest, pk: int) -> HttpResponse:
    consultation = consultation_or_404(request, pk)
    require(may_edit_draft(request.user, consultation))
    area = consultation.act.area
    if request.method == "POST":
        discard_draft(consultation=consultation, by=request.user)
        messages.success(request, "The draft is gone. Nothing had been published.")
        return redirect("consultations:register", area=area.slug)
    return render(
        request,
        "consultations/wizard/discard.html",
        {"area": area, "consultation": consultation},
    )
