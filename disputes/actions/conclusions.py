"""What is found: by the forum's chair, by both chairs together, by its panel or the mediator."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import ActionRefused, require
from audit.actions import logged_last
from audit.writing import locked
from commitments.cases import determine_as_concluded
from commitments.models import Determination
from commitments.permissions import may_be_decided_as_concluded
from disputes import permissions
from disputes.actions.endings import end
from disputes.actions.telling import keep_name, log_dispute_event, name_nobody, side_acting
from disputes.confidentiality import links_tell_raiser
from disputes.models import Conclusion, Dispute, ProposedConclusion
from disputes.states import FOUND, DisputeState, Side
from organisations.deciding import how_decided, sector_of_chair

FEEDS = {
    DisputeState.UPHELD: Determination.Decision.CONFIRMED,
    DisputeState.UPHELD_IN_PART: Determination.Decision.CONFIRMED,
    DisputeState.NOT_UPHELD: Determination.Decision.REJECTED,
}


@transaction.atomic
@logged_last()
def conclude(
    *,
    dispute: Dispute,
    outcome: str,
    reasons: str,
    reading: str,
    by: User,
    on: date,
    at: datetime,
    met_on: date | None = None,
    version: int | None = None,
) -> Conclusion:
    """A chair, the panel or the mediator finds, or a chair records what the forum's meeting of a day
    found. It feeds the linked breach where the rules of breaches allow it."""
    dispute = locked(dispute, version=version)
    require(permissions.may_decide(by, dispute, on))
    name_nobody(dispute, reading)
    side = Side.NEUTRAL if permissions.is_neutral_of(by, dispute) else Side.FORUM
    require(permissions.could_be_found_in(dispute, side, met_on))
    return _conclude(
        dispute,
        outcome,
        reasons=reasons,
        reading=reading,
        by=by,
        side=side,
        on=on,
        at=at,
        met_on=met_on,
    )


@transaction.atomic
def propose_conclusion(
    *,
    dispute: Dispute,
    outcome: str,
    reasons: str,
    reading: str,
    by: User,
    on: date,
    met_on: date | None = None,
    version: int | None = None,
) -> ProposedConclusion:
    """A chair proposes to the chair of the other sector what both find, or what the forum's meeting
    of a day found. Nothing is found yet."""
    dispute = locked(dispute, version=version)
    require(permissions.may_propose_conclusion(by, dispute, on))
    require(permissions.could_be_found_in(dispute, Side.FORUM, met_on))
    name_nobody(dispute, reading)
    keep_name(dispute, side_acting(by, dispute), reasons, reading)
    proposed = ProposedConclusion.objects.create(
        dispute=dispute,
        outcome=_conclusion(outcome),
        reasons=reasons,
        reading=reading,
        sector=sector_of_chair(by, dispute.area),
        proposed_on=on,
        met_on=met_on,
        proposed_by=by,
    )
    log_dispute_event(
        "dispute.finding_proposed",
        dispute,
        by=by,
        side=Side.FORUM,
        on=on,
        outcome=outcome,
        reasons=reasons,
        reading=reading,
        **how_decided(by, seconded_by=None, met_on=met_on),
    )
    return proposed


@transaction.atomic
@logged_last()
def answer_conclusion(
    *,
    dispute: Dispute,
    agreed: bool,
    answer: str,
    by: User,
    on: date,
    at: datetime,
    version: int | None = None,
) -> ProposedConclusion:
    """The other sector's chair agrees, and both have found; or says why not, and nobody has."""
    dispute = locked(dispute, version=version)
    require(permissions.may_answer_conclusion(by, dispute, on))
    keep_name(dispute, side_acting(by, dispute), answer)
    proposed = locked(dispute.proposed_conclusions.get(agreed=None))
    proposed.agreed, proposed.answer = agreed, answer
    proposed.answered_on, proposed.answered_by = on, by
    proposed.save()
    if not agreed:
        log_dispute_event(
            "dispute.finding_declined", dispute, by=by, side=Side.FORUM, on=on, reason=answer
        )
        return proposed
    _conclude(
        dispute,
        proposed.outcome,
        reasons=proposed.reasons,
        reading=proposed.reading,
        by=proposed.proposed_by,
        seconded_by=by,
        side=Side.FORUM,
        on=on,
        at=at,
        met_on=proposed.met_on,
    )
    return proposed


def _conclusion(outcome: str) -> DisputeState:
    state = DisputeState(outcome)
    if state not in FOUND:
        raise ActionRefused("This is not a conclusion.")
    return state


def _conclude(
    dispute: Dispute,
    outcome: str,
    *,
    reasons: str,
    reading: str,
    by: User,
    side: Side,
    on: date,
    at: datetime,
    seconded_by: User | None = None,
    met_on: date | None = None,
) -> Conclusion:
    """Ends the case with what was found. The caller holds it and has asked permission."""
    state, signed_by = _conclusion(outcome), seconded_by or by
    dispute.proposed_conclusions.filter(agreed=None).update(
        agreed=False, answer="Found otherwise.", answered_on=on, answered_by=signed_by
    )
    end(dispute, state, by=signed_by, on=on)
    conclusion = Conclusion.objects.create(
        dispute=dispute,
        outcome=state,
        reasons=reasons,
        reading=reading,
        decided_on=on,
        decided_by=by,
        decided_as=side,
        seconded_by=seconded_by,
        met_on=met_on,
    )
    # Told before the breach is decided: the log tells a cause before its effect (ADR 2).
    log_dispute_event(
        "dispute.found",
        dispute,
        by=signed_by,
        side=side,
        on=on,
        outcome=state.value,
        reasons=reasons,
        reading=reading,
        **how_decided(by, seconded_by=seconded_by, met_on=met_on),
    )
    _feed_breach(dispute, conclusion, at=at)
    return conclusion


def _feed_breach(dispute: Dispute, conclusion: Conclusion, *, at: datetime) -> None:
    """Decides the linked breach as the dispute was decided. In a confidential case a breach that
    names its counterpart is left alone: its history would tell who raised the dispute."""
    state = DisputeState(conclusion.outcome)
    if dispute.breach is None or state not in FEEDS or links_tell_raiser(dispute):
        return
    breach, by, on = locked(dispute.breach), conclusion.decided_by, conclusion.decided_on
    together = conclusion.seconded_by is not None
    allowed = may_be_decided_as_concluded(by, breach, on, together=together)
    if not allowed:
        log_dispute_event("dispute.breach_left", dispute, by=by, on=on, reason=allowed.reason)
        return
    determine_as_concluded(
        breach,
        by=by,
        together_with=conclusion.seconded_by,
        met_on=conclusion.met_on,
        decision=FEEDS[state].value,
        reasons=f"As found in dispute {dispute.reference}: {state.label.lower()}.",
        on=on,
        at=at,
    )
    signed_by = conclusion.seconded_by or by
    log_dispute_event(
        "dispute.breach_decided", dispute, by=signed_by, on=on, decision=FEEDS[state].value
    )
