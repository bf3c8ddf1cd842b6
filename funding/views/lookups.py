"""Finding the row of a page among those the person may see; what they may not see is not there."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from funding.models import FundingAgreement, FundingDecision, Notice

OF_ACT = ("act__area", "act__responsible", "act__counterpart", "act__compact", "act__recorded_by")
ALSO: dict[type[Model], tuple[str, ...]] = {Notice: ("decision__act", "agreement__act")}
Row = TypeVar("Row", bound=Model)


def record_or_404(request: HttpRequest, model: type[Row], pk: int) -> Row:
    rows: Any = model._default_manager
    return get_object_or_404(
        rows.visible_to(request.user).select_related(*OF_ACT, *ALSO.get(model, ())), pk=pk
    )


def decision_or_404(request: HttpRequest, pk: int) -> FundingDecision:
    return record_or_404(request, FundingDecision, pk)


def notice_or_404(request: HttpRequest, pk: int) -> Notice:
    return record_or_404(request, Notice, pk)


def agreement_or_404(request: HttpRequest, pk: int) -> FundingAgreement:
    return record_or_404(request, FundingAgreement, pk)


def agreements_made_by(
    request: HttpRequest, decision: FundingDecision
) -> QuerySet[FundingAgreement]:
    """The agreements that an award or a renewal brought about."""
    rows = FundingAgreement.objects.visible_to(request.user).filter(decision=decision)
    return rows.with_worst().select_related("act__counterpart").order_by("pk")


def decision_that_made(request: HttpRequest, agreement: FundingAgreement) -> FundingDecision | None:
    seen = FundingDecision.objects.visible_to(request.user).select_related("act")
    return seen.filter(pk=agreement.decision_id).first()
