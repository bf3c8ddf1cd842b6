"""The disputes' part of an area's desk: what waits for the person, and what is overdue."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template

from accounts.models import User
from disputes.models import Dispute, DisputeStageEntry
from disputes.permissions import may_raise
from disputes.states import DisputeState
from organisations.models import Area

register = template.Library()
MOST_SHOWN = 5


@register.inclusion_tag("disputes/desk.html")
def disputes_desk(user: User, area: Area, on: date) -> dict[str, Any]:
    """Open cases the person may see, their own drafts, and overdue stages."""
    seen = Dispute.objects.visible_to(user).filter(area=area)
    opened = seen.still_open().order_by("-raised_on", "-pk")
    overdue = DisputeStageEntry.objects.overdue(on).filter(dispute__in=seen.values("pk"))
    return {
        "area": area,
        "open": list(opened[:MOST_SHOWN]),
        "open_count": opened.count(),
        "drafts": list(seen.filter(state=DisputeState.DRAFT).order_by("-pk")[:MOST_SHOWN]),
        "overdue": overdue.count(),
    }


@register.inclusion_tag("disputes/_at_a_glance.html")
def disputes_at_a_glance(user: User, area: Area, on: date) -> dict[str, Any]:
    """The forum's line: the cases before it that are open, and the stages past their limit."""
    seen = Dispute.objects.visible_to(user).filter(area=area)
    late = DisputeStageEntry.objects.overdue(on).filter(dispute__in=seen.values("pk"))
    return {"area": area, "open_count": seen.still_open().count(), "overdue": late.count()}


@register.simple_tag
def may_raise_dispute(user: User, area: Area) -> bool:
    """Whether a page below this app may offer "Dispute this" to the person."""
    return bool(may_raise(user, area))
