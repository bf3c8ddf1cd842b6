"""Looking up the row of a page among those the person may see; and asking for one verb's words."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from compacts.models import Provision
from disputes.confidentiality import raiser_label
from disputes.models import Dispute, Neutral, Paper, ProposedConclusion, Standstill
from disputes.permissions import side_of
from organisations.deciding import keep_chairs

OF_DISPUTE = (
    "area",
    "compact",
    "raiser",
    "represented_by",
    "respondent",
    "breach__check_made__act",
    "breach__check_made__rule__provision",
    "act",
    "conclusion__decided_by",
    "conclusion__seconded_by",
)
CLAUSES = Prefetch("clauses", Provision.objects.select_related("compact", "section"))
ASKED_OF = (
    "entries__stops",
    "entries__extensions",
    Prefetch("neutrals", Neutral.objects.select_related("user")),
)


def dispute_or_404(request: HttpRequest, pk: int) -> Dispute:
    """The case, with what every question of who may do what in it asks for."""
    rows = Dispute.objects.visible_to(request.user).select_related(*OF_DISPUTE)
    return get_object_or_404(rows.prefetch_related(*ASKED_OF), pk=pk)


def read_whole(dispute: Dispute) -> None:
    """Reads at once what the page of a case shows, and what decides who may do what there."""
    prefetch_related_objects(
        [dispute],
        CLAUSES,
        "compact__dispute_stages",
        "compact__stage_settings",
        Prefetch("papers", Paper.objects.select_related("looked_through_by")),
        "settlements",
        Prefetch("standstills", Standstill.objects.select_related("answered_by")),
        Prefetch(
            "proposed_conclusions",
            ProposedConclusion.objects.select_related("proposed_by", "answered_by"),
        ),
    )
    keep_chairs(dispute.area)


def case_context(request: HttpRequest, dispute: Dispute) -> dict[str, Any]:
    return {
        "area": dispute.area,
        "dispute": dispute,
        "raiser": raiser_label(request.user, dispute),
        "side": side_of(request.user, dispute),
    }
