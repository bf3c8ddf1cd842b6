"""Sending what waits. A message is claimed before it is tried, and marked once it has been handed over.

Whoever is killed in between has claimed it for a while only: another run tries it again. So each
message goes out at least once, and carries one Message-ID by which a second copy is known.

A server that is away is no message's fault: the run stops, no attempt is counted, and the next run
waits a little longer each time (MailOutage). What the server refuses for good is given up at once.
"""

from __future__ import annotations

import smtplib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from consultations.public.calendars import host
from notifications.models import MailOutage, Message

log = structlog.get_logger()

BATCH = 50
# Longer than the time limit of the task (five minutes, and one to end in), so that what a run is
# still sending is not claimed by the next.
CLAIMED_FOR = timedelta(minutes=15)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
LONGEST_OUTAGE_PAUSE = timedelta(minutes=15)
# With the pauses between them, ten attempts take eight and a half hours.
MOST_ATTEMPTS = 10
# What a mail server says before it hangs up, whatever it was asked (RFC 5321, section 4.2.1).
SHUTTING_DOWN = 421

AWAY = (
    smtplib.SMTPServerDisconnected,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPNotSupportedError,
    OSError,  # refused, timed out, unknown name, no secure connection; SMTP's own errors are OSErrors
)


@dataclass(slots=True)
class Sent:
    sent: int = 0
    failed: int = 0
    given_up: int = 0
    is_away: bool = False


def send_waiting(*, clock: Callable[[], datetime], seconds: float = 240) -> Sent:
    """Sends what is due, until nothing is or the time is up: the next run goes on.

    `seconds` is how long it may take; it stays well under the time limit of its task.
    """
    done, ends = Sent(), time.monotonic() + seconds
    outage = MailOutage.objects.under_way(server()).first()
    if outage is not None and clock() < outage.next_try_at:
        done.is_away = True
        return done
    while not done.is_away and time.monotonic() < ends:
        claimed = claim(at=clock())
        if not claimed:
            break
        _Run(claimed, done, clock, ends).go()
    return done


@transaction.atomic
def claim(*, at: datetime) -> list[Message]:
    """Takes messages for this run alone. Rows that another run holds are passed over."""
    rows = Message.objects.due(at).select_for_update(skip_locked=True).order_by("due_at", "pk")
    claimed = list(rows[:BATCH])
    Message.objects.filter(pk__in=[each.pk for each in claimed]).update(due_at=at + CLAIMED_FOR)
    return claimed


class _Run:
    """One batch over one connection."""

    def __init__(
        self, claimed: Sequence[Message], done: Sent, clock: Callable[[], datetime], ends: float
    ) -> None:
        self._left = list(claimed)
        self._done = done
        self._clock = clock
        self._ends = ends
        self._suspect: tuple[Message, str] | None = None
        self._behind: list[Message] = []
        self._has_worked = False

    def go(self) -> None:
        connection = get_connection()
        try:
            while self._left and not self._done.is_away and time.monotonic() < self._ends:
                self._next(connection)
        except SoftTimeLimitExceeded:
            self._give_back()
            raise
        finally:
            _close(connection)
        self._give_back()

    def _next(self, connection: BaseEmailBackend) -> None:
        """Tries the first one that is left; takes it off once it is known what has become of it."""
        message = self._left[0]
        if not Message.objects.waiting().filter(pk=message.pk).exists():
            self._left.pop(0)  # its follower has left since it was claimed
            return
        try:
            # Does nothing where the line is open; opens it again after a message at which it broke.
            connection.open()
        except AWAY as wrong:
            self._server_is_away(str(wrong))
            return
        try:
            _email(message, connection).send()
        except SoftTimeLimitExceeded:
            raise
        # Whatever is wrong with one message, such as an address that cannot be encoded, must not
        # stop those behind it.
        except Exception as wrong:
            _close(connection)
            self._left.pop(0)
            self._failed(message, wrong)
        else:
            self._left.pop(0)
            _sent(message, at=self._clock())
            self._done.sent += 1
            self._server_works()

    def _failed(self, message: Message, wrong: Exception) -> None:
        said = _said(wrong)
        if _is_for_good(wrong):
            self._server_works()
            _give_up(message, said, at=self._clock())
            self._done.given_up += 1
        elif _is_of_the_server(wrong):
            self._suspects(message, said)
        else:
            self._server_works()
            self._count(message, said)

    def _suspects(self, message: Message, said: str) -> None:
        """The line broke in the middle of a message. Where the next one fails so too, or there is no
        next one, it is the server; where the next one goes out, it was this message."""
        if self._suspect is not None or not self._left:
            self._behind.append(message)
            self._server_is_away(said)
        else:
            self._suspect = (message, said)

    def _server_works(self) -> None:
        if self._suspect is not None:
            self._count(*self._suspect)
            self._suspect = None
        if not self._has_worked:
            self._has_worked = True
            MailOutage.objects.under_way(server()).update(ended_at=self._clock())

    def _server_is_away(self, said: str) -> None:
        self._done.is_away = True
        pause_sending(said, at=self._clock())

    def _count(self, message: Message, said: str) -> None:
        log.warning("mail.failed", message=message.pk, error=said)
        _put_off(message, said, at=self._clock())
        self._done.failed += 1

    def _give_back(self) -> None:
        """What was claimed and not sent is due again; the ones at which the line broke come last."""
        now = self._clock()
        behind = [*self._behind, *([self._suspect[0]] if self._suspect else [])]
        for rows, due_at in ((self._left, now), (behind, now + FIRST_PAUSE)):
            pks = [each.pk for each in rows]
            Message.objects.waiting().filter(pk__in=pks).update(due_at=due_at)


@transaction.atomic
def pause_sending(said: str, *, at: datetime) -> None:
    """Nothing is tried for a minute, then two, four, up to fifteen: once an outage, not a message."""
    outage, is_new = MailOutage.objects.select_for_update().get_or_create(
        server=server(), ended_at=None, defaults={"since": at, "next_try_at": at}
    )
    # The power is capped by itself: after forty tries, half a day of an outage, the product would
    # be longer than a timedelta can be.
    pause = min(FIRST_PAUSE * 2 ** min(outage.tries, 10), LONGEST_OUTAGE_PAUSE)
    outage.tries, outage.error, outage.next_try_at = outage.tries + 1, said[:400], at + pause
    outage.save(update_fields=["tries", "error", "next_try_at"])
    if is_new:
        log.error("mail.server_away", server=outage.server, error=outage.error)


def server() -> str:
    """Which mail server the settings name."""
    return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"


def _is_for_good(wrong: Exception) -> bool:
    """Whether the server will never take this message, whoever asks and whenever."""
    if isinstance(wrong, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in wrong.recipients.values())
    return isinstance(wrong, smtplib.SMTPDataError) and int(wrong.smtp_code) >= 500


def _is_of_the_server(wrong: Exception) -> bool:
    if isinstance(wrong, smtplib.SMTPRecipientsRefused):
        return any(code == SHUTTING_DOWN for code, _ in wrong.recipients.values())
    if isinstance(wrong, smtplib.SMTPDataError):
        return int(wrong.smtp_code) == SHUTTING_DOWN
    return isinstance(wrong, AWAY)


def _said(wrong: Exception) -> str:
    """What the server said, without the address, which the message holds."""
    if isinstance(wrong, smtplib.SMTPRecipientsRefused):
        answers = wrong.recipients.values()
        return "; ".join(f"{code} {_text(words)}" for code, words in answers)
    if isinstance(wrong, smtplib.SMTPResponseException):
        return f"{wrong.smtp_code} {_text(wrong.smtp_error)}"
    return str(wrong) or type(wrong).__name__


def _text(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except AWAY:
        log.info("mail.hung_up")


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
    message.sent_at, message.error = at, ""
    message.save(update_fields=["sent_at", "error"])


def _put_off(message: Message, error: str, *, at: datetime) -> None:
    """Twice as long each time; after the last attempt it stays, marked, for whoever runs the site."""
    message.attempts += 1
    message.error = error[:400]
    message.due_at = at + min(FIRST_PAUSE * 2 ** (message.attempts - 1), LONGEST_PAUSE)
    message.save(update_fields=["attempts", "error", "due_at"])
    if message.attempts >= MOST_ATTEMPTS:
        _give_up(message, error, at=at)


def _give_up(message: Message, error: str, *, at: datetime) -> None:
    message.error, message.gave_up_at = error[:400], at
    message.save(update_fields=["error", "gave_up_at"])
    log.error("mail.gave_up", message=message.pk, error=message.error)


@transaction.atomic
def resend(messages: Sequence[int], *, at: datetime) -> int:
    """Puts messages that were given up back into the outbox, as if never tried; returns how many.

    One whose address has been emptied since has nobody to go to, and stays.
    """
    given_up = Message.objects.given_up().exclude(to="").filter(pk__in=messages)
    return given_up.update(gave_up_at=None, attempts=0, due_at=at, error="")
