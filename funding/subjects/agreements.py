"""A funding agreement as a kind of act."""

from __future__ import annotations

from datetime import date
from functools import partial

from commitments.models import Act
from commitments.subjects import ANY_CODE, Facts, Sheet, Subject, Tells, fact_column, known
from funding.models import FundingAgreement, Mechanism
from funding.permissions import may_act_for_funder, may_draft_decision
from funding.subjects.around import around_agreements
from organisations.models import Organisation, Sector
from pages.spreadsheets import Column
from rules import FactError


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


def refuse_impossible(agreement: FundingAgreement, recorded_on: date) -> None:
    """Days in no possible order, also where no clause looks, and an agreement without any day."""
    start_on, last_day = agreement.start_on, agreement.last_day
    if start_on is not None and last_day is not None and last_day < start_on:
        raise FactError("last_day", "this is before start_on")
    decided_on, informed_on = agreement.decided_on, agreement.informed_on
    if decided_on is not None and informed_on is not None and informed_on < decided_on:
        raise FactError("informed_on", "this is before decided_on")
    if agreement_acted_on(agreement, recorded_on) is None:
        raise FactError("decided_on", "write the day of the decision, or made_on, or start_on")


_column = partial(fact_column, "agreement")

COLUMNS = (
    Column(
        "funder",
        "text",
        "The body that funds, by its name here.",
        required=True,
        example="Thurrock Council",
    ),
    Column(
        "recipient",
        "text",
        "The organisation that is funded, by its name here.",
        required=True,
        example="Thurrock CVS",
    ),
    _column("programme", "text", "What the support is for.", example="Volunteer centre"),
    _column(
        "mechanism",
        "choice",
        "What kind of agreement it is.",
        required=True,
        choices=tuple(Mechanism.choices),
        example="grant",
    ),
    _column("amount", "money", "Pounds, over the whole term.", example="24000"),
    _column("decided_on", "date", example="2026-12-07"),
    _column("informed_on", "date", example="2026-12-14"),
    _column("made_on", "date", example="2027-01-18"),
    _column("expected_start", "date", "The first funded day, as it was expected."),
    _column("start_on", "date", example="2027-04-01"),
    _column("last_day", "date", example="2030-03-31"),
    _column("centrally_funded", "yes_no", "Blank: not known.", example="no"),
    _column("explanation", "long_text", "The reason given for a shorter term.", longest=20_000),
    _column("explained_on", "date"),
)

AGREEMENT = Subject(
    kind="agreement",
    model=FundingAgreement,
    prefix="A",
    noun=("agreement", "agreements"),
    facts=agreement_facts,
    comes_from={"end_on": ("last_day",), "event_on": ("made_on", "start_on")},
    subkind=lambda agreement: str(agreement.mechanism),
    subkinds=tuple(Mechanism.values),
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
    around=around_agreements,
    register="funding:agreements",
    sheet=Sheet(
        columns=COLUMNS,
        bodies={
            "funder": (Sector.PUBLIC, Organisation.Kind.OTHER_PUBLIC),
            "recipient": (Sector.VCS, Organisation.Kind.CHARITY),
        },
        may_import=may_draft_decision,
        refuse_impossible=refuse_impossible,
    ),
)
