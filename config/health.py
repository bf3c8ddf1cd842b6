"""Whether it works, for a load balancer (/healthz), and how well, for Prometheus (/metrics).

/healthz answers 503 only where pages cannot work: the database is away, or lacks tables that this
code needs. Everything else, such as deadline checks that have not run for a while, a queue or a mail
server that is away, a disk that is nearly full or checks that differ from a fresh judgement, makes it
"degraded" with 200: taking pages away would help nobody. `worries` names what to look at.
"""

from __future__ import annotations

import ipaddress
import os
from contextlib import suppress
from typing import Any

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

from audit.models import Inspection
from commitments.models import Breach, Check, Verification
from config import condition
from config.context import heartbeat
from config.metrics import all_processes
from rules import Outcome

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED")


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    sweep = last_sweep()
    parts: dict[str, Any] = {"database": "down" if sweep is None else "ok"}
    if sweep is None:
        # The other parts are left out: most of them ask the database, and each would wait for it.
        parts |= {"migrations": "unknown", "last_sweep": None}
        return JsonResponse({"status": "down", **parts}, status=503)
    parts |= {
        "migrations": condition.migrations(),
        "last_sweep": sweep,
        "broker": condition.broker(),
        "queues": condition.queues(),
        "mail": condition.mail(timezone.now()),
        "disk": condition.disks(),
        "last_verification": last_verification(),
        "last_inspection": last_inspection(),
    }
    worries = [*(["last_sweep"] if sweep["stale"] else []), *condition.worries(parts)]
    if parts["migrations"] != "ok":
        return JsonResponse({"status": "down", "worries": worries, **parts}, status=503)
    return JsonResponse({"status": "degraded" if worries else "ok", "worries": worries, **parts})


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
        last = Verification.objects.filter(area=None).order_by("-finished_at", "-pk").first()
    except DatabaseError:
        return None
    if last is None:
        return None
    return {
        "finished_at": last.finished_at.isoformat(),
        "acts": last.acts,
        "differences": last.differences,
    }


def last_inspection() -> dict[str, Any] | None:
    """How many faults the last look at history found; None where none was taken."""
    try:
        last = Inspection.objects.order_by("-finished_at", "-pk").first()
    except DatabaseError:
        return None
    return last and {"finished_at": last.finished_at.isoformat(), "faults": last.faults}


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    if not may_read_metrics(request):
        raise PermissionDenied("Metrics are read on this machine, or with METRICS_TOKEN.")
    said = generate_latest(all_processes())
    with suppress(DatabaseError):  # requests are counted without it
        said += generate_latest(our_gauges())
    return HttpResponse(said, content_type=CONTENT_TYPE_LATEST)


def may_read_metrics(request: HttpRequest) -> bool:
    """From this machine itself, not through a proxy on it, or with the token."""
    token = os.environ.get("METRICS_TOKEN", "")
    if token and constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}"):
        return True
    # A proxy on this machine asks from 127.0.0.1 for the whole world.
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
    _gauges_of_the_rest(gauges)
    return gauges


def _gauges_of_the_rest(gauges: CollectorRegistry) -> None:
    mail = condition.mail(timezone.now()) or {}
    for name, said in [
        ("waiting", "Messages that wait to be sent."),
        ("oldest_seconds", "Seconds that the oldest of them has waited."),
        ("given_up", "Messages that were given up: see unsent_messages."),
    ]:
        Gauge(f"compacts_mail_{name}", said, registry=gauges).set(mail.get(name, 0))
    free = Gauge("compacts_disk_free_bytes", "Free room.", ["folder"], registry=gauges)
    for folder, usage in condition.disks().items():
        free.labels(folder).set(usage["free_bytes"])
    waiting = Gauge("compacts_queue_waiting", "Tasks in a queue.", ["queue"], registry=gauges)
    for queue, number in (condition.queues() or {}).items():
        waiting.labels(queue).set(number)


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
]
