"""One case, as far as whoever asks may see it, and what its pages say of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from commitments.models import Breach


def breach_seen_by(request: HttpRequest, pk: int) -> Breach:
    cases = Breach.objects.visible_to(request.user).select_related(
        "area",
        "responsible",
        "check_made__act__responsible",
        "check_made__act__counterpart",
        "check_made__act__recorded_by",
        "check_made__rule__provision__compact",
    )
    return get_object_or_404(cases, pk=pk)


def case_context(breach: Breach) -> dict[str, Any]:
    check = breach.check_made
    return {
        "breach": breach,
        "area": breach.area,
        "check": check,
        "act": check.act,
        "provision": check.rule.provision,
    }
