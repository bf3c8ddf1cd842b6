"""What runs off the request path. The clock is read here and passed on."""

from celery import shared_task
from django.utils import timezone

from consultations.subjects import CONSULTATION
from imports.engine.uploads import work_on_upload


@shared_task(name="consultations.tasks.work_on_import")
def work_on_import(*, pk: int) -> None:
    work_on_upload(pk, CONSULTATION, on=timezone.localdate(), at=timezone.now())
