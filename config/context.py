"""What every page is given: who is here, where they may go, and the heartbeat."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from commitments.models import SweepRun
from demo.sign_ins import DEMO_PASSWORD, demo_sign_ins
from desk.navigation import PUBLIC_NAV, area_nav, areas_of
from organisations.acting import acting
from organisations.permissions import scope_of

SET_BACK = dt.timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """When the deadlines were last checked. Without a run there is nothing to trust."""

    finished_at: dt.datetime | None
    is_stale: bool


def heartbeat() -> Heartbeat:
    now = timezone.now()  # a run of a time that has not come yet, by a clock set back, says nothing
    finished_at = (
        SweepRun.objects.filter(finished_at__lte=now + SET_BACK)
        .order_by("-finished_at")
        .values_list("finished_at", flat=True)
        .first()
    )
    longest = dt.timedelta(minutes=settings.HEARTBEAT_STALE_AFTER_MINUTES)
    return Heartbeat(finished_at, finished_at is None or now - finished_at > longest)


def house(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    context: dict[str, Any] = {
        "area": None,
        "scope": SimpleLazyObject(lambda: scope_of(user)) if signed_in else None,
        "acting": SimpleLazyObject(lambda: acting(user)) if signed_in else None,
        "areas": SimpleLazyObject(lambda: areas_of(user)) if signed_in else [],
        "nav": SimpleLazyObject(lambda: area_nav(user)) if signed_in else PUBLIC_NAV,
        "public_nav": PUBLIC_NAV,
        "heartbeat": SimpleLazyObject(heartbeat) if signed_in else None,
        "demo": settings.DEMO,
        "today": timezone.localdate(),
    }
    if getattr(request, "second_step_missing", False):
        context["nav"] = []  # every one of them leads back to the page that asks for it
    match = getattr(request, "resolver_match", None)
    at_the_door = match is not None and match.url_name == "account_login"
    if at_the_door:
        context["provider"] = settings.OIDC_NAME
    if settings.DEMO and at_the_door:
        context["demo_sign_ins"] = SimpleLazyObject(demo_sign_ins)
        context["demo_password"] = DEMO_PASSWORD
        context["second_factor"] = settings.SECOND_FACTOR
    return context
