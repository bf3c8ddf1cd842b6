"""What runs off the request path. Each may run twice, late or not at all for a day, and harm nothing."""

import structlog
from celery import shared_task
from django.conf import settings
from django.utils import timezone

from notifications.actions.following import forget
from notifications.actions.reminding import remind_of_feedback
from notifications.actions.sending import send_waiting
from notifications.actions.telling import make_messages

log = structlog.get_logger()


@shared_task(name="notifications.tasks.send_messages")
def send_messages() -> None:
    """Reads what has happened, and sends what waits, well within the task's own time limit."""
    seconds = settings.MAIL_TIME_LIMIT
    told = make_messages(at=timezone.now(), seconds=seconds * 0.3)
    done = send_waiting(clock=timezone.now, seconds=seconds * 0.5)
    if told or done.sent or done.failed or done.given_up:
        log.info(
            "messages.sent",
            told=told,
            sent=done.sent,
            failed=done.failed,
            given_up=done.given_up,
        )


@shared_task(name="notifications.tasks.remind")
def remind() -> None:
    reminded = remind_of_feedback(on=timezone.localdate(), at=timezone.now())
    if reminded:
        log.info("messages.reminded", reminded=reminded)


@shared_task(name="notifications.tasks.forget_addresses")
def forget_addresses() -> None:
    log.info("addresses.forgotten", **forget(at=timezone.now()))
