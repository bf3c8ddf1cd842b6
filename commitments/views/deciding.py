"""Both chairs decide a case together: one proposes, the other answers; and who can decide it at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from django.http import HttpRequest
from django.utils import timezone

from commitments import cases, permissions
from commitments.forms import DetermineForm, ProposalAnswerForm
from commitments.models import Breach
from commitments.states import AWAITING_DECISION
from commitments.views.changing import case_change
from commitments.views.lookups import breach_seen_by
from organisations.deciding import chairs_of
from organisations.models import WaysToDecide
from pages.change import Change, change_page


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
    if ways == WaysToDecide.MEETING:
        said.append("A meeting of the forum decides it, with both sectors present.")
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


@change_page
def breach_propose(request: HttpRequest, pk: int) -> Change:
    breach, on = breach_seen_by(request, pk), timezone.localdate()
    return case_change(
        breach,
        may=permissions.may_propose_decision(request.user, breach, on),
        form=partial(DetermineForm, breach=breach),
        verb=partial(cases.propose_decision, breach, by=request.user, on=on, at=timezone.now()),
        title="Propose a decision to the other chair",
        about="commitments/_before_proposal.html",
        context={"explanations": breach.explanations.select_related("given_by")},
        submit="Propose it",
        done="It is proposed. It is decided once the other chair agrees.",
    )


@change_page
def breach_answer(request: HttpRequest, pk: int) -> Change:
    breach, on = breach_seen_by(request, pk), timezone.localdate()
    return case_change(
        breach,
        may=permissions.may_answer_proposal(request.user, breach, on),
        form=ProposalAnswerForm,
        verb=partial(cases.answer_proposal, breach, by=request.user, on=on, at=timezone.now()),
        title="Answer what is proposed",
        submit="Record my answer",
        about="commitments/_before_answer.html",
        context={
            "proposal": breach.proposal,
            "explanations": breach.explanations.select_related("given_by"),
        },
        done="Your answer is recorded.",
    )


def deciding_context(request: HttpRequest, breach: Breach, on: date) -> dict[str, object]:
    """What a case's page says of its decision, and the ways to it that are open to the reader."""
    return {
        "determinations": breach.determinations.select_related("decided_by", "seconded_by"),
        "proposals": breach.proposals.all(),
        "deciders": deciders_of(breach),
        "may_determine": permissions.may_determine(request.user, breach, on),
        "may_propose": permissions.may_propose_decision(request.user, breach, on),
        "may_answer": permissions.may_answer_proposal(request.user, breach, on),
    }
