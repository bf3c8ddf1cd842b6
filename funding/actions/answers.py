"""What people answer about a decision, before it is a row; and the rows those answers make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any

from funding.models import FundingAgreement, FundingDecision, Notice
from organisations.models import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionAnswers:
    kind: str
    decided_on: date | None = None
    programme: str = ""
    rationale: str = ""
    problems_logged: bool | None = None
    order_attested: bool = False
    steps: Mapping[str, date | str] = field(default_factory=dict)
    records: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeAnswers:
    """One written notice to one recipient."""

    recipient: Organisation
    agreement: FundingAgreement | None = None
    programme: str = ""
    method: str = ""
    sent_on: date | None = None
    received_on: date | None = None
    last_day: date | None = None
    fixed_term_end: bool | None = None
    renewal_expected: str = ""
    exception: str = ""
    rationale: str = ""
    rationale_given_on: date | None = None
    central_notice_received_on: date | None = None
    central_last_day: date | None = None
    amount_before: Decimal | None = None
    amount_after: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementAnswers:
    """The terms agreed with one recipient."""

    recipient: Organisation
    mechanism: str
    programme: str = ""
    amount: Decimal | None = None
    decided_on: date | None = None
    informed_on: date | None = None
    made_on: date | None = None
    expected_start: date | None = None
    start_on: date | None = None
    last_day: date | None = None
    centrally_funded: bool | None = None
    explanation: str = ""
    explained_on: date | None = None
    steps: Mapping[str, date | str] = field(default_factory=dict)
    records: Mapping[str, str] = field(default_factory=dict)


def decision_of(answers: DecisionAnswers, onto: FundingDecision | None = None) -> FundingDecision:
    """The decision that these answers describe, not saved."""
    decision = onto or FundingDecision()
    _fill(decision, answers)
    return decision


def notice_of(answers: NoticeAnswers, *, decision_kind: str, decided_on: date | None) -> Notice:
    """The notice that these answers describe, not saved. Words at a meeting are not in writing."""
    notice = Notice(
        kind=FundingDecision.NOTICE_KIND[decision_kind],
        decided_on=decided_on,
        in_writing=answers.method != Notice.Method.MEETING if answers.method else None,
    )
    _fill(notice, answers, leave_out={"recipient"})
    return notice


def agreement_of(answers: AgreementAnswers) -> FundingAgreement:
    """The agreement that these answers describe, not saved."""
    agreement = FundingAgreement()
    _fill(agreement, answers, leave_out={"recipient"})
    return agreement


def _fill(row: Any, answers: Any, leave_out: set[str] | None = None) -> None:
    for each in fields(answers):
        if each.name in (leave_out or ()):
            continue
        value = getattr(answers, each.name)
        if each.name in ("steps", "records"):
            value = {code: plain(said) for code, said in value.items() if said not in (None, "")}
        setattr(row, each.name, value)


def plain(value: date | str) -> str:
    """A step's day or a record's words as they are kept."""
    return value.isoformat() if isinstance(value, date) else str(value)
