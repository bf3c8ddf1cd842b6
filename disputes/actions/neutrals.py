"""A mediator or panel: proposed, agreed by both sides, declared, stood down."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import ActionRefused, require
from audit.writing import locked
from disputes import permissions
from disputes.actions.telling import keep_name, side_acting, tell
from disputes.models import Dispute, Neutral
from disputes.states import Side


@transaction.atomic
def propose_neutral(
    *,
    dispute: Dispute,
    person: User,
    part: str,
    why: str,
    by: User,
    at: datetime,
    version: int | None = None,
) -> Neutral:
    dispute = locked(dispute, version=version)
    require(permissions.may_propose_neutral(by, dispute))
    side = side_acting(by, dispute)
    require(permissions.may_be_neutral(person, dispute))
    keep_name(dispute, side, why)
    if dispute.neutrals.standing().filter(user=person).exists():
        raise ActionRefused("This person is already proposed for this case.")
    neutral = Neutral(
        dispute=dispute,
        user=person,
        part=part,
        why=why,
        proposed_side=side,
        proposed_at=at,
        proposed_by=by,
    )
    _agree(neutral, side, at)
    neutral.save()
    tell("dispute.neutral_proposed", dispute, by=by, side=side, who=person.post, reason=why)
    return neutral


def _agree(neutral: Neutral, side: Side, at: datetime) -> None:
    if side == Side.RAISER:
        neutral.agreed_by_raiser_at = at
    else:
        neutral.agreed_by_respondent_at = at


@transaction.atomic
def agree_neutral(
    *, neutral: Neutral, by: User, at: datetime, version: int | None = None
) -> Neutral:
    dispute, neutral = _held(neutral, version)
    require(permissions.may_agree_neutral(by, dispute, neutral))
    side = side_acting(by, dispute)
    _agree(neutral, side, at)
    neutral.save()
    tell("dispute.neutral_agreed", dispute, by=by, side=side, who=neutral.user.post)
    return neutral


@transaction.atomic
def declare_interests(
    *,
    neutral: Neutral,
    conflict: bool,
    declaration: str,
    by: User,
    at: datetime,
    version: int | None = None,
) -> Neutral:
    """The neutral says what ties they have. One that conflicts ends their part at once."""
    dispute, neutral = _held(neutral, version)
    require(permissions.may_declare(by, dispute, neutral))
    require(permissions.may_be_neutral(by, dispute))
    if conflict:
        neutral.stood_down_at = at
        neutral.stood_down_because = declaration or "A conflict of interest."
    else:
        neutral.declared_at, neutral.declaration = at, declaration
    neutral.save()
    verb = "dispute.neutral_conflicted" if conflict else "dispute.neutral_appointed"
    tell(verb, dispute, by=by, side=Side.NEUTRAL, who=neutral.user.post, text=declaration)
    return neutral


@transaction.atomic
def end_neutral(
    *, neutral: Neutral, reason: str, by: User, at: datetime, version: int | None = None
) -> Neutral:
    dispute, neutral = _held(neutral, version)
    require(permissions.may_end_neutral(by, dispute, neutral))
    side = Side.NEUTRAL if neutral.user_id == by.pk else side_acting(by, dispute)
    keep_name(dispute, side, reason)
    neutral.stood_down_at, neutral.stood_down_because = at, reason
    neutral.save()
    tell("dispute.neutral_ended", dispute, by=by, side=side, who=neutral.user.post, reason=reason)
    return neutral


def _held(neutral: Neutral, version: int | None) -> tuple[Dispute, Neutral]:
    dispute = locked(neutral.dispute, version=version)
    return dispute, locked(neutral)
