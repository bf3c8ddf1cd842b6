"""Finding the row of a page among those the person may see; what they may not see is not there."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

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
    """The agreements that an award or a renewal brought about."""
    rows = FundingAgreement.objects.visible_to(request.user).filter(decision=decision)
    return rows.with_worst().select_related("act__counterpart").order_by("pk")


def decision_that_made(request: HttpRequest, agreement: FundingAgreement) -> FundingDecision | None:
    seen = FundingDecision.objects.visible_to(request.user).select_related("act")
    return seen.filter(pk=agreement.decision_id).first()
