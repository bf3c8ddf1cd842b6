"""What was promised at the end, whether it happened; and holding the decision on the way."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import ActionRefused, require
from audit.actions import logged_last
from audit.writing import locked
from commitments.cases import record_remedy
from commitments.permissions import may_record_remedy
from disputes import permissions
from disputes.actions.telling import keep_name, log_dispute_event, side_acting
from disputes.confidentiality import links_tell_raiser
from disputes.models import Dispute, Remedy, Standstill
from disputes.states import Side
from rules import FactError, add_months

CHECKED_AFTER_MONTHS = 3


@transaction.atomic
def add_remedy(
    *,
    dispute: Dispute,
    what: str,
    owner_side: str,
    due_on: date,
    by: User,
    on: date,
    version: int | None = None,
) -> Remedy:
    """An action with its owner and day. It is checked three months after the dispute ended, or on
    its own day where that is later. An owner on the raising side is never written by name."""
    dispute = locked(dispute, version=version)
    require(permissions.may_add_remedy(by, dispute))
    side = side_acting(by, dispute)
    keep_name(dispute, side, what)
    if due_on < on:
        raise ActionRefused("The day by which it is to be done cannot be in the past.")
    ended_on = dispute.ended_on or on
    remedy = Remedy.objects.create(
        dispute=dispute,
        what=what,
        owner=dispute.respondent if owner_side == Side.RESPONDENT else None,
        due_on=due_on,
        check_on=max(due_on, add_months(ended_on, CHECKED_AFTER_MONTHS)),
        added_on=on,
        added_by=by,
    )
    log_dispute_event(
        "dispute.remedy_added",
        dispute,
        by=by,
        side=side,
        on=on,
        text=what,
        due_on=due_on,
        check_on=remedy.check_on,
    )
    return remedy


@transaction.atomic
@logged_last()
def report_remedy(
    *, remedy: Remedy, report: str, done_on: date, by: User, on: date, version: int | None = None
) -> Remedy:
    """The owner says that it is done. A confirmed breach that it puts right is recorded as such."""
    dispute, remedy = _held(remedy, version)
    require(permissions.may_report_remedy(by, remedy))
    if done_on > on:
        raise FactError("done_on", "The day it was done cannot be in the future")
    side = side_acting(by, dispute)
    keep_name(dispute, side, report)
    remedy.reported_on, remedy.reported_by, remedy.report = on, by, report
    remedy.save()
    log_dispute_event("dispute.remedy_reported", dispute, by=by, side=side, on=on, text=report)
    # The breach's history would connect the case with its counterpart's name (ADR 30).
    if dispute.breach is None or links_tell_raiser(dispute):
        return remedy
    breach = locked(dispute.breach)
    if not may_record_remedy(by, breach):
        return remedy
    # A breach is put right by all that was promised, not by the first of it.
    others = dispute.remedies.filter(reported_on=None).exclude(pk=remedy.pk)
    if not others.exists() and breach.breached_on <= done_on <= on:
        record_remedy(breach, by=by, remedied_on=done_on, remedy=report)
        log_dispute_event("dispute.breach_remedied", dispute, by=by, side=side, on=on)
    return remedy


@transaction.atomic
def check_remedy(
    *, remedy: Remedy, happened: str, note: str, by: User, on: date, version: int | None = None
) -> Remedy:
    """Did it happen? Asked of everybody but the side that was to do it."""
    dispute, remedy = _held(remedy, version)
    require(permissions.may_check_remedy(by, remedy, on))
    side = side_acting(by, dispute)
    keep_name(dispute, side, note)
    remedy.happened, remedy.check_note = happened, note
    remedy.checked_on, remedy.checked_by = on, by
    remedy.save()
    log_dispute_event(
        "dispute.remedy_checked", dispute, by=by, side=side, on=on, happened=happened, text=note
    )
    return remedy


def _held(remedy: Remedy, version: int | None) -> tuple[Dispute, Remedy]:
    # The case before what hangs on it: one order of locks (ADR 2).
    dispute = locked(remedy.dispute, version=version)
    remedy = locked(remedy)
    # Permissions read the case through the remedy: let them read the row that is held.
    remedy.dispute = dispute
    return dispute, remedy


@transaction.atomic
def ask_standstill(
    *, dispute: Dispute, what: str, by: User, on: date, version: int | None = None
) -> Standstill:
    dispute = locked(dispute, version=version)
    require(permissions.may_ask_standstill(by, dispute))
    keep_name(dispute, Side.RAISER, what)
    standstill = Standstill.objects.create(dispute=dispute, what=what, asked_on=on, asked_by=by)
    log_dispute_event(
        "dispute.standstill_asked", dispute, by=by, side=Side.RAISER, on=on, text=what
    )
    return standstill


@transaction.atomic
def answer_standstill(
    *,
    standstill: Standstill,
    granted: bool,
    reason: str,
    by: User,
    on: date,
    until: date | None = None,
    version: int | None = None,
) -> Standstill:
    dispute = locked(standstill.dispute, version=version)
    require(permissions.may_answer_standstill(by, dispute))
    standstill = locked(standstill)
    if standstill.granted is not None:
        raise ActionRefused("This request has been answered.")
    standstill.granted, standstill.reason = granted, reason
    standstill.until = until if granted else None
    standstill.answered_on, standstill.answered_by = on, by
    standstill.save()
    verb = "dispute.standstill_granted" if granted else "dispute.standstill_refused"
    log_dispute_event(
        verb, dispute, by=by, side=Side.RESPONDENT, on=on, reason=reason, until=standstill.until
    )
    return standstill


@transaction.atomic
def tell_exactly(
    *, dispute: Dispute, by: User, at: datetime, version: int | None = None
) -> Dispute:
    """The body that represents tells those who decide the exact day and clauses. It cannot be untold."""
    dispute = locked(dispute, version=version)
    require(permissions.may_tell_exactly(by, dispute))
    side = side_acting(by, dispute)
    dispute.exact_told_at, dispute.exact_told_by = at, by
    dispute.save()
    log_dispute_event("dispute.exact_told", dispute, by=by, side=side)
    return dispute


@transaction.atomic
def set_anonymous(
    *, dispute: Dispute, anonymous: bool, by: User, version: int | None = None
) -> Dispute:
    """Either party may ask that the annual review names neither of them."""
    dispute = locked(dispute, version=version)
    require(permissions.may_set_anonymous(by, dispute))
    side = side_acting(by, dispute)
    if dispute.anonymous_in_review == anonymous:
        return dispute
    dispute.anonymous_in_review = anonymous
    dispute.save()
    log_dispute_event("dispute.anonymity_set", dispute, by=by, side=side, anonymous=anonymous)
    return dispute
