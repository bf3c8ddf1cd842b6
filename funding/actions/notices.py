"""Notices: given, acknowledged, moved to a later last day, withdrawn, voided."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import require
from audit.actions import log_event, logged_last
from audit.writing import locked
from commitments.acts import bump, new_act
from commitments.checks import judge, judge_again
from commitments.permissions import may_change
from compacts.happened import refuse_ahead
from funding.actions.answers import NoticeAnswers, notice_of
from funding.models import FundingDecision, Notice
from funding.permissions import may_acknowledge, may_give_notice, may_withdraw
from funding.subjects.notices import notice_facts
from rules import FactError, Outcome


def add_notice(
    decision: FundingDecision, answers: NoticeAnswers, *, by: User, at: datetime
) -> Notice:
    """Saves one notice of a decision; the caller judges it."""
    notice = notice_of(answers, decision_kind=decision.kind, decided_on=decision.decided_on)
    notice.decision = decision
    notice.programme = notice.programme or decision.programme
    new_act(
        notice,
        area=decision.act.area,
        responsible=decision.act.responsible,
        counterpart=answers.recipient,
        by=by,
        at=at,
    )
    notice.save()
    return notice


@transaction.atomic
@logged_last()
def give_notice(
    *, decision: FundingDecision, answers: NoticeAnswers, by: User, on: date, at: datetime
) -> Notice:
    """Adds a notice to a recorded decision; it is tested alone, whatever went before."""
    decision = locked(decision)
    require(may_give_notice(by, decision))
    notice = add_notice(decision, answers, by=by, at=at)
    log_event(
        "notice.given",
        notice,
        by=by,
        chain=decision.act.area.slug,
        title=notice.act.title,
        facts=notice_facts(notice),
    )
    judge(notice, on=on, by=by)
    return notice


@transaction.atomic
@logged_last()
def move_last_day(
    *,
    notice: Notice,
    last_day: date,
    moved_on: date,
    reason: str,
    by: User,
    on: date,
    version: int | None = None,
) -> Notice:
    """Puts the last day back. The first one stays on record: the notice was given for that day."""
    notice = locked(notice, version=version)
    require(may_change(by, notice))
    refuse_ahead(notice.act.kind, [("moved_on", None, moved_on)], on=on)
    if notice.last_day is None:
        raise FactError("last_day", "The notice has no last day yet: correct it instead")
    if last_day <= notice.last_day:
        raise FactError("last_day", "A last day brought forward needs a notice of its own")
    was = notice.last_day
    for name, value in facts_of_move(notice, last_day, moved_on).items():
        setattr(notice, name, value)
    log_event(
        "notice.last_day_moved",
        notice,
        by=by,
        chain=notice.act.area.slug,
        old=was.isoformat(),
        new=last_day.isoformat(),
        moved_on=moved_on.isoformat(),
        reason=reason,
    )
    judge_again(notice, on=on, by=by)
    notice.save(update_fields=["last_day", "previous_last_day", "moved_on"])
    return notice


def facts_of_move(notice: Notice, last_day: date, moved_on: date) -> dict[str, date | None]:
    """The facts that a later last day brings with it. One that was put right once stays so."""
    cured = notice.act.checks.filter(outcome=Outcome.REMEDIED).exists()
    return {
        "last_day": last_day,
        "previous_last_day": notice.previous_last_day or notice.last_day,
        "moved_on": notice.moved_on if cured else moved_on,
    }


@transaction.atomic
@logged_last()
def withdraw_notice(
    *,
    notice: Notice,
    withdrawn_on: date,
    reason: str,
    by: User,
    on: date,
    version: int | None = None,
) -> Notice:
    notice = locked(notice, version=version)
    require(may_withdraw(by, notice))
    refuse_ahead(notice.act.kind, [("withdrawn_on", None, withdrawn_on)], on=on)
    notice.withdrawn_on = withdrawn_on
    notice.save(update_fields=["withdrawn_on"])
    log_event(
        "notice.withdrawn",
        notice,
        by=by,
        chain=notice.act.area.slug,
        withdrawn_on=withdrawn_on.isoformat(),
        reason=reason,
    )
    judge_again(notice, on=on, by=by)
    return notice


@transaction.atomic
def acknowledge_notice(
    *, notice: Notice, received_on: date, by: User, on: date, version: int | None = None
) -> Notice:
    """Keeps the day on which the recipient says the notice reached it, beside the funder's."""
    notice = locked(notice, version=version)
    if received_on > on:
        raise FactError("received_on", "The day it reached you cannot be in the future")
    require(may_acknowledge(by, notice))
    bump(notice.act)
    log_event(
        "notice.acknowledged",
        notice,
        by=by,
        chain=notice.act.area.slug,
        received_on=received_on.isoformat(),
    )
    return notice
