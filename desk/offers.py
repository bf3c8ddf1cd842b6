"""What the desk tells other pages: what somebody who leaves a role leaves behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from accounts.models import User
from commitments.models import Breach, ProposedDecision
from commitments.states import BreachState
from desk.asked import CONCLUSION, DECISION, DECLARE, HELP, VOID, asked_of
from desk.waiting import drafts_of
from disputes.models import Dispute, ProposedConclusion
from disputes.states import DisputeState
from organisations.models import Membership, Role
from organisations.permissions import OWN_BODY, WHOLE_AREA, Right

ASKED = {
    VOID: "request to void a response, which others of {body} can answer",
    DECISION: "proposed decision to answer, which another chair of the sector takes over",
    CONCLUSION: "proposed conclusion to answer, which another chair of the sector takes over",
    DECLARE: "case into which both sides asked this person: it stays with the person",
    HELP: "case into which both sides asked this person: it stays with the person",
}


def left_behind(viewer: Any, membership: Membership) -> Iterator[str]:
    """How much of each kind, and who goes on with it. Counted, not named: whoever ends a role need
    not be somebody who may read what the person was working on."""
    person, body = User.objects.get(pk=membership.user_id), membership.organisation
    role = Role(membership.role)
    drafts = [act for act, _ in drafts_of(person, membership.area) if act.responsible_id == body.pk]
    yield from _said(len(drafts), f"draft, which others of {body} can go on with")
    if Right.RECORD in OWN_BODY[role]:
        disputes = Dispute.objects.visible_to(viewer).filter(state=DisputeState.DRAFT, raiser=body)
        yield from _said(
            disputes.count(), f"draft of a dispute, which others of {body} can go on with"
        )
    if Right.SPEAK in OWN_BODY[role]:
        replies = Breach.objects.filter(state=BreachState.FLAGGED, responsible=body)
        yield from _said(replies.count(), f"finding to answer, which others of {body} can do")
    if Right.DECIDE in WHOLE_AREA[role]:
        yield from _said(_proposed(person), "proposal of theirs that waits for the other chair")
    counted = Counter(e.kind for e in asked_of(person) if e.area_id == membership.area_id)
    for kind, count in counted.items():
        yield from _said(count, ASKED[kind].format(body=body))
    if not _others(membership):
        yield f"Nobody else can sign in for {body}. Invite somebody, so that its work goes on."


def _said(count: int, words: str) -> Iterator[str]:
    if count == 1:
        yield f"1 {words}"
    elif count:
        noun, comma, rest = words.partition(",")
        yield f"{count} × {noun}{comma}{rest}"


def _proposed(person: User) -> int:
    decisions = ProposedDecision.objects.waiting().filter(proposed_by=person)
    conclusions = ProposedConclusion.objects.filter(proposed_by=person, agreed=None)
    return decisions.count() + conclusions.count()


def _others(membership: Membership) -> bool:
    others = Membership.objects.current().filter(
        organisation=membership.organisation_id, user__is_active=True
    )
    return others.exclude(user=membership.user_id).exists()
