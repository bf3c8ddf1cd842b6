"""Both chairs find together: one proposes, the other answers; and who can find in a case at all."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.permissions import require
from disputes import actions, permissions
from disputes.confidentiality import quoted
from disputes.forms import case as forms
from disputes.models import Dispute, ProposedConclusion
from disputes.states import Side
from disputes.views.changing import case_change, case_page
from disputes.views.lookups import dispute_or_404
from organisations.deciding import chairs_of
from organisations.models import WaysToDecide
from pages.change import Change, change_page

conclusion_propose = case_page(
    forms.ConclusionForm,
    actions.propose_conclusion,
    permissions.may_propose_conclusion,
    may_by_day=True,
    title="Propose a conclusion to the other chair",
    intro="Nothing is found until the other sector’s chair agrees. Both sides read what you "
    "propose.",
    done="It is proposed. It is found once the other chair agrees.",
    submit="Propose it",
)


@change_page
def conclusion_answer(request: HttpRequest, pk: int) -> Change:
    dispute, on = dispute_or_404(request, pk), timezone.localdate()
    require(permissions.may_answer_conclusion(request.user, dispute, on))
    proposed = get_object_or_404(ProposedConclusion, dispute=dispute, agreed=None)
    return case_change(
        request,
        dispute,
        forms.ConclusionAnswerForm,
        partial(
            actions.answer_conclusion, dispute=dispute, by=request.user, on=on, at=timezone.now()
        ),
        title=f"{proposed.get_outcome_display()}: do you agree?",
        intro="If you agree, both of you have found it in these words, and the dispute ends.",
        quote=quoted(
            request.user,
            dispute,
            "\n\n".join(text for text in (proposed.reasons, proposed.reading) if text),
            Side.FORUM,
        ),
        done="Your answer is recorded.",
    )


def deciders_of(dispute: Dispute) -> list[str]:
    """Who can find in an open case, in sentences. A kept name is left out of the count: saying that
    a chair is no longer free would give it away."""
    ways, chairs = dispute.area.ways_to_decide, chairs_of(dispute.area)
    known = [dispute.respondent_id, dispute.represented_by_id]
    parties = [pk for pk in [*known, None if dispute.confidential else dispute.raiser_id] if pk]
    free = [each.user.post for each in chairs if each.is_free_of(parties)]
    said = []
    if ways == WaysToDecide.MEETING:
        said.append("At the forum a meeting finds, with both sectors present.")
    if ways != WaysToDecide.TOGETHER:
        if free:
            said.append(f"Once it is at the forum, one chair can find: {' or '.join(free)}.")
        elif chairs:
            said.append("No chair can find alone: each acts for a party of the case.")
    if ways != WaysToDecide.ALONE and len({each.sector for each in chairs}) > 1:
        said.append("At the forum both chairs can find together: one proposes, the other agrees.")
    said.append(
        "Both sides can also agree on a mediator, a member of the panel or an outside chair, who "
        "then finds."
    )
    return said
