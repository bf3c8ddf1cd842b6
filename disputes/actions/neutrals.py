"""A mediator or panel: proposed, agreed by both sides, declared, stood down."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import ActionRefused, require
from audit.writing import locked
from disputes import permissions
from disputes.actions.telling import keep_name, log_dispute_event, side_acting
from disputes.models import Dispute, Neutral
from disputes.states import Side
from organisations.actions import account_of


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
    return _propose(dispute, person, post="", part=part, why=why, by=by, at=at)


@transaction.atomic
def invite_neutral(
    *,
    dispute: Dispute,
    email: str,
    post: str,
    part: str,
    why: str,
    by: User,
    at: datetime,
    version: int | None = None,
) -> Neutral:
    """Proposes somebody by post and address. Whether the address is known here is not told: an account
    is made where there is none, and they go by the post they were invited with."""
    dispute = locked(dispute, version=version)
    require(permissions.may_propose_neutral(by, dispute))
    person = account_of(email, post)
    return _propose(dispute, person, post=post, part=part, why=why, by=by, at=at)


def _propose(
    dispute: Dispute, person: User, *, post: str, part: str, why: str, by: User, at: datetime
) -> Neutral:
    """The caller holds the dispute and has asked permission."""
    side = side_acting(by, dispute)
    _require_fit(person, dispute, side)
    # The post too: whoever invites types it, and the log tells it.
    keep_name(dispute, side, why, post)
    if dispute.neutrals.standing().filter(user=person).exists():
        raise ActionRefused("This person is already proposed for this case.")
    neutral = Neutral(
        dispute=dispute,
        user=person,
        post=post,
        part=part,
        why=why,
        proposed_side=side,
        proposed_at=at,
        proposed_by=by,
    )
    _agree(neutral, side, at)
    neutral.save()
    log_dispute_event(
        "dispute.neutral_proposed", dispute, by=by, side=side, who=neutral.called, reason=why
    )
    return neutral


def _require_fit(person: User, dispute: Dispute, side: Side) -> None:
    """Refuses somebody who can be no neutral here. Where a name is kept, its own side alone is told: it
    agrees to nobody of the area's organisations, and the other side learns that as a decline."""
    if side == Side.RAISER or not dispute.confidential:
        require(permissions.may_be_neutral(person, dispute))


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
    _require_fit(neutral.user, dispute, side)
    _agree(neutral, side, at)
    neutral.save()
    log_dispute_event("dispute.neutral_agreed", dispute, by=by, side=side, who=neutral.called)
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
    log_dispute_event(verb, dispute, by=by, side=Side.NEUTRAL, who=neutral.called, text=declaration)
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
    log_dispute_event(
        "dispute.neutral_ended", dispute, by=by, side=side, who=neutral.called, reason=reason
    )
    return neutral


def _held(neutral: Neutral, version: int | None) -> tuple[Dispute, Neutral]:
    # The case before what hangs on it: one order of locks (ADR 2).
    dispute = locked(neutral.dispute, version=version)
    return dispute, locked(neutral)
