"""Raising a dispute: one question a page, saved as one goes, checked before it is sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import ActionRefused, require
from audit.writing import StaleError
from commitments.models import Act, Breach
from compacts.models import Provision
from compacts.searching import search
from disputes import actions
from disputes.confidentiality import raiser_label
from disputes.forms.raising import FORMS, PAGES, TITLES, DraftForm, RaiserForm
from disputes.models import Dispute, Paper
from disputes.permissions import may_edit_draft, may_raise, raisers_for
from disputes.states import Audience
from disputes.views.lookups import area_or_404, dispute_or_404
from organisations.models import Area
from pages.typed import number_in, typed_in

MOST_CLAUSES = 25


@require_http_methods(["GET", "POST"])
def dispute_new(request: HttpRequest, area: str) -> HttpResponse:
    """In whose name. A draft is made once that is known."""
    place = area_or_404(request, area)
    require(may_raise(request.user, place))
    breach, act = _subject(request, place)
    typed, kept = typed_in(request)
    raisers = list(raisers_for(request.user, place)[:2])
    initial = {"raiser": raisers[0] if len(raisers) == 1 else None}
    subject = breach.check_made.act if breach else act
    if subject is not None and subject.counterpart is not None:
        initial["raiser"] = subject.counterpart
    form = RaiserForm(typed, user=request.user, area=place, initial=initial)
    if request.method == "POST" and form.is_valid():
        dispute = actions.draft_dispute(
            raiser=form.cleaned_data["raiser"],
            by=request.user,
            at=timezone.now(),
            breach=breach,
            act=act,
        )
        return redirect("disputes:draft", pk=dispute.pk, page=PAGES[0])
    context = {
        "area": place,
        "form": form,
        "typed_was_kept": kept,
        "breach": breach,
        "act": act,
        "steps": len(PAGES) + 2,
    }
    return render(request, "disputes/wizard/new.html", context)


def _subject(request: HttpRequest, area: Area) -> tuple[Breach | None, Act | None]:
    """What a link such as "Dispute this" brings along, among what the person may see."""
    breach_pk, act_pk = number_in(request.GET.get("breach")), number_in(request.GET.get("act"))
    breach = act = None
    if breach_pk:
        rows = Breach.objects.visible_to(request.user).select_related(
            "check_made__act__counterpart", "check_made__rule__provision", "responsible"
        )
        breach = get_object_or_404(rows, pk=breach_pk, area=area)
    elif act_pk:
        acts = Act.objects.visible_to(request.user).live().select_related("counterpart")
        act = get_object_or_404(acts, pk=act_pk, area=area)
    return breach, act


@require_http_methods(["GET", "POST"])
def draft_page(request: HttpRequest, pk: int, page: str) -> HttpResponse:
    dispute = dispute_or_404(request, pk)
    if not dispute.is_draft:
        messages.info(request, "This dispute has been raised.")
        return redirect(dispute)
    require(may_edit_draft(request.user, dispute))
    if page not in PAGES:
        return redirect("disputes:draft", pk=pk, page=PAGES[0])
    if page == "clauses" and dispute.compact is None:
        messages.info(request, "Say first when it happened: the day decides which compact applies.")
        return redirect("disputes:draft", pk=pk, page="happened")
    typed, kept = typed_in(request)
    form = _form(request, dispute, page, typed)
    if request.method == "POST":
        return _take(request, dispute, page, form)
    return _show(request, dispute, page, form, typed_was_kept=kept)


def _form(request: HttpRequest, dispute: Dispute, page: str, typed: Any = None) -> DraftForm:
    extra: dict[str, Any] = {}
    if page == "clauses":
        extra["offered"] = _offered(request, dispute)
    return FORMS[page](
        typed,
        request.FILES or None,
        dispute=dispute,
        user=request.user,
        on=timezone.localdate(),
        **extra,
    )


def _offered(request: HttpRequest, dispute: Dispute) -> list[Provision]:
    """The clauses chosen so far, then what the search finds in the compact in force; before any
    search those that bind the other side."""
    chosen = list(dispute.clauses.in_document_order())
    query = request.GET.get("q", "").strip()[:200]
    rows = Provision.objects.current().filter(compact=dispute.compact).select_related("section")
    if query:
        found = [hit.provision for hit in search(rows.in_document_order(), query).hits]
    else:
        sector = dispute.respondent.sector if dispute.respondent else ""
        kinds = [Provision.Kind.UNDERTAKING, Provision.Kind.CODE_PRINCIPLE]
        found = list(
            rows.filter(kind__in=kinds, sector__in=[sector, "both", "all"]).in_document_order()
        )
    picked = {each.pk for each in chosen}
    sent = {number_in(each) for each in request.POST.getlist("clauses")} - picked
    chosen += list(rows.filter(pk__in=sent))
    picked |= sent
    return chosen + [each for each in found if each.pk not in picked][:MOST_CLAUSES]


def _take(request: HttpRequest, dispute: Dispute, page: str, form: DraftForm) -> HttpResponse:
    searching = page == "clauses" and request.POST.get("go") == "search"
    if not form.is_valid() and not (searching and not request.POST.getlist("clauses")):
        return _show(request, dispute, page, form)
    version = number_in(request.POST.get("version"))
    try:
        if form.is_valid():
            _save(request, dispute, page, form, version)
    except ActionRefused as refused:
        form.add_error(None, refused.reason)
        return _show(request, dispute, page, form)
    except StaleError:
        dispute.refresh_from_db()
        form.add_error(
            None, "Somebody saved this draft meanwhile. What you typed is here: send it again."
        )
        return _show(request, dispute, page, form, status=409)
    if searching:
        question = request.POST.get("q", "")[:200]
        return redirect(f"{request.path}?{urlencode({'q': question})}")
    return _after(request, dispute, page)


def _save(request: HttpRequest, dispute: Dispute, page: str, form: DraftForm, version: int) -> None:
    answers = form.answers()
    if page == "documents":
        file = answers["file"]
        if file is not None:
            actions.add_paper(
                dispute=dispute,
                audience=Audience.FORUM,
                by=request.user,
                at=timezone.now(),
                file=file,
            )
        answers = {}
    actions.save_answers(
        dispute=dispute, page=page, answers=answers, version=version, by=request.user
    )


def _after(request: HttpRequest, dispute: Dispute, page: str) -> HttpResponse:
    if page == "documents" and request.FILES:
        messages.success(request, "The document is added.")
        return redirect("disputes:draft", pk=dispute.pk, page=page)
    if request.POST.get("go") == "save":
        messages.success(request, "Your draft is kept. Nobody but your side can see it.")
        return redirect("disputes:register", area=dispute.area.slug)
    following = PAGES[PAGES.index(page) + 1 :]
    if request.POST.get("back_to") == "check" or not following:
        return redirect("disputes:draft_check", pk=dispute.pk)
    return redirect("disputes:draft", pk=dispute.pk, page=following[0])


def _show(
    request: HttpRequest,
    dispute: Dispute,
    page: str,
    form: DraftForm,
    *,
    typed_was_kept: bool = False,
    status: int = 200,
) -> HttpResponse:
    place = PAGES.index(page)
    context = {
        "area": dispute.area,
        "dispute": dispute,
        "page": page,
        "title": TITLES[page],
        "step": place + 2,
        "steps": len(PAGES) + 2,
        "form": form,
        "previous": PAGES[place - 1] if place else "",
        "version": dispute.version,
        "back_to": request.POST.get("back_to") or request.GET.get("back_to", ""),
        "query": request.GET.get("q", "").strip()[:200],
        "papers": dispute.papers.all() if page == "documents" else [],
        "typed_was_kept": typed_was_kept,
    }
    return render(request, "disputes/wizard/page.html", context, status=status)


@require_safe
def draft_check(request: HttpRequest, pk: int) -> HttpResponse:
    dispute = dispute_or_404(request, pk)
    if not dispute.is_draft:
        return redirect(dispute)
    require(may_edit_draft(request.user, dispute))
    return _show_check(request, dispute)


def _show_check(
    request: HttpRequest, dispute: Dispute, *, fault: str = "", status: int = 200
) -> HttpResponse:
    on = timezone.localdate()
    lacking = actions.unfinished(dispute)
    duplicates = []
    if not lacking:
        duplicates = list(actions.likely_duplicates(dispute, request.user, on)[:5])
    context = {
        "area": dispute.area,
        "dispute": dispute,
        "raiser": raiser_label(request.user, dispute),
        "clauses": dispute.clauses.in_document_order(),
        "papers": dispute.papers.all(),
        "lacking": lacking,
        "duplicates": duplicates,
        "fault": fault,
        "version": dispute.version,
    }
    return render(request, "disputes/wizard/check.html", context, status=status)


@require_POST
def dispute_raise(request: HttpRequest, pk: int) -> HttpResponse:
    dispute = dispute_or_404(request, pk)
    require(may_edit_draft(request.user, dispute))
    try:
        raised = actions.raise_dispute(
            dispute=dispute,
            version=number_in(request.POST.get("version")),
            by=request.user,
            on=timezone.localdate(),
            at=timezone.now(),
        )
    except ActionRefused as refused:
        return _show_check(request, dispute, fault=refused.reason, status=422)
    except StaleError:
        words = "The draft was changed after you opened this page. Check it again."
        return _show_check(request, dispute_or_404(request, pk), fault=words, status=409)
    messages.success(request, f"The dispute is raised: {raised.reference}. Its clock has started.")
    return redirect(raised)


@require_http_methods(["GET", "POST"])
def draft_discard(request: HttpRequest, pk: int) -> HttpResponse:
    dispute = dispute_or_404(request, pk)
    require(may_edit_draft(request.user, dispute))
    if request.method == "POST":
        actions.discard_draft(dispute=dispute, by=request.user)
        messages.success(request, "The draft is gone. Nobody else had seen it.")
        return redirect("disputes:register", area=dispute.area.slug)
    context = {"area": dispute.area, "dispute": dispute}
    return render(request, "disputes/wizard/discard.html", context)


@require_POST
def paper_remove(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Paper.objects.filter(dispute__in=Dispute.objects.visible_to(request.user))
    paper = get_object_or_404(rows.select_related("dispute"), pk=pk)
    dispute = paper.dispute
    actions.remove_paper(paper=paper, by=request.user)
    return redirect("disputes:draft", pk=dispute.pk, page="documents")
