"""The registers of decisions, notices, agreements and claims: what is shown is what the CSV holds."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from commitments.models import Act
from funding.forms.filters import AgreementFilters, ClaimFilters, DecisionFilters, NoticeFilters
from funding.models import Claim, FundingAgreement, FundingDecision, Notice
from funding.permissions import funders_for, may_draft_decision
from funding.subjects import AGREEMENT, CLAIM, NOTICE
from imports.engine.exporting import export_of
from organisations.views import area_or_404
from pages.registers import Column, Register, register_page

STATE_COLOURS = {"draft": "grey", "live": "blue", "voided": "orange"}
OF_ROW = ("act", "act__responsible", "act__counterpart")


def state_of(row: Any) -> tuple[str, str]:
    if getattr(row, "withdrawn_on", None) and row.act.state == Act.State.LIVE:
        return "Withdrawn", "grey"
    return row.act.get_state_display(), STATE_COLOURS[row.act.state]


REFERENCE = Column("reference", "Reference", "act.reference", kind="link", sort="act__reference")
FUNDER = Column("funder", "Funder", "act.responsible.name", sort="act__responsible__name")
RECIPIENT = Column("recipient", "Recipient", "act.counterpart.name", sort="act__counterpart__name")
PROGRAMME = Column("programme", "Programme", "programme", sort="programme")
FINDING = Column("worst", "Finding", "worst", kind="outcome", sort="worst")
STATE = Column("state", "State", state_of, kind="state", sort="act__state")

DECISION_COLUMNS = [
    REFERENCE,
    Column("title", "Decision", "act.title", sort="act__title"),
    FUNDER,
    Column("decided_on", "Decided on", "decided_on", kind="date", sort="decided_on"),
    FINDING,
    STATE,
]
NOTICE_COLUMNS = [
    REFERENCE,
    RECIPIENT,
    FUNDER,
    PROGRAMME,
    Column("kind", "Kind", lambda row: row.get_kind_display(), sort="kind"),
    Column("received_on", "Received on", "received_on", kind="date", sort="received_on"),
    Column("last_day", "Last day", "last_day", kind="date", sort="last_day"),
    FINDING,
    STATE,
]
AGREEMENT_COLUMNS = [
    REFERENCE,
    RECIPIENT,
    FUNDER,
    PROGRAMME,
    Column("mechanism", "Mechanism", lambda row: row.get_mechanism_display(), sort="mechanism"),
    Column("amount", "Amount", "amount", kind="money", sort="amount"),
    Column("start_on", "First day", "start_on", kind="date", sort="start_on"),
    Column("last_day", "Last day", "last_day", kind="date", sort="last_day"),
    FINDING,
]

CLAIM_COLUMNS = [
    REFERENCE,
    Column("claimant", "Claimant", "act.counterpart.name", sort="act__counterpart__name"),
    Column("payer", "Payer", "act.responsible.name", sort="act__responsible__name"),
    Column("number", "Number", "number", sort="number"),
    Column("amount", "Amount", "amount", kind="money", sort="amount"),
    Column("received_on", "Received on", "received_on", kind="date", sort="received_on"),
    Column("paid_on", "Paid on", "paid_on", kind="date", sort="paid_on"),
    FINDING,
    STATE,
]


@require_safe
def decision_register(request: HttpRequest, area: str) -> HttpResponseBase:
    place = area_or_404(request, area)
    rows = FundingDecision.objects.visible_to(request.user).filter(act__area=place)
    register = Register(
        name="Funding decisions",
        columns=DECISION_COLUMNS,
        queryset=rows.with_worst().select_related(*OF_ROW),
        filterset_class=DecisionFilters,
        search_fields=("act__title", "act__reference", "act__responsible__name", "programme"),
        default_sort="-decided_on",
        empty_text="No funding decision is on record here yet.",
        link=lambda row: row.get_absolute_url(),
        noun=("decision", "decisions"),
        search_label="Search by title, reference or body",
    )
    context = {"area": place, "may_draft": may_draft_decision(request.user, place)}
    return register_page(request, register, template="funding/decisions.html", context=context)


@require_safe
def notice_register(request: HttpRequest, area: str) -> HttpResponseBase:
    place = area_or_404(request, area)
    rows = Notice.objects.visible_to(request.user).filter(act__area=place)
    register = Register(
        name="Notices",
        export=export_of(NOTICE),
        columns=NOTICE_COLUMNS,
        queryset=rows.with_worst().select_related(*OF_ROW),
        filterset_class=NoticeFilters,
        search_fields=("act__counterpart__name", "programme", "act__reference", "act__title"),
        default_sort="-last_day",
        empty_text="No notice is on record here yet.",
        link=lambda row: row.get_absolute_url(),
        noun=("notice", "notices"),
        search_label="Search by recipient, programme or reference",
    )
    context = {"area": place, "may_draft": may_draft_decision(request.user, place)}
    return register_page(request, register, template="funding/notices.html", context=context)


@require_safe
def agreement_register(request: HttpRequest, area: str) -> HttpResponseBase:
    place = area_or_404(request, area)
    rows = FundingAgreement.objects.visible_to(request.user).filter(act__area=place)
    register = Register(
        name="Funding agreements",
        export=export_of(AGREEMENT),
        columns=AGREEMENT_COLUMNS,
        queryset=rows.with_worst().select_related(*OF_ROW),
        filterset_class=AgreementFilters,
        search_fields=("act__counterpart__name", "programme", "act__reference"),
        default_sort="-last_day",
        empty_text="No funding agreement is on record here yet.",
        link=lambda row: row.get_absolute_url(),
        noun=("agreement", "agreements"),
        search_label="Search by recipient, programme or reference",
    )
    context = {
        "area": place,
        "may_enter": funders_for(request.user, place).exists(),
        "may_import": may_draft_decision(request.user, place),
    }
    return register_page(request, register, template="funding/agreements.html", context=context)


@require_safe
def claim_register(request: HttpRequest, area: str) -> HttpResponseBase:
    place = area_or_404(request, area)
    rows = Claim.objects.visible_to(request.user).filter(act__area=place)
    register = Register(
        name="Claims for payment",
        export=export_of(CLAIM),
        columns=CLAIM_COLUMNS,
        queryset=rows.with_worst().select_related(*OF_ROW),
        filterset_class=ClaimFilters,
        search_fields=("act__counterpart__name", "number", "act__reference"),
        default_sort="-received_on",
        empty_text="No claim for payment is on record here yet.",
        link=lambda row: row.get_absolute_url(),
        noun=("claim", "claims"),
        search_label="Search by claimant, number or reference",
    )
    context = {"area": place, "may_import": may_draft_decision(request.user, place)}
    return register_page(request, register, template="funding/claims.html", context=context)
