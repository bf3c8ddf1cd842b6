"""A funding agreement as a kind of act."""

from __future__ import annotations

from datetime import date

from commitments.models import Act
from commitments.subjects import ANY_CODE, Facts, Subject, Tells, known
from funding.models import FundingAgreement, Mechanism
from funding.permissions import may_act_for_funder


def agreement_title(agreement: FundingAgreement, act: Act) -> str:
    words = dict(Mechanism.choices).get(agreement.mechanism, agreement.mechanism)
    return f"{agreement.programme or words}, {act.counterpart}"


def agreement_facts(agreement: FundingAgreement) -> Facts:
    """The term, the lead time before it, and the steps and records around its making."""
    return known(
        {
            "start_on": agreement.start_on,
            "last_day": agreement.last_day,
            "end_on": agreement.last_day,
            "expected_start": agreement.expected_start,
            "decided_on": agreement.decided_on,
            "informed_on": agreement.informed_on,
            "explanation": agreement.explanation,
            "explained_on": agreement.explained_on,
            "event_on": agreement.made_on or agreement.start_on,
            "steps": known(agreement.steps),
            "fields": known(agreement.records),
        }
    )


def agreement_acted_on(agreement: FundingAgreement, recorded_on: date) -> date | None:
    return agreement.decided_on or agreement.made_on or agreement.start_on


AGREEMENT = Subject(
    kind=Act.Kind.AGREEMENT,
    model=FundingAgreement,
    prefix="A",
    noun=("agreement", "agreements"),
    facts=agreement_facts,
    subkind=lambda agreement: str(agreement.mechanism),
    acted_on=agreement_acted_on,
    tells=Tells(
        facts=frozenset(
            {
                "start_on",
                "last_day",
                "end_on",
                "expected_start",
                "decided_on",
                "informed_on",
                "explanation",
                "explained_on",
                "event_on",
            }
        ),
        steps=ANY_CODE,
        fields=ANY_CODE,
    ),
    may_record=may_act_for_funder,
    responsible="funder",
    counterpart="recipient",
    title=agreement_title,
    titled_by=frozenset({"mechanism", "programme", "recipient"}),
    correctable=(
        "programme",
        "mechanism",
        "amount",
        "decided_on",
        "informed_on",
        "made_on",
        "expected_start",
        "start_on",
        "last_day",
        "centrally_funded",
        "explanation",
        "explained_on",
    ),
    coded=frozenset({"steps", "records"}),
    register="funding:agreements",
)
