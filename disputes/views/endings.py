"""Neutrals, conclusions, what was promised, and what a case teaches."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from disputes import actions, permissions
from disputes.confidentiality import quoted, raiser_label
from disputes.forms import case as forms
from disputes.models import Dispute, Neutral, Remedy
from disputes.views.changing import case_change, case_page
from disputes.views.lookups import OF_DISPUTE, dispute_or_404
from pages.change import Change, change_page

conclude = case_page(
    forms.ConclusionForm,
    actions.conclude,
    permissions.may_decide,
    times=("on", "at"),
    may_by_day=True,
    title="Record the conclusion",
    intro="It ends the dispute. What it found also decides the linked breach, where a chair may "
    "decide that breach today.",
    done="The conclusion is recorded.",
    submit="Record the conclusion",
)


neutral_propose = case_page(
    forms.NeutralForm,
    actions.invite_neutral,
    permissions.may_propose_neutral,
    times=("at",),
    title="Propose a mediator, a panel member or an outside chair",
    intro="Both sides agree, then the person declares any conflict of interest. They see this "
    "case alone.",
    done="The other side has been asked to agree.",
    submit="Propose",
)


def _neutral(request: HttpRequest, pk: int) -> tuple[Dispute, Neutral]:
    seen = Dispute.objects.visible_to(request.user)
    rows = Neutral.objects.filter(dispute__in=seen).select_related("user")
    neutral = get_object_or_404(rows, pk=pk)
    return dispute_or_404(request, neutral.dispute_id), neutral


@change_page
def neutral_agree(request: HttpRequest, pk: int) -> Change:
    dispute, neutral = _neutral(request, pk)
    act = {"neutral": neutral, "by": request.user, "at": timezone.now()}

    def answer(*, agreed: bool, version: int | None) -> Neutral:
        if agreed:
            return actions.agree_neutral(**act, version=version)
        return actions.end_neutral(**act, reason="Not agreed.", version=version)

    return case_change(
        request,
        dispute,
        forms.AgreeForm,
        answer,
        may=permissions.may_agree_neutral(request.user, dispute, neutral),
        title=f"{neutral.get_part_display()}: {neutral.called}?",
        quote=quoted(request.user, dispute, neutral.why, neutral.proposed_side),
        done="Your answer is recorded.",
    )


@change_page
def neutral_declare(request: HttpRequest, pk: int) -> Change:
    dispute, neutral = _neutral(request, pk)
    return case_change(
        request,
        dispute,
        forms.DeclareForm,
        partial(actions.declare_interests, neutral=neutral, by=request.user, at=timezone.now()),
        may=permissions.may_declare(request.user, dispute, neutral),
        title="Declare your interests",
        intro=f"The parties are {raiser_label(request.user, dispute)} and {dispute.respondent}.",
        done="Your declaration is recorded.",
        submit="Declare",
    )


@change_page
def neutral_end(request: HttpRequest, pk: int) -> Change:
    dispute, neutral = _neutral(request, pk)
    return case_change(
        request,
        dispute,
        forms.ReasonForm,
        partial(actions.end_neutral, neutral=neutral, by=request.user, at=timezone.now()),
        may=permissions.may_end_neutral(request.user, dispute, neutral),
        title=f"{neutral.called} no longer stands",
        done="It is recorded.",
    )


@change_page
def remedy_add(request: HttpRequest, pk: int) -> Change:
    dispute, on = dispute_or_404(request, pk), timezone.localdate()
    return case_change(
        request,
        dispute,
        forms.RemedyForm,
        partial(actions.add_remedy, dispute=dispute, by=request.user, on=on),
        adds=True,
        may=permissions.may_add_remedy(request.user, dispute),
        asked_with={"on": on, "raiser": raiser_label(request.user, dispute)},
        title="Add an action",
        intro="Three months after the dispute ended, the other side is asked: did it happen?",
        done="The action is recorded.",
    )


def _remedy(request: HttpRequest, pk: int) -> Remedy:
    seen = Dispute.objects.visible_to(request.user)
    fields = [f"dispute__{name}" for name in OF_DISPUTE]
    return get_object_or_404(
        Remedy.objects.filter(dispute__in=seen).select_related("owner", *fields), pk=pk
    )


@change_page
def remedy_report(request: HttpRequest, pk: int) -> Change:
    remedy, on = _remedy(request, pk), timezone.localdate()
    return case_change(
        request,
        remedy.dispute,
        forms.ReportForm,
        partial(actions.report_remedy, remedy=remedy, by=request.user, on=on),
        may=permissions.may_report_remedy(request.user, remedy),
        asked_with={"on": on},
        title="It is done",
        quote=quoted(request.user, remedy.dispute, remedy.what, by=remedy.added_by_id),
        done="It is recorded. The other side is asked after three months.",
    )


@change_page
def remedy_check(request: HttpRequest, pk: int) -> Change:
    remedy, on = _remedy(request, pk), timezone.localdate()
    return case_change(
        request,
        remedy.dispute,
        forms.CheckForm,
        partial(actions.check_remedy, remedy=remedy, by=request.user, on=on),
        may=permissions.may_check_remedy(request.user, remedy, on),
        title="Did it happen?",
        quote=quoted(request.user, remedy.dispute, remedy.what, by=remedy.added_by_id),
        done="Your answer is recorded.",
    )


@change_page
def lesson_add(request: HttpRequest, pk: int) -> Change:
    dispute, on = dispute_or_404(request, pk), timezone.localdate()
    return case_change(
        request,
        dispute,
        forms.LessonForm,
        partial(actions.add_lesson, dispute=dispute, by=request.user, on=on),
        adds=True,
        may=permissions.may_add_lesson(request.user, dispute),
        title="Write down a lesson",
        done="The lesson is on the area’s list.",
    )
