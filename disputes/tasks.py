"""What runs off the request path."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from disputes.actions.reminding import remind


@shared_task
def remind_disputes() -> int:
    return remind(on=timezone.localdate())
