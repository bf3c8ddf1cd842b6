"""Neutrals, findings, what was promised, and what a case teaches."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.permissions import require
from disputes import actions, permissions
from disputes.confidentiality import raiser_label
from disputes.forms import case as forms
from disputes.models import Dispute, Neutral, Remedy
from disputes.views.found import OF_DISPUTE, ask, dispute_or_404
from disputes.views.verbs import asked


@asked
def find(request: HttpRequest, pk: int) -> HttpResponse:
    dispute, on = dispute_or_404(request, pk), timezone.localdate()
    require(permissions.may_decide(request.user, dispute, on))
    return ask(
        request,
        dispute,
        forms.FindingForm,
        title="Record the finding",
        intro="It ends the dispute. What it found also decides the linked breach, where a chair may "
        "decide that breach today.",
        verb=lambda said: actions.find(
            dispute=dispute, by=request.user, on=on, at=timezone.now(), **said
        ),
        done="The finding is recorded.",
        submit="Record the finding",
    )


@asked
def neutral_propose(request: HttpRequest, pk: int) -> HttpResponse:
    dispute = dispute_or_404(request, pk)
    require(permissions.may_propose_neutral(request.user, dispute))
    return ask(
        request,
        dispute,
        forms.NeutralForm,
        title="Propose a mediator, a panel member or an outside chair",
        intro="Both sides agree, then the person declares any conflict of interest. They see this "
        "case alone.",
        verb=lambda said: actions.propose_neutral(
            dispute=dispute, by=request.user, at=timezone.now(), **said
        ),
        done="The other side has been asked to agree.",
        submit="Propose",
    )


def _neutral(request: HttpRequest, pk: int) -> tuple[Dispute, Neutral]:
    seen = Dispute.objects.visible_to(request.user)
    rows = Neutral.objects.filter(dispute__in=seen).select_related("user")
    neutral = get_object_or_404(rows, pk=pk)
    return dispute_or_404(request, neutral.dispute_id), neutral


@asked
def neutral_agree(request: HttpRequest, pk: int) -> HttpResponse:
    dispute, neutral = _neutral(request, pk)
    require(permissions.may_agree_neutral(request.user, dispute, neutral))

    def answer(said: dict[str, bool]) -> None:
        if said["agreed"]:
            actions.agree_neutral(neutral=neutral, by=request.user, at=timezone.now())
        else:
            actions.end_neutral(
                neutral=neutral, reason="Not agreed.", by=request.user, at=timezone.now()
            )

    return ask(
        request,
        dispute,
        forms.AgreeForm,
        title=f"{neutral.get_part_display()}: {neutral.user.post}?",
        quote=neutral.why,
        verb=answer,
        done="Your answer is recorded.",
    )


@asked
def neutral_declare(request: HttpRequest, pk: int) -> HttpResponse:
    dispute, neutral = _neutral(request, pk)
    require(permissions.may_declare(request.user, dispute, neutral))
    return ask(
        request,
        dispute,
        forms.DeclareForm,
        title="Declare your interests",
        intro=f"The parties are {raiser_label(request.user, dispute)} and {dispute.respondent}.",
        verb=lambda said: actions.declare_interests(
            neutral=neutral, by=request.user, at=timezone.now(), **said
        ),
        done="Your declaration is recorded.",
        submit="Declare",
    )


@asked
def neutral_end(request: HttpRequest, pk: int) -> HttpResponse:
    dispute, neutral = _neutral(request, pk)
    require(permissions.may_end_neutral(request.user, dispute, neutral))
    return ask(
        request,
        dispute,
        forms.ReasonForm,
        title=f"{neutral.user.post} no longer stands",
        verb=lambda said: actions.end_neutral(
            neutral=neutral, by=request.user, at=timezone.now(), **said
        ),
        done="It is recorded.",
    )


@asked
def remedy_add(request: HttpRequest, pk: int) -> HttpResponse:
    dispute, on = dispute_or_404(request, pk), timezone.localdate()
    require(permissions.may_add_remedy(request.user, dispute))
    return ask(
        request,
        dispute,
        forms.RemedyForm,
        title="Add an action",
        intro="Three months after the dispute ended, the other side is asked: did it happen?",
        verb=lambda said: actions.add_remedy(dispute=dispute, by=request.user, on=on, **said),
        done="The action is recorded.",
        on=on,
        raiser=raiser_label(request.user, dispute),
    )


def _remedy(request: HttpRequest, pk: int) -> Remedy:
    seen = Dispute.objects.visible_to(request.user)
    fields = [f"dispute__{name}" for name in OF_DISPUTE]
    return get_object_or_404(
        Remedy.objects.filter(dispute__in=seen).select_related("owner", *fields), pk=pk
    )


@asked
def remedy_report(request: HttpRequest, pk: int) -> HttpResponse:
    remedy, on = _remedy(request, pk), timezone.localdate()
    require(permissions.may_report_remedy(request.user, remedy))
    return ask(
        request,
        remedy.dispute,
        forms.ReportForm,
        title="It is done",
        quote=remedy.what,
        verb=lambda said: actions.report_remedy(remedy=remedy, by=request.user, on=on, **said),
        done="It is recorded. The other side is asked after three months.",
        on=on,
    )


@asked
def remedy_check(request: HttpRequest, pk: int) -> HttpResponse:
    remedy, on = _remedy(request, pk), timezone.localdate()
    require(permissions.may_check_remedy(request.user, remedy, on))
    return ask(
        request,
        remedy.dispute,
        forms.CheckForm,
        title="Did it happen?",
        quote=remedy.what,
        verb=lambda said: actions.check_remedy(remedy=remedy, by=request.user, on=on, **said),
        done="Your answer is recorded.",
    )


@asked
def lesson_add(request: HttpRequest, pk: int) -> HttpResponse:
    dispute, on = dispute_or_404(request, pk), timezone.localdate()
    require(permissions.may_add_lesson(request.user, dispute))
    return ask(
        request,
        dispute,
        forms.LessonForm,
        title="Write down a lesson",
        verb=lambda said: actions.add_lesson(dispute=dispute, by=request.user, on=on, **said),
        done="The lesson is on the area’s list.",
    )
