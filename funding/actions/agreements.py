"""Funding agreements: made by a decision to award or renew, or entered as they already stand."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import require
from audit.actions import log_event, logged_last
from audit.writing import locked
from commitments.acts import new_act
from commitments.checks import judge
from compacts.happened import refuse_ahead
from funding.actions.answers import AgreementAnswers, agreement_of
from funding.models import FundingAgreement, FundingDecision
from funding.permissions import may_act_for_funder
from funding.subjects.agreements import AGREEMENT, agreement_facts
from organisations.models import Area, Organisation


@transaction.atomic
@logged_last()
def enter_agreement(
    *,
    area: Area,
    funder: Organisation,
    answers: AgreementAnswers,
    by: User,
    on: date,
    at: datetime,
) -> FundingAgreement:
    """Enters an agreement that stands on its own, without its decision."""
    area = locked(area)
    require(may_act_for_funder(by, funder))
    stands = [(each.name, None, getattr(answers, each.name)) for each in fields(answers)]
    refuse_ahead(AGREEMENT.kind, stands, on=on)
    agreement = _add(area, funder, answers, by=by, at=at)
    log_event(
        "agreement.entered",
        agreement,
        by=by,
        chain=area.slug,
        title=agreement.act.title,
        facts=agreement_facts(agreement),
    )
    judge(agreement, on=on, by=by)
    return agreement


def add_agreement(
    decision: FundingDecision, answers: AgreementAnswers, *, by: User, at: datetime
) -> FundingAgreement:
    """Saves one agreement of a decision that is being recorded; the caller judges it."""
    area, funder = decision.act.area, decision.act.responsible
    return _add(area, funder, answers, by=by, at=at, decision=decision)


def _add(
    area: Area,
    funder: Organisation,
    answers: AgreementAnswers,
    *,
    by: User,
    at: datetime,
    decision: FundingDecision | None = None,
) -> FundingAgreement:
    agreement = agreement_of(answers)
    agreement.decision = decision
    new_act(agreement, area=area, responsible=funder, counterpart=answers.recipient, by=by, at=at)
    agreement.save()
    return agreement
