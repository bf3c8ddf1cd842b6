"""Finding the row of a page among those the person may see; and asking for one verb's words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from disputes.confidentiality import raiser_label
from disputes.models import Dispute
from disputes.permissions import side_of
from organisations.models import Area
from organisations.permissions import scope_of

OF_DISPUTE = (
    "area",
    "compact",
    "raiser",
    "represented_by",
    "respondent",
    "breach__check_made__act",
    "breach__check_made__rule__provision",
    "act",
)


def area_or_404(request: HttpRequest, slug: str) -> Area:
    return get_object_or_404(Area, slug=slug, pk__in=scope_of(request.user).areas)


def dispute_or_404(request: HttpRequest, pk: int) -> Dispute:
    rows = Dispute.objects.visible_to(request.user).select_related(*OF_DISPUTE)
    return get_object_or_404(rows, pk=pk)


def case_context(request: HttpRequest, dispute: Dispute) -> dict[str, Any]:
    return {
        "area": dispute.area,
        "dispute": dispute,
        "raiser": raiser_label(request.user, dispute),
        "side": side_of(request.user, dispute),
    }
