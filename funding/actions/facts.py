"""What each funding record tells the rules, keyed as docs/library-format.md says: supersets.

Blank values are left out: an absent key and null are the same to the rules. Dates are ISO strings.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from funding.models import FundingAgreement, FundingDecision, Notice

Facts = dict[str, Any]


def notice_facts(notice: Notice) -> Facts:
    """All of `minimum_notice`, and the event and rationale of `required_record`."""
    return _said(
        {
            "kind": notice.kind,
            "received_on": notice.received_on,
            "in_writing": notice.in_writing,
            "last_day": notice.last_day,
            "fixed_term_end": notice.fixed_term_end,
            "renewal_expected": notice.renewal_expected,
            "exception": notice.exception,
            "rationale": notice.rationale,
            "rationale_given_on": notice.rationale_given_on,
            "central_notice_received_on": notice.central_notice_received_on,
            "central_last_day": notice.central_last_day,
            "previous_last_day": notice.previous_last_day,
            "moved_on": notice.moved_on,
            "withdrawn_on": notice.withdrawn_on,
            "event_on": notice.received_on or notice.decided_on,
            "fields": _said({"rationale": notice.rationale}),
        }
    )


def decision_facts(decision: FundingDecision) -> Facts:
    """The decision's date, the steps before it, the records it asks for, and its second taking."""
    return _said(
        {
            "event_on": decision.decided_on,
            "decided_on": decision.decided_on,
            "steps": _said(decision.steps),
            "fields": _said({**decision.records, "rationale": decision.rationale}),
            "problems_logged": decision.problems_logged,
            "order_attested": decision.order_attested,
            "retaken_on": decision.retaken_on,
            "withdrawn_on": decision.withdrawn_on,
        }
    )


def agreement_facts(agreement: FundingAgreement) -> Facts:
    """The term, the lead time before it, and the steps and records around its making."""
    return _said(
        {
            "start_on": agreement.start_on,
            "last_day": agreement.last_day,
            "expected_start": agreement.expected_start,
            "decided_on": agreement.decided_on,
            "informed_on": agreement.informed_on,
            "explanation": agreement.explanation,
            "explained_on": agreement.explained_on,
            "event_on": agreement.made_on or agreement.start_on,
            "steps": _said(agreement.steps),
            "fields": _said(agreement.records),
        }
    )


def notice_acted_on(notice: Notice, *, on: date) -> date:
    """The date that chooses the edition: receipt, else decision, else the day of recording."""
    return notice.received_on or notice.decided_on or on


def agreement_acted_on(agreement: FundingAgreement) -> date | None:
    return agreement.decided_on or agreement.made_on or agreement.start_on


def _said(values: Mapping[str, Any]) -> Facts:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
        if value is not None and value != "" and value != {}
    }
