"""Finding the row of a page among those the person may see; what they may not see is not there."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from audit.models import Event
from funding.actions.decisions import AGREEMENT_MADE
from funding.models import FundingAgreement, FundingDecision, Notice
from organisations.models import Area
from organisations.permissions import scope_of

OF_ACT = ("act__area", "act__responsible", "act__counterpart", "act__compact", "act__recorded_by")


def area_or_404(request: HttpRequest, slug: str) -> Area:
    return get_object_or_404(Area, slug=slug, pk__in=scope_of(request.user).areas)


def decision_or_404(request: HttpRequest, pk: int) -> FundingDecision:
    rows = FundingDecision.objects.visible_to(request.user).select_related(*OF_ACT)
    return get_object_or_404(rows, pk=pk)


def notice_or_404(request: HttpRequest, pk: int) -> Notice:
    rows = Notice.objects.visible_to(request.user).select_related(
        *OF_ACT, "decision__act", "agreement__act"
    )
    return get_object_or_404(rows, pk=pk)


def agreement_or_404(request: HttpRequest, pk: int) -> FundingAgreement:
    rows = FundingAgreement.objects.visible_to(request.user).select_related(*OF_ACT)
    return get_object_or_404(rows, pk=pk)


def agreements_made_by(
    request: HttpRequest, decision: FundingDecision
) -> QuerySet[FundingAgreement]:
    """The agreements that an award or a renewal brought about, as its events tell."""
    label = FundingAgreement._meta.label_lower
    made = Event.objects.filter(
        subject_type=label, verb=AGREEMENT_MADE, detail__decision=decision.pk
    )
    rows = FundingAgreement.objects.visible_to(request.user).filter(
        pk__in=list(made.values_list("subject_id", flat=True))
    )
    return rows.with_worst().select_related("act__counterpart").order_by("pk")


def decision_that_made(request: HttpRequest, agreement: FundingAgreement) -> FundingDecision | None:
    event = Event.objects.about(agreement).filter(verb=AGREEMENT_MADE).first()
    number = event.detail.get("decision") if event is not None else None
    if number is None:
        return None
    seen = FundingDecision.objects.visible_to(request.user).select_related("act")
    return seen.filter(pk=number).first()
