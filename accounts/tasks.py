"""What runs off the request path. The clock is read here and passed on."""

from celery import shared_task
from django.utils import timezone

from accounts.once import forget_sent_forms as forget
from accounts.sessions import forget_spent_sessions


@shared_task(name="accounts.tasks.forget_sent_forms")
def forget_sent_forms() -> None:
    forget(at=timezone.now())


@shared_task(name="accounts.tasks.forget_sessions")
def forget_sessions() -> None:
    forget_spent_sessions(at=timezone.now())
