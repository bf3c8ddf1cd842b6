"""A claim as a kind of act: a request for payment, judged by the day it was received."""

from __future__ import annotations

from datetime import date
from functools import partial

from commitments.models import Act
from commitments.subjects import Facts, Sheet, Subject, Tells, fact_column, known
from funding.models import Claim
from funding.permissions import may_act_for_funder, may_draft_decision
from funding.subjects.around import around_claims
from organisations.models import Organisation, Sector
from pages.spreadsheets import Column
from rules import FactError, fact_names

DATES = tuple(fact_names("payment_period"))


def claim_title(claim: Claim, act: Act) -> str:
    what = f"Claim {claim.number}" if claim.number else "Claim"
    return f"{what}, {act.counterpart}" if act.counterpart is not None else what


def claim_facts(claim: Claim) -> Facts:
    """All of `payment_period`."""
    return known({name: getattr(claim, name) for name in DATES if hasattr(claim, name)})


def claim_acted_on(claim: Claim, recorded_on: date) -> date | None:
    return claim.received_on


def refuse_impossible(claim: Claim, recorded_on: date) -> None:
    """What the rule does not look at, or not where no compact was in force."""
    received_on, queried_on = claim.received_on, claim.queried_on
    if claim.paid_on is not None and received_on is not None and claim.paid_on < received_on:
        raise FactError("paid_on", "this is before received_on")
    resubmitted_on = claim.resubmitted_on
    if resubmitted_on is not None and queried_on is None:
        raise FactError("queried_on", "a claim is sent in again only after it was queried")
    if resubmitted_on is not None and queried_on is not None and resubmitted_on < queried_on:
        raise FactError("resubmitted_on", "this is before queried_on")
    if claim.agreed_due_on is not None and claim.agreed_terms_on is None:
        raise FactError("agreed_terms_on", "a day for payment needs the day it was agreed")


_column = partial(fact_column, "claim")

COLUMNS = (
    Column(
        "payer",
        "text",
        "The body that pays, by its name here.",
        required=True,
        example="Stockton-on-Tees Borough Council",
    ),
    Column(
        "claimant",
        "text",
        "The organisation that claims, by its name here.",
        required=True,
        example="Catalyst",
    ),
    _column("number", "text", example="INV-104", longest=60),
    _column("amount", "money", "Pounds.", example="12500"),
    _column("is_contract", "yes_no", example="no"),
    _column("received_on", "date", example="2014-12-01"),
    _column("paid_on", "date", "Blank: unpaid.", example="2015-01-15"),
    _column("agreed_terms_on", "date", "Where there are any."),
    _column("agreed_due_on", "date"),
    _column("queried_on", "date", "The day it was sent back with a question."),
    _column("resubmitted_on", "date", "The day it was sent in again."),
    _column("withdrawn_on", "date"),
)

CLAIM = Subject(
    kind="claim",
    model=Claim,
    prefix="P",
    noun=("claim", "claims"),
    facts=claim_facts,
    acted_on=claim_acted_on,
    tells=Tells(facts=frozenset(DATES)),
    may_record=may_act_for_funder,
    responsible="payer",
    counterpart="claimant",
    title=claim_title,
    titled_by=frozenset({"number", "claimant"}),
    correctable=tuple(
        column.name for column in COLUMNS if column.name not in ("payer", "claimant")
    ),
    around=around_claims,
    register="funding:claims",
    sheet=Sheet(
        columns=COLUMNS,
        bodies={
            "payer": (Sector.PUBLIC, Organisation.Kind.OTHER_PUBLIC),
            "claimant": (Sector.VCS, Organisation.Kind.CHARITY),
        },
        may_import=may_draft_decision,
        refuse_impossible=refuse_impossible,
    ),
)
