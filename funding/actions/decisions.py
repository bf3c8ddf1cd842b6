"""Recording a funding decision with its notices or agreements, and what may happen to it later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import require
from audit.actions import Entry, entry, log_event, log_events, logged_last
from audit.writing import locked, move
from commitments.acts import LONGEST_TITLE
from commitments.checks import RuleBook, judge_again, store
from commitments.checks.doubts import ask_whether_right
from commitments.models import Act
from commitments.permissions import may_change
from commitments.subjects import subject_of
from compacts.happened import refuse_ahead
from funding.actions.agreements import add_agreement
from funding.actions.answers import (
    AgreementAnswers,
    DecisionAnswers,
    NoticeAnswers,
    decision_of,
)
from funding.actions.notices import add_notice
from funding.models import FundingDecision, Notice, Record
from funding.permissions import may_record_decision, may_withdraw
from funding.subjects.decisions import decision_title, standing_notices
from organisations.models import Organisation


@transaction.atomic
@logged_last()
def record_decision(
    *,
    decision: FundingDecision,
    answers: DecisionAnswers,
    by: User,
    on: date,
    at: datetime,
    recipients: Sequence[Organisation] = (),
    notices: Sequence[NoticeAnswers] = (),
    agreements: Sequence[AgreementAnswers] = (),
    version: int | None = None,
) -> FundingDecision:
    """Publishes a draft: its clocks run from here on. On a rules.FactError nothing is kept.

    `recipients` names those of a decision with neither notices nor agreements, such as a refusal.
    """
    decision = locked(decision, version=version)
    require(may_record_decision(by, decision))
    told = [each.recipient for each in notices] + [each.recipient for each in agreements]
    _publish(decision, answers, told or list(recipients), by=by, on=on, at=at)
    subjects: list[Record] = [decision]
    subjects += [add_agreement(decision, each, by=by, at=at) for each in agreements]
    subjects += [add_notice(decision, each, by=by, at=at) for each in notices]
    log_events(_recorded(subjects), by=by, chain=decision.act.area.slug)
    rule_book = RuleBook.for_areas([decision.act.area])
    judgements = [rule_book.judge_row(each, on=on) for each in subjects]
    ask_whether_right(subjects, on=on, by=by)
    store(judgements, on=on, by=by, fresh=True)
    return decision


def _publish(
    decision: FundingDecision,
    answers: DecisionAnswers,
    recipients: list[Organisation],
    *,
    by: User,
    on: date,
    at: datetime,
) -> None:
    decision_of(answers, onto=decision)
    act = decision.act
    move(act, Act.State.LIVE)
    act.counterpart = recipients[0] if len(recipients) == 1 else None
    act.title = decision_title(decision.kind, decision.programme, recipients)[:LONGEST_TITLE]
    act.acted_on = decision.decided_on
    act.recorded_at, act.recorded_by = at, by
    act.version += 1
    act.save()
    decision.typed = {}
    decision.save()


def _recorded(subjects: list[Record]) -> list[Entry]:
    verbs = {"decision": "decision.recorded", "notice": "notice.given"}
    return [
        entry(
            verbs.get(each.act.kind, "agreement.made"),
            each,
            title=each.act.title,
            facts=subject_of(each).facts(each),
        )
        for each in subjects
    ]


@transaction.atomic
@logged_last()
def withdraw_decision(
    *,
    decision: FundingDecision,
    withdrawn_on: date,
    reason: str,
    by: User,
    on: date,
    version: int | None = None,
) -> FundingDecision:
    """Takes the decision back, and with it each notice that still stands."""
    decision = locked(decision, version=version)
    require(may_withdraw(by, decision))
    refuse_ahead(decision.act.kind, [("withdrawn_on", None, withdrawn_on)], on=on)
    notices = [locked(each) for each in standing_notices(decision)]
    standing = [each for each in notices if each.withdrawn_on is None and _is_live(each)]
    subjects: list[FundingDecision | Notice] = [decision, *standing]
    for each in subjects:
        each.withdrawn_on = withdrawn_on
        each.save(update_fields=["withdrawn_on"])
    happened = [
        entry(
            f"{each.act.kind}.withdrawn", each, withdrawn_on=withdrawn_on.isoformat(), reason=reason
        )
        for each in subjects
    ]
    log_events(happened, by=by, chain=decision.act.area.slug)
    for each in subjects:
        judge_again(each, on=on, by=by)
    return decision


@transaction.atomic
@logged_last()
def retake_decision(
    *,
    decision: FundingDecision,
    retaken_on: date,
    reason: str,
    by: User,
    on: date,
    version: int | None = None,
) -> FundingDecision:
    """Records that the decision was taken again, after steps that the first taking had left out."""
    decision = locked(decision, version=version)
    require(may_change(by, decision))
    refuse_ahead(decision.act.kind, [("retaken_on", None, retaken_on)], on=on)
    decision.retaken_on = retaken_on
    log_event(
        "decision.retaken",
        decision,
        by=by,
        chain=decision.act.area.slug,
        retaken_on=retaken_on.isoformat(),
        reason=reason,
    )
    judge_again(decision, on=on, by=by)
    decision.save(update_fields=["retaken_on"])
    return decision


def _is_live(notice: Notice) -> bool:
    return notice.act.state == Act.State.LIVE
