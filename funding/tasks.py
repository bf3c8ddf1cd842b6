"""What runs off the request path. The clock is read here and passed on."""

from celery import shared_task
from django.utils import timezone

from funding.subjects import NOTICE
from imports.engine.uploads import work_on_upload


@shared_task(name="funding.tasks.work_on_import")
def work_on_import(*, pk: int) -> None:
    work_on_upload(pk, NOTICE, on=timezone.localdate(), at=timezone.now())
