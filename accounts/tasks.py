"""What runs off the request path. The clock is read here and passed on."""

from celery import shared_task
from django.utils import timezone

from accounts.once import forget_sent_forms as forget


@shared_task(name="accounts.tasks.forget_sent_forms")
def forget_sent_forms() -> None:
    forget(at=timezone.now())
