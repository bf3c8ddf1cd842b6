"""What people do with a case: the body replies, a chair decides, a remedy is recorded."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import ActionRefused, require
from audit.actions import record
from commitments import permissions
from commitments.models import Breach, Determination, Explanation
from commitments.states import TRANSITIONS, BreachState


def _locked(breach: Breach) -> Breach:
    """The case as it stands now, held until the transaction ends: a second tab must not decide twice."""
    return (
        Breach.objects.select_for_update(of=("self",))
        .select_related(
            "area", "responsible", "check_made__act__responsible", "check_made__act__counterpart"
        )
        .get(pk=breach.pk)
    )


def _move(breach: Breach, state: BreachState) -> None:
    if state not in TRANSITIONS[BreachState(breach.state)]:
        raise ActionRefused(f"A case that is {breach.get_state_display().lower()} cannot go there.")
    breach.state = state
    breach.save()


@transaction.atomic
def reply(breach: Breach, *, by: User, position: str, text: str, at: datetime) -> Explanation:
    breach = _locked(breach)
    require(permissions.may_reply(by, breach))
    explanation = Explanation.objects.create(
        breach=breach, position=position, text=text, given_at=at, given_by=by
    )
    if breach.state == BreachState.FLAGGED:
        _move(breach, BreachState.ANSWERED)
    record("breach.answered", breach, by=by, chain=breach.area.slug, position=position, text=text)
    return explanation


@transaction.atomic
def determine(
    breach: Breach, *, by: User, finding: str, reasons: str, on: date, at: datetime
) -> Determination:
    breach = _locked(breach)
    require(permissions.may_determine(by, breach, on))
    determination = Determination.objects.create(
        breach=breach, finding=finding, reasons=reasons, decided_on=on, decided_at=at, decided_by=by
    )
    _move(breach, BreachState(finding))
    record(f"breach.{finding}", breach, by=by, chain=breach.area.slug, reasons=reasons, on=on)
    return determination


@transaction.atomic
def record_remedy(breach: Breach, *, by: User, remedied_on: date, remedy: str) -> Breach:
    breach = _locked(breach)
    require(permissions.may_record_remedy(by, breach))
    breach.remedied_on, breach.remedy = remedied_on, remedy
    _move(breach, BreachState.REMEDIED)
    record("breach.remedied", breach, by=by, chain=breach.area.slug, on=remedied_on, remedy=remedy)
    return breach
