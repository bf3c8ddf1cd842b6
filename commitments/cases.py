"""What people do with a case: the body replies, a chair decides, a remedy is recorded."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import require
from audit.actions import log_event, logged_last
from audit.writing import locked, move
from commitments import permissions
from commitments.models import Breach, Determination, Explanation, ProposedDecision
from commitments.states import BreachState
from organisations.deciding import how_decided, sector_of_chair


def _save(breach: Breach) -> None:
    breach.version += 1
    breach.save()


@transaction.atomic
def reply(
    breach: Breach, *, by: User, position: str, text: str, at: datetime, version: int | None = None
) -> Explanation:
    breach = locked(breach, version=version)
    require(permissions.may_reply(by, breach))
    explanation = Explanation.objects.create(
        breach=breach, position=position, text=text, given_at=at, given_by=by
    )
    # A later reply adds to the first, and the case is answered already.
    if breach.state == BreachState.FLAGGED:
        move(breach, BreachState.ANSWERED)
    _save(breach)
    log_event(
        "breach.answered", breach, by=by, chain=breach.area.slug, position=position, text=text
    )
    return explanation


@transaction.atomic
def determine(
    breach: Breach,
    *,
    by: User,
    decision: str,
    reasons: str,
    on: date,
    at: datetime,
    met_on: date | None = None,
    version: int | None = None,
) -> Determination:
    """One chair decides, who belongs to no party, or records what the forum's meeting of a day
    decided."""
    breach = locked(breach, version=version)
    require(permissions.may_determine(by, breach, on))
    require(permissions.could_be_decided_in(breach, met_on))
    return _decide(breach, by=by, decision=decision, reasons=reasons, on=on, at=at, met_on=met_on)


@transaction.atomic
def determine_as_concluded(
    breach: Breach,
    *,
    by: User,
    decision: str,
    reasons: str,
    on: date,
    at: datetime,
    together_with: User | None = None,
    met_on: date | None = None,
) -> Determination:
    """Decides a case as a dispute about it was found: by somebody both parties agreed on, or by
    both chairs. The dispute's own verb has asked whether they might find."""
    breach = locked(breach)
    require(
        permissions.may_be_decided_as_concluded(by, breach, on, together=together_with is not None)
    )
    return _decide(
        breach,
        by=by,
        seconded_by=together_with,
        decision=decision,
        reasons=reasons,
        on=on,
        at=at,
        met_on=met_on,
    )


def _decide(
    breach: Breach,
    *,
    by: User,
    decision: str,
    reasons: str,
    on: date,
    at: datetime,
    seconded_by: User | None = None,
    met_on: date | None = None,
) -> Determination:
    """Writes the decision down. The caller holds the case and has asked permission."""
    waiting = breach.proposals.filter(agreed=None)
    waiting.update(agreed=False, answer="Decided otherwise.", answered_at=at, answered_by=by)
    determination = Determination.objects.create(
        breach=breach,
        decision=decision,
        reasons=reasons,
        decided_on=on,
        decided_at=at,
        decided_by=by,
        seconded_by=seconded_by,
        met_on=met_on,
    )
    move(breach, BreachState(decision))
    _save(breach)
    log_event(
        f"breach.{decision}",
        breach,
        # Where two decide, the second one's agreement makes it a decision, so the event is theirs.
        by=seconded_by or by,
        chain=breach.area.slug,
        reasons=reasons,
        on=on,
        **how_decided(by, seconded_by=seconded_by, met_on=met_on),
    )
    return determination


@transaction.atomic
def propose_decision(
    breach: Breach,
    *,
    by: User,
    decision: str,
    reasons: str,
    on: date,
    at: datetime,
    met_on: date | None = None,
    version: int | None = None,
) -> ProposedDecision:
    """A chair proposes to the chair of the other sector what both decide, or what the forum's meeting
    of a day decided. Nothing is decided yet."""
    breach = locked(breach, version=version)
    require(permissions.may_propose_decision(by, breach, on))
    require(permissions.could_be_decided_in(breach, met_on))
    lapsed = breach.proposals.filter(agreed=None)  # made before the case was raised anew
    lapsed.update(agreed=False, answer="Raised anew.", answered_at=at, answered_by=by)
    proposal = ProposedDecision.objects.create(
        breach=breach,
        decision=decision,
        reasons=reasons,
        sector=sector_of_chair(by, breach.area),
        # By this day a proposal lapses that was made before the case was raised anew.
        case_found_on=breach.detected_on,
        met_on=met_on,
        proposed_at=at,
        proposed_by=by,
    )
    _save(breach)
    log_event(
        "breach.decision_proposed",
        breach,
        by=by,
        chain=breach.area.slug,
        decision=decision,
        reasons=reasons,
        sector=proposal.sector,
        **how_decided(by, seconded_by=None, met_on=met_on),
    )
    return proposal


@transaction.atomic
@logged_last()
def answer_proposal(
    breach: Breach,
    *,
    by: User,
    agreed: bool,
    answer: str,
    on: date,
    at: datetime,
    version: int | None = None,
) -> ProposedDecision:
    """The other sector's chair agrees, and both have decided; or says why not, and nobody has."""
    breach = locked(breach, version=version)
    require(permissions.may_answer_proposal(by, breach, on))
    proposal = locked(breach.proposals.get(agreed=None))
    proposal.agreed, proposal.answer, proposal.answered_at, proposal.answered_by = (
        agreed, answer, at, by,
    )  # fmt: skip
    proposal.save()
    if agreed:
        _decide(
            breach,
            by=proposal.proposed_by,
            seconded_by=by,
            decision=proposal.decision,
            reasons=proposal.reasons,
            on=on,
            at=at,
            met_on=proposal.met_on,
        )
    else:
        _save(breach)
        log_event("breach.proposal_declined", breach, by=by, chain=breach.area.slug, reason=answer)
    return proposal


@transaction.atomic
def record_remedy(
    breach: Breach, *, by: User, remedied_on: date, remedy: str, version: int | None = None
) -> Breach:
    breach = locked(breach, version=version)
    require(permissions.may_record_remedy(by, breach))
    breach.remedied_on, breach.remedy = remedied_on, remedy
    move(breach, BreachState.REMEDIED)
    _save(breach)
    log_event(
        "breach.remedied", breach, by=by, chain=breach.area.slug, on=remedied_on, remedy=remedy
    )
    return breach
