"""How a dispute ends: by agreement, by its raiser, by a finding, or somewhere else."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import ActionRefused, require
from audit.actions import logged_last
from audit.writing import locked, move
from commitments.cases import determine
from commitments.models import Determination
from commitments.permissions import may_determine
from disputes import permissions
from disputes.actions.stages import current, leave
from disputes.actions.telling import keep_name, side_acting, tell
from disputes.confidentiality import links_tell_raiser
from disputes.models import Dispute, Finding, Lesson, Settlement
from disputes.states import FOUND, DisputeState, Side

FEEDS = {
    DisputeState.UPHELD: Determination.Finding.CONFIRMED,
    DisputeState.UPHELD_IN_PART: Determination.Finding.CONFIRMED,
    DisputeState.NOT_UPHELD: Determination.Finding.REJECTED,
}


def _end(dispute: Dispute, state: DisputeState, *, by: User, on: date, note: str = "") -> None:
    leave(current(dispute), on=on, by=by)
    move(dispute, state)
    dispute.ended_on, dispute.ended_by, dispute.ending_note = on, by, note
    dispute.version += 1
    dispute.save()


@transaction.atomic
def offer_settlement(*, dispute: Dispute, terms: str, by: User, on: date) -> Settlement:
    dispute = locked(dispute)
    require(permissions.may_offer_settlement(by, dispute))
    side = side_acting(by, dispute)
    keep_name(dispute, side, terms)
    settlement = Settlement.objects.create(
        dispute=dispute, terms=terms, side=side, offered_on=on, offered_by=by
    )
    tell("dispute.settlement_offered", dispute, by=by, side=side, on=on, text=terms)
    return settlement


@transaction.atomic
def answer_settlement(*, settlement: Settlement, accepted: bool, by: User, on: date) -> Settlement:
    dispute = locked(settlement.dispute)
    settlement = locked(settlement)
    require(permissions.may_answer_settlement(by, dispute, settlement))
    side = side_acting(by, dispute)
    settlement.accepted, settlement.answered_on, settlement.answered_by = accepted, on, by
    settlement.save()
    if accepted:
        _end(dispute, DisputeState.SETTLED, by=by, on=on, note=settlement.terms)
        tell("dispute.settled", dispute, by=by, side=side, on=on, text=settlement.terms)
    else:
        tell("dispute.settlement_declined", dispute, by=by, side=side, on=on)
    return settlement


@transaction.atomic
def withdraw(*, dispute: Dispute, reason: str, by: User, on: date) -> Dispute:
    dispute = locked(dispute)
    require(permissions.may_withdraw(by, dispute))
    keep_name(dispute, Side.RAISER, reason)
    _end(dispute, DisputeState.WITHDRAWN, by=by, on=on, note=reason)
    tell("dispute.withdrawn", dispute, by=by, side=Side.RAISER, on=on, reason=reason)
    return dispute


@transaction.atomic
def refer_out(*, dispute: Dispute, where: str, reason: str, by: User, on: date) -> Dispute:
    dispute = locked(dispute)
    require(permissions.may_refer_out(by, dispute))
    keep_name(dispute, Side.RAISER, where, reason)
    note = f"{where}\n\n{reason}".strip()
    _end(dispute, DisputeState.REFERRED_OUT, by=by, on=on, note=note)
    tell(
        "dispute.referred_out", dispute, by=by, side=Side.RAISER, on=on, where=where, reason=reason
    )
    return dispute


@transaction.atomic
@logged_last()
def find(
    *,
    dispute: Dispute,
    outcome: str,
    reasons: str,
    reading: str,
    by: User,
    on: date,
    at: datetime,
) -> Finding:
    """The forum, its panel or the mediator finds. What they found feeds the linked breach where the
    rules of breaches allow it."""
    dispute = locked(dispute)
    require(permissions.may_decide(by, dispute))
    state = DisputeState(outcome)
    if state not in FOUND:
        raise ActionRefused("This is not a finding.")
    side = Side.NEUTRAL if permissions.is_neutral_of(by, dispute) else Side.FORUM
    _end(dispute, state, by=by, on=on)
    finding = Finding.objects.create(
        dispute=dispute,
        outcome=state,
        reasons=reasons,
        reading=reading,
        decided_on=on,
        decided_by=by,
        decided_as=side,
    )
    tell(
        "dispute.found",
        dispute,
        by=by,
        side=side,
        on=on,
        outcome=state.value,
        reasons=reasons,
        reading=reading,
    )
    _feed_breach(dispute, state, by=by, on=on, at=at)
    return finding


def _feed_breach(
    dispute: Dispute, state: DisputeState, *, by: User, on: date, at: datetime
) -> None:
    """Decides the linked breach as the dispute was decided. In a confidential case a breach that
    names its counterpart is left alone: its history would tell who raised the dispute."""
    if dispute.breach is None or state not in FEEDS or links_tell_raiser(dispute):
        return
    breach = locked(dispute.breach)
    allowed = may_determine(by, breach, on)
    if not allowed:
        tell("dispute.breach_left", dispute, by=by, on=on, reason=allowed.reason)
        return
    determine(
        breach,
        by=by,
        finding=FEEDS[state].value,
        reasons=f"As found in dispute {dispute.reference}: {state.label.lower()}.",
        on=on,
        at=at,
    )
    tell("dispute.breach_decided", dispute, by=by, on=on, finding=FEEDS[state].value)


@transaction.atomic
def add_lesson(*, dispute: Dispute, text: str, by: User, on: date) -> Lesson:
    dispute = locked(dispute)
    require(permissions.may_add_lesson(by, dispute))
    side = side_acting(by, dispute)
    keep_name(dispute, side, text)
    lesson = Lesson.objects.create(dispute=dispute, text=text, side=side, added_on=on, added_by=by)
    tell("dispute.lesson_added", dispute, by=by, side=side, on=on, text=text)
    return lesson
