"""What runs off the request path. The clock is read here and passed on."""

from datetime import timedelta

import structlog
from celery import shared_task
from django.conf import settings
from django.utils import timezone

from commitments import checks
from commitments.checks.verify import verify
from commitments.database_clock import differs
from commitments.models import Verification

log = structlog.get_logger()
NIGHT = 2  # the hour, London time, after which a night counts as over


@shared_task(name="commitments.tasks.check_deadlines")
def check_deadlines() -> None:
    """Does nothing on a machine whose clock is days away from the database's: a case that is found
    ahead of its day is taken back by nobody. A demo may travel in time."""
    difference = None if settings.DEMO else differs(timezone.now())
    if difference is not None:
        log.error("clock.differs_from_the_database", hours=round(difference.total_seconds() / 3600))
        return
    log.info("deadlines.checked", **checks.check_deadlines(on=timezone.localdate()))


@shared_task(name="commitments.tasks.verify_checks")
def verify_checks() -> None:
    """Once a night, compares every act with its fresh judgement; a night that was missed is made up
    for. What differs is said in the log and on /healthz."""
    now = timezone.localtime()
    night = now.replace(hour=NIGHT, minute=0, second=0, microsecond=0)
    last_night = night if now >= night else night - timedelta(days=1)
    if Verification.objects.filter(area=None, finished_at__gte=last_night).exists():
        return
    on = now.date()
    # First what a loaded text covers is judged (ADR 10), or its missing checks would count as
    # differences.
    checks.follow_editions(on=on)
    found = verify(on=on, at=now)
    said = {"acts": found.acts, "differences": found.differences}
    if found.differences:
        log.error("checks.differ", **said, first=found.first)
    else:
        log.info("checks.verified", **said)
