"""The act behind each funding record: made, named and brought up to date in one place."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import User
from commitments.acts import bump
from commitments.checks import judge
from commitments.models import Check
from funding.actions.facts import (
    agreement_acted_on,
    agreement_facts,
    decision_facts,
    notice_acted_on,
    notice_facts,
)
from funding.models import FundingAgreement, FundingDecision, Notice
from organisations.models import Organisation

Subject = FundingAgreement | FundingDecision | Notice
NOTICE_WORDS = {
    Notice.Kind.CHANGE: "a change to",
    Notice.Kind.REDUCE: "a reduction of",
    Notice.Kind.END: "the end of",
}


def decision_title(kind: str, programme: str, recipients: list[Organisation]) -> str:
    verb = FundingDecision.Kind(kind).label
    what = f"{verb}: {programme or 'support'}"
    if not recipients:
        return what
    if len(recipients) == 1:
        return f"{what}, {recipients[0]}"
    return f"{what}, {len(recipients)} recipients"


def notice_title(kind: str, programme: str, recipient: Organisation) -> str:
    return f"Notice of {NOTICE_WORDS[Notice.Kind(kind)]} {programme or 'support'}, {recipient}"


def agreement_title(mechanism: str, programme: str, recipient: Organisation) -> str:
    from_list = dict(FundingAgreement._meta.get_field("mechanism").flatchoices)
    return f"{programme or from_list.get(mechanism, mechanism)}, {recipient}"


def subkind_of(subject: Subject) -> str:
    """What the rules' `kinds` are compared with."""
    return subject.mechanism if isinstance(subject, FundingAgreement) else subject.kind


def facts_of(subject: Subject) -> dict[str, Any]:
    if isinstance(subject, Notice):
        return notice_facts(subject)
    if isinstance(subject, FundingDecision):
        return decision_facts(subject)
    return agreement_facts(subject)


def acted_on_of(subject: Subject, *, on: date) -> date | None:
    if isinstance(subject, Notice):
        return notice_acted_on(subject, on=on)
    if isinstance(subject, FundingDecision):
        return subject.decided_on
    return agreement_acted_on(subject)


def judge_again(subject: Subject, *, on: date, by: User | None) -> list[Check]:
    """Brings the act's own date up to the subject's, and judges it. Raises rules.FactError."""
    act = subject.act
    recorded_on = timezone.localdate(act.recorded_at)
    act.acted_on = acted_on_of(subject, on=recorded_on)
    bump(act, "acted_on")
    return judge(act, subkind=subkind_of(subject), facts=facts_of(subject), on=on, by=by)
