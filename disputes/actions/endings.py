"""How a dispute ends: by agreement, by its raiser, or somewhere else; and what it taught."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.permissions import require
from audit.writing import locked, move
from disputes import permissions
from disputes.actions.stages import current, leave
from disputes.actions.telling import keep_name, log_dispute_event, name_nobody, side_acting
from disputes.models import Dispute, Lesson, Settlement
from disputes.states import DisputeState, Side


def end(dispute: Dispute, state: DisputeState, *, by: User, on: date, note: str = "") -> None:
    """Closes the case and the stage it is at. The caller holds the dispute."""
    leave(current(dispute), on=on, by=by)
    move(dispute, state)
    dispute.ended_on, dispute.ended_by, dispute.ending_note = on, by, note
    dispute.save()


@transaction.atomic
def offer_settlement(
    *, dispute: Dispute, terms: str, by: User, on: date, version: int | None = None
) -> Settlement:
    dispute = locked(dispute, version=version)
    require(permissions.may_offer_settlement(by, dispute))
    side = side_acting(by, dispute)
    keep_name(dispute, side, terms)
    settlement = Settlement.objects.create(
        dispute=dispute, terms=terms, side=side, offered_on=on, offered_by=by
    )
    log_dispute_event("dispute.settlement_offered", dispute, by=by, side=side, on=on, text=terms)
    return settlement


@transaction.atomic
def answer_settlement(
    *, settlement: Settlement, accepted: bool, by: User, on: date, version: int | None = None
) -> Settlement:
    # The case before what hangs on it: one order of locks (ADR 2).
    dispute = locked(settlement.dispute, version=version)
    settlement = locked(settlement)
    require(permissions.may_answer_settlement(by, dispute, settlement))
    side = side_acting(by, dispute)
    settlement.accepted, settlement.answered_on, settlement.answered_by = accepted, on, by
    settlement.save()
    if accepted:
        end(dispute, DisputeState.SETTLED, by=by, on=on, note=settlement.terms)
        log_dispute_event(
            "dispute.settled", dispute, by=by, side=side, on=on, text=settlement.terms
        )
    else:
        log_dispute_event("dispute.settlement_declined", dispute, by=by, side=side, on=on)
    return settlement


@transaction.atomic
def withdraw(
    *, dispute: Dispute, reason: str, by: User, on: date, version: int | None = None
) -> Dispute:
    dispute = locked(dispute, version=version)
    require(permissions.may_withdraw(by, dispute))
    keep_name(dispute, Side.RAISER, reason)
    end(dispute, DisputeState.WITHDRAWN, by=by, on=on, note=reason)
    log_dispute_event("dispute.withdrawn", dispute, by=by, side=Side.RAISER, on=on, reason=reason)
    return dispute


@transaction.atomic
def refer_out(
    *, dispute: Dispute, where: str, reason: str, by: User, on: date, version: int | None = None
) -> Dispute:
    dispute = locked(dispute, version=version)
    require(permissions.may_refer_out(by, dispute))
    keep_name(dispute, Side.RAISER, where, reason)
    note = f"{where}\n\n{reason}".strip()
    end(dispute, DisputeState.REFERRED_OUT, by=by, on=on, note=note)
    log_dispute_event(
        "dispute.referred_out", dispute, by=by, side=Side.RAISER, on=on, where=where, reason=reason
    )
    return dispute


@transaction.atomic
def add_lesson(
    *, dispute: Dispute, text: str, by: User, on: date, version: int | None = None
) -> Lesson:
    dispute = locked(dispute, version=version)
    require(permissions.may_add_lesson(by, dispute))
    side = side_acting(by, dispute)
    name_nobody(dispute, text)
    keep_name(dispute, side, text)
    lesson = Lesson.objects.create(dispute=dispute, text=text, side=side, added_on=on, added_by=by)
    log_dispute_event("dispute.lesson_added", dispute, by=by, side=side, on=on, text=text)
    return lesson
