"""What people do with a case: the body replies, a chair decides, a remedy is recorded."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import require
from audit.actions import log_event
from audit.writing import locked, move
from commitments import permissions
from commitments.models import Breach, Determination, Explanation
from commitments.states import BreachState


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
    finding: str,
    reasons: str,
    on: date,
    at: datetime,
    version: int | None = None,
) -> Determination:
    breach = locked(breach, version=version)
    require(permissions.may_determine(by, breach, on))
    determination = Determination.objects.create(
        breach=breach, finding=finding, reasons=reasons, decided_on=on, decided_at=at, decided_by=by
    )
    move(breach, BreachState(finding))
    _save(breach)
    log_event(f"breach.{finding}", breach, by=by, chain=breach.area.slug, reasons=reasons, on=on)
    return determination


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
