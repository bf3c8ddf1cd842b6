"""What runs off the request path. The clock is read here and passed on."""

from __future__ import annotations

from typing import Any

import structlog
from celery import Task, shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.access import KEPT_FOR
from accounts.actions import forget_access as forget_old_access
from accounts.models import User
from accounts.once import forget_sent_forms as forget
from accounts.sessions import forget_spent_sessions
from accounts.way_in import link_for

log = structlog.get_logger()


class Handed(Task):  # type: ignore[misc]
    def handed_over(self, *args: Any) -> None:
        """Hands it to its queue; where that is away, says so in a line: the request goes on."""
        try:
            self.delay(*args)
        except Exception as wrong:  # whatever a broker that is away raises
            log.error("accounts.queue_away", task=self.name, error=str(wrong)[:200])


@shared_task(name="accounts.tasks.forget_sent_forms")
def forget_sent_forms() -> None:
    forget(at=timezone.now())


@shared_task(name="accounts.tasks.forget_sessions")
def forget_sessions() -> None:
    forget_spent_sessions(at=timezone.now())


@shared_task(name="accounts.tasks.forget_access")
def forget_access() -> None:
    forget_old_access(before=timezone.now() - KEPT_FOR)


@shared_task(name="accounts.tasks.send_way_in", base=Handed)
def send_way_in(pk: int) -> None:
    """Writes to the owner of an account that is guessed at, with a link that lets them in. For an
    account that is not there it does nothing, and whoever guesses cannot tell the two apart."""
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None:
        return
    context = {"link": link_for(user)}
    send_mail(
        render_to_string("account/email/guesses_subject.txt").strip(),
        render_to_string("account/email/guesses_message.txt", context),
        settings.DEFAULT_FROM_EMAIL,
        [user.email],
    )
