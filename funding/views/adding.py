"""Adding to what is recorded: another notice of a decision, an agreement that already stands."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import Answer, require
from commitments.checks import RuleBook
from funding.actions.agreements import enter_agreement
from funding.actions.notices import give_notice
from funding.forms.after import ChooseRecipientForm, EnterAgreementForm
from funding.forms.opening import Recipient
from funding.forms.rows import NoticeRow, initial_of_notice
from funding.models import FundingAgreement, FundingDecision, Notice
from funding.permissions import funders_for, may_give_notice
from funding.views.lookups import decision_or_404, notice_or_404
from funding.views.panel import Panel, Scene
from organisations.models import Organisation
from organisations.views import area_or_404
from pages.change import Change, change_page
from pages.objections import add_objection
from pages.typed import take_typed
from pages.wizard import right_answers
from rules import FactError


@require_http_methods(["GET", "POST"])
def notice_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Another notice to the same recipient: a larger cut, or an end brought forward."""
    notice = notice_or_404(request, pk)
    if notice.decision is None:
        require(Answer("This notice was imported without its decision: record a decision first."))
    decision = decision_or_404(request, notice.decision_id or 0)
    recipient = Recipient("n", notice.act.counterpart, notice.agreement)
    return _notice_page(request, decision, recipient)


@require_http_methods(["GET", "POST"])
def notice_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A notice to a recipient that the decision had none for."""
    decision = decision_or_404(request, pk)
    require(may_give_notice(request.user, decision))
    area = decision.act.area
    if not request.GET.get("recipient"):
        form = ChooseRecipientForm(None, area=area)
        context = {"area": area, "decision": decision, "form": form}
        return render(request, "funding/notice_recipient.html", context)
    form = ChooseRecipientForm(request.GET, area=area)
    if not form.is_valid():
        context = {"area": area, "decision": decision, "form": form}
        return render(request, "funding/notice_recipient.html", context)
    chosen: Organisation = form.cleaned_data["recipient"]
    return _notice_page(request, decision, Recipient("n", chosen))


def _notice_page(
    request: HttpRequest, decision: FundingDecision, recipient: Recipient
) -> HttpResponse:
    require(may_give_notice(request.user, decision))
    kept = take_typed(request) if request.method == "GET" else None
    on, area = timezone.localdate(), decision.act.area
    scene = Scene(RuleBook.for_areas([area]), area, decision.act.responsible, on)
    decided_on = decision.decided_on or on
    row = NoticeRow(
        request.POST if request.method == "POST" else kept,
        recipient=recipient,
        decision=decision,
        rules=scene.rule_book.rules_for(area.pk, decided_on, "notice", decision.notice_kind),
        initial=initial_of_notice(recipient, decision),
    )
    # Fills cleaned_data, of which the panel's facts are made, also beside faults.
    right_answers(row)
    panel = scene.notice(
        row.answers(),
        decision_kind=decision.kind,
        decided_on=decision.decided_on,
        key=recipient.key,
        title=recipient.name,
    )
    context = {
        "area": area,
        "decision": decision,
        "row": row,
        "form": row,
        "panel": panel,
        "panels": [panel],
        "rows": [(row, panel)],
        "page": "notice",
        "typed_was_kept": kept is not None,
    }
    # The panel's requests come by POST to this same address, and nothing is written for them.
    if request.htmx:
        return render(request, "funding/wizard/preview.html", context)
    if request.method == "POST" and row.is_valid():
        notice = _given(request, decision, row, panel)
        if notice is not None:
            messages.success(request, "The notice is recorded.")
            return redirect(notice)
    return render(request, "funding/notice_form.html", context)


def _given(
    request: HttpRequest, decision: FundingDecision, row: NoticeRow, panel: Panel
) -> Notice | None:
    """The notice, or none where the page has to be answered further."""
    fault = panel.fault
    if fault is None and panel.is_unexplained:
        row.require_explanation()
        if row.errors:
            return None
    if fault is None:
        try:
            return give_notice(
                decision=decision,
                answers=row.answers(),
                by=request.user,
                on=timezone.localdate(),
                at=timezone.now(),
            )
        except FactError as error:
            fault = error
    add_objection(row, fault)
    return None


@change_page
def agreement_new(request: HttpRequest, area: str) -> Change:
    place = area_or_404(request, area)
    funders = funders_for(request.user, place)
    if not funders.exists():
        require(Answer(f"Only the compact officer and officers of public bodies in {place} can."))
    return Change(
        form=partial(EnterAgreementForm, area=place, funders=funders),
        answers=lambda form: {"funder": form.cleaned_data["funder"], "answers": form.answers()},
        verb=partial(
            enter_agreement,
            area=place,
            by=request.user,
            on=timezone.localdate(),
            at=timezone.now(),
        ),
        title="Enter an agreement that already stands",
        about="funding/_agreement_about.html",
        submit="Record the agreement",
        done="The agreement is on record.",
        area=place,
        back=reverse("funding:agreements", args=[place.slug]),
        leads_to=FundingAgreement.get_absolute_url,
    )
