"""Both chairs decide a case together: one proposes, the other answers; and who can decide it at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import require
from commitments import cases, permissions
from commitments.forms import DetermineForm, ProposalAnswerForm
from commitments.models import Breach
from commitments.permissions import AWAITING_DECISION
from commitments.views.asking import typed_in
from commitments.views.found import breach_seen_by, case_context
from organisations.deciding import chairs_of
from organisations.models import WaysToDecide


@dataclass(frozen=True, slots=True)
class Deciders:
    """Who can decide a case, in sentences; `is_stuck` where neither way is open."""

    sentences: tuple[str, ...]
    is_stuck: bool


def deciders_of(breach: Breach) -> Deciders | None:
    """None once nothing is left to decide."""
    if breach.state not in AWAITING_DECISION:
        return None
    ways, chairs = breach.area.ways_to_decide, chairs_of(breach.area)
    parties = [each.pk for each in breach.parties]
    free = [each.user.post for each in chairs if each.is_free_of(parties)]
    said: list[str] = []
    if ways != WaysToDecide.TOGETHER:
        if free:
            said.append(f"One chair can decide it alone: {' or '.join(free)}.")
        elif chairs:
            said.append("No chair can decide it alone: each acts for a party of the case.")
    together = ways != WaysToDecide.ALONE and len({each.sector for each in chairs}) > 1
    if together:
        said.append("Both chairs can decide it together: one proposes, the other agrees.")
    is_stuck = not together and not (free and ways != WaysToDecide.TOGETHER)
    if is_stuck and not chairs:
        said.append("The forum has no chair yet: the compact officer can have one invited.")
    return Deciders(tuple(said), is_stuck)


@require_http_methods(["GET", "POST"])
def breach_propose(request: HttpRequest, pk: int) -> HttpResponse:
    breach, on = breach_seen_by(request, pk), timezone.localdate()
    require(permissions.may_propose_decision(request.user, breach, on))
    typed, kept = typed_in(request)
    form = DetermineForm(typed)
    if request.method == "POST" and form.is_valid():
        cases.propose_decision(
            breach, by=request.user, on=on, at=timezone.now(), **form.cleaned_data
        )
        messages.success(request, "It is proposed. It is decided once the other chair agrees.")
        return redirect(breach)
    return _show(request, "commitments/breach_propose.html", breach, form, kept)


@require_http_methods(["GET", "POST"])
def breach_answer(request: HttpRequest, pk: int) -> HttpResponse:
    breach, on = breach_seen_by(request, pk), timezone.localdate()
    require(permissions.may_answer_proposal(request.user, breach, on))
    typed, kept = typed_in(request)
    form = ProposalAnswerForm(typed)
    if request.method == "POST" and form.is_valid():
        cases.answer_proposal(
            breach, by=request.user, on=on, at=timezone.now(), **form.cleaned_data
        )
        messages.success(request, "Your answer is recorded.")
        return redirect(breach)
    return _show(request, "commitments/breach_answer.html", breach, form, kept)


def _show(
    request: HttpRequest, template: str, breach: Breach, form: object, kept: bool
) -> HttpResponse:
    context = case_context(breach) | {
        "form": form,
        "typed_was_kept": kept,
        "proposal": breach.proposal,
        "explanations": breach.explanations.select_related("given_by"),
    }
    return render(request, template, context)


def deciding_context(request: HttpRequest, breach: Breach, on: date) -> dict[str, object]:
    """What a case's page says of its decision, and the ways to it that are open to the reader."""
    return {
        "determinations": breach.determinations.select_related("decided_by", "seconded_by"),
        "proposals": breach.proposals.select_related("proposed_by", "answered_by"),
        "deciders": deciders_of(breach),
        "may_determine": permissions.may_determine(request.user, breach, on),
        "may_propose": permissions.may_propose_decision(request.user, breach, on),
        "may_answer": permissions.may_answer_proposal(request.user, breach, on),
    }
