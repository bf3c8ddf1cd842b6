"""Who may record, change and acknowledge funding decisions, agreements and notices."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import YES, Answer
from commitments.models import Act
from commitments.permissions import may_change, may_record_for
from funding.models import FundingDecision, Notice
from organisations.models import Area, Organisation, Sector
from organisations.permissions import Right, may_record_in, may_record_of, scope_of

Somebody = User | AnonymousUser


def may_act_for_funder(user: Somebody, funder: Organisation) -> Answer:
    """Compact officers act for every public body of their area, officers for their own."""
    return may_record_of(user, funder)


def funders_for(user: Somebody, area: Area) -> QuerySet[Organisation]:
    """The public bodies in whose name the person may record decisions."""
    public = Organisation.objects.in_area(area).of_sector(Sector.PUBLIC)
    scope = scope_of(user)
    if scope.may_in(area.pk, Right.RUN):
        return public
    return public.filter(pk__in=scope.bodies_with(Right.RECORD, area_id=area.pk))


def may_draft_decision(user: Somebody, area: Area) -> Answer:
    return may_record_in(user, area)


def may_import_notices(user: Somebody, area: Area) -> Answer:
    """Whose file may come in; each row is asked again, for its own funder."""
    return may_draft_decision(user, area)


def may_record_decision(user: Somebody, decision: FundingDecision) -> Answer:
    if decision.act.state != Act.State.DRAFT:
        return Answer("This decision is already recorded.")
    return may_record_for(user, decision.act)


def may_withdraw(user: Somebody, subject: FundingDecision | Notice) -> Answer:
    if subject.withdrawn_on is not None:
        return Answer("This has already been withdrawn.")
    return may_change(user, subject)


def may_give_notice(user: Somebody, decision: FundingDecision) -> Answer:
    if decision.kind not in FundingDecision.NEEDS_NOTICE:
        return Answer("Only a decision to vary, reduce or end support is followed by a notice.")
    if decision.withdrawn_on is not None:
        return Answer("This decision has been withdrawn.")
    return may_change(user, decision)


def may_acknowledge(user: Somebody, notice: Notice) -> Answer:
    if notice.act.state != Act.State.LIVE:
        return Answer("Only a recorded notice can be acknowledged.")
    recipient = notice.act.counterpart
    if recipient is not None and scope_of(user).may(Right.RECORD, recipient):
        return YES
    return Answer("Only the organisation that received the notice can acknowledge it.")
