"""What runs off the request path. The clock is read here and passed on."""

import structlog
from celery import shared_task
from django.utils import timezone

from commitments.checks import follow_keepings, reassess_due

log = structlog.get_logger()


@shared_task(name="commitments.tasks.check_deadlines")
def check_deadlines() -> None:
    on = timezone.localdate()
    followed = follow_keepings(on=on)
    log.info("deadlines.checked", followed=followed, **reassess_due(on=on).as_dict())
