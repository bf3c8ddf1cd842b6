"""What runs off the request path. The clock is read here and passed on."""

from datetime import timedelta

import structlog
from celery import shared_task
from django.utils import timezone

from imports.engine import uploads

# Work that goes on says so every 2,000 rows, which takes seconds.
STOOD_STILL = timedelta(minutes=5)
log = structlog.get_logger()


@shared_task(name="imports.tasks.work_on_import")
def work_on_import(*, pk: int) -> None:
    uploads.work_on_upload(pk, on=timezone.localdate(), at=timezone.now())


@shared_task(name="imports.tasks.take_up_imports")
def take_up_imports() -> None:
    """Hands out again what is under way and has not moved: its message was lost, or its worker died."""
    for pk in uploads.take_up(at=timezone.now(), longer_than=STOOD_STILL):
        log.warning("import.taken_up", import_id=pk)
        work_on_import.delay(pk=pk)
