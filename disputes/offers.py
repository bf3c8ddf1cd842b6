"""What this app puts on pages below it: the way to dispute a finding, the forum's line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from accounts.models import User
from commitments.models import Act, Breach
from commitments.states import BreachState
from disputes.models import Dispute, DisputeStageEntry
from disputes.permissions import may_raise
from disputes.states import DisputeState
from forums.dashboard import Dashboard
from pages.offers import Link, Part


def dispute_act(user: Any, act: Act) -> Iterator[Link]:
    """Begins a dispute about what somebody did, for those who may raise one."""
    if may_raise(user, act.area):
        address = reverse("disputes:new", args=[act.area.slug])
        yield Link("Dispute this", f"{address}?act={act.pk}")


def dispute_this(user: Any, breach: Breach) -> Iterator[Link]:
    """Begins a dispute about the finding, for those who may raise one."""
    if not may_raise(user, breach.area):
        return
    if breach.state == BreachState.REJECTED:
        label = "Dispute this decision"
    elif breach.explanations.exists():
        label = "Dispute this, or the reply to it"
    else:
        label = "Dispute this"
    address = reverse("disputes:new", args=[breach.area.slug])
    yield Link(label, f"{address}?breach={breach.pk}")


def at_a_glance(user: Any, dashboard: Dashboard) -> Iterator[Part]:
    """The cases in the dashboard's area that the person may see: open ones, and overdue stages."""
    seen = Dispute.objects.visible_to(user).filter(area=dashboard.area)
    late = DisputeStageEntry.objects.overdue(dashboard.on).filter(dispute__in=seen.values("pk"))
    figures = {"open_count": seen.still_open().count(), "overdue": late.count()}
    yield Part("disputes/_at_a_glance.html", {"area": dashboard.area, **figures})


def helps_a_case(user: User, _: User) -> Iterator[str]:
    """Whoever both sides asked in, or one side proposes, needs no role to be needed."""
    if user.neutral_in.standing().filter(dispute__state=DisputeState.OPEN).exists():  # type: ignore[attr-defined]
        yield "Both sides of a dispute asked for them."
