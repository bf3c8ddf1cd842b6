"""Whether it works, for a load balancer (/healthz), and how well, for Prometheus (/metrics).

/healthz answers 503 only when the database or the broker is down: those stop the product, and
another server may do better. Deadline checks that have not run for a while make it "degraded" with
200, since the pages still work and taking them away would help nobody; that is for the alert on
compacts_last_sweep_age_seconds. So do stored checks that differ from a fresh judgement: see
`manage.py verify_checks`.
"""

from __future__ import annotations

import ipaddress
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from commitments.models import Breach, Check, Verification
from config.context import heartbeat
from config.metrics import all_processes
from config.up.preflight import why_redis_is_silent
from rules import Outcome

SECONDS_TO_ANSWER = 2
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED")


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    sweep, compared = last_sweep(), last_verification()
    parts = {"database": "down" if sweep is None else "ok", "broker": broker()}
    status = "ok"
    if "down" in parts.values():
        status = "down"
    elif sweep is None or sweep["stale"] or (compared and compared["differences"]):
        status = "degraded"
    return JsonResponse(
        {"status": status, **parts, "last_sweep": sweep, "last_verification": compared},
        status=503 if status == "down" else 200,
    )


def last_sweep() -> dict[str, Any] | None:
    """When the deadline checks last finished; None where the database does not answer."""
    try:
        beat = heartbeat()
    except DatabaseError:
        return None
    if beat.finished_at is None:
        return {"finished_at": None, "age_seconds": None, "stale": True}
    age = timezone.now() - beat.finished_at
    return {
        "finished_at": beat.finished_at.isoformat(),
        "age_seconds": round(age.total_seconds()),
        "stale": beat.is_stale,
    }


def last_verification() -> dict[str, Any] | None:
    """What the last comparison of every act with its checks found; None where none was made."""
    try:
        last = Verification.objects.filter(area=None).first()
    except DatabaseError:
        return None
    if last is None:
        return None
    return {
        "finished_at": last.finished_at.isoformat(),
        "acts": last.acts,
        "differences": last.differences,
    }


def broker() -> str:
    if not settings.REDIS_URL:
        queue = Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_in"])
        return "ok" if os.access(queue, os.W_OK) else "down"
    return "down" if why_redis_is_silent(SECONDS_TO_ANSWER) else "ok"


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    if not may_read_metrics(request):
        raise PermissionDenied("Metrics are read on this machine, or with METRICS_TOKEN.")
    said = generate_latest(all_processes()) + generate_latest(our_gauges())
    return HttpResponse(said, content_type=CONTENT_TYPE_LATEST)


def may_read_metrics(request: HttpRequest) -> bool:
    """From this machine itself, not through a proxy on it, or with the token."""
    token = os.environ.get("METRICS_TOKEN", "")
    if token and constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}"):
        return True
    if any(request.META.get(name) for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def our_gauges() -> CollectorRegistry:
    """Read afresh each time: the database knows them, whichever process is asked."""
    gauges = CollectorRegistry()
    sweep = last_sweep()
    age = Gauge(
        "compacts_last_sweep_age_seconds",
        "Seconds since the deadline checks last finished; +Inf where they never have.",
        registry=gauges,
    )
    known = sweep is not None and sweep["age_seconds"] is not None
    age.set(sweep["age_seconds"] if sweep and known else float("inf"))
    checks = Gauge("compacts_checks", "Checks of live acts.", ["outcome"], registry=gauges)
    for outcome in Outcome:
        checks.labels(outcome.value).set(0)
    rows = Check.objects.counted().order_by().values_list("outcome").annotate(Count("pk"))
    for name, number in rows:
        checks.labels(name).set(number)
    differing = Gauge(
        "compacts_verification_differences",
        "What differed when every act was last compared with its stored checks.",
        registry=gauges,
    )
    differing.set((last_verification() or {}).get("differences", 0))
    breaches = Gauge("compacts_open_breaches", "Breaches not closed yet.", registry=gauges)
    breaches.set(Breach.objects.still_open().count())
    return gauges


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
]
