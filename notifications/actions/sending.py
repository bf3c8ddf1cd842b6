"""Sending what waits. A message is claimed before it is tried, and marked once it has been handed over.

Whoever is killed in between has claimed it for a while only: another run tries it again. So each
message goes out at least once, and carries one Message-ID by which a second copy is known.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from consultations.public.calendars import host
from notifications.models import Message

log = structlog.get_logger()

BATCH = 50
MOST_BATCHES = 10
CLAIMED_FOR = timedelta(minutes=10)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
MOST_ATTEMPTS = 10


@dataclass(slots=True)
class Sent:
    sent: int = 0
    failed: int = 0


def send_waiting(*, clock: Callable[[], datetime]) -> Sent:
    """Sends what is due, batch by batch. A bounded run: the next one goes on."""
    done = Sent()
    for _ in range(MOST_BATCHES):
        claimed = claim(at=clock())
        if not claimed:
            break
        connection = get_connection()
        try:
            for message in claimed:
                _send(message, connection, clock, done)
        finally:
            connection.close()
    return done


@transaction.atomic
def claim(*, at: datetime) -> list[Message]:
    """Takes messages for this run alone. Rows that another run holds are passed over."""
    rows = (
        Message.objects.due(at)
        .select_for_update(no_key=True, skip_locked=True)
        .order_by("due_at", "pk")
    )
    claimed = list(rows[:BATCH])
    for message in claimed:
        message.due_at, message.attempts = at + CLAIMED_FOR, message.attempts + 1
    Message.objects.bulk_update(claimed, ["due_at", "attempts"])
    return claimed


def _send(
    message: Message, connection: BaseEmailBackend, clock: Callable[[], datetime], done: Sent
) -> None:
    if not Message.objects.waiting().filter(pk=message.pk).exists():
        return  # its follower has left since it was claimed
    try:
        _email(message, connection).send()
    except Exception as wrong:
        log.warning("mail.failed", message=message.pk, error=str(wrong))
        connection.close()
        _put_off(message, str(wrong), at=clock())
        done.failed += 1
    else:
        _sent(message, at=clock())
        done.sent += 1


def _email(message: Message, connection: BaseEmailBackend) -> EmailMessage:
    headers = {**message.headers, "Message-ID": f"<message-{message.pk}@{host()}>"}
    return EmailMessage(
        message.subject,
        message.body,
        settings.DEFAULT_FROM_EMAIL,
        [message.to],
        headers=headers,
        connection=connection,
    )


def _sent(message: Message, *, at: datetime) -> None:
    """Marks it as sent, where its follower has not left, and it with them, meanwhile."""
    Message.objects.filter(pk=message.pk).update(sent_at=at, error="")


def _put_off(message: Message, error: str, *, at: datetime) -> None:
    """Twice as long each time; after the last attempt it stays, marked, for whoever runs the site."""
    gives_up = message.attempts >= MOST_ATTEMPTS
    if gives_up:
        log.error("mail.gave_up", message=message.pk, error=error[:400])
    Message.objects.filter(pk=message.pk).update(
        error=error[:400],
        due_at=at + min(FIRST_PAUSE * 2 ** (message.attempts - 1), LONGEST_PAUSE),
        gave_up_at=at if gives_up else None,
    )
