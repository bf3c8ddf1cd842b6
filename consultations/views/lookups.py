"""Finding the row of a page among those the person may see; what they may not see is not there."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from consultations.models import Consultation, Response

OF_ACT = ("act__area", "act__responsible", "act__counterpart", "act__compact", "act__recorded_by")


def consultation_or_404(request: HttpRequest, pk: int) -> Consultation:
    rows = Consultation.objects.visible_to(request.user).select_related(*OF_ACT)
    # Stage, last close and every permission look at the spans: they are read once.
    return get_object_or_404(rows.prefetch_related("spans"), pk=pk)


def response_or_404(request: HttpRequest, pk: int) -> Response:
    rows = Response.objects.visible_to(request.user).select_related(
        "act__responsible",
        "act__area",
        "recorded_by",
        "consultation__act__area",
        "consultation__act__responsible",
    )
    return get_object_or_404(rows.prefetch_related("consultation__spans"), pk=pk)
