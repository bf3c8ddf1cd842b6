"""What runs off the request path. The clock is read here and passed on."""

from datetime import timedelta

import structlog
from celery import shared_task
from django.utils import timezone

from audit.anchors import keep_anchor
from audit.inspecting import inspect
from audit.models import Inspection

log = structlog.get_logger()
NIGHT = 3  # the hour, London time, after which a night counts as over


@shared_task(name="audit.tasks.verify_history")
def verify_history() -> None:
    """Keeps the day's anchor, and once a night compares everything with the log; a night that was
    missed is made up for. What is wrong is said in the log and on /healthz."""
    now = timezone.localtime()
    night = now.replace(hour=NIGHT, minute=0, second=0, microsecond=0)
    last_night = night if now >= night else night - timedelta(days=1)
    if not Inspection.objects.filter(finished_at__gte=last_night).exists():
        found = inspect(at=now)  # before the anchor: it is compared with the one of the day before
        if found.faults:
            log.error("history.changed", faults=found.faults, first=found.first)
        else:
            log.info("history.verified")
    keep_anchor(now.date())
