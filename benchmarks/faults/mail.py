"""A mail server that is silent, down, slow, drops the line or puts off: each message goes out once."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta

from ground import Ground, report

MESSAGES = 40
MODES = ("silent", "drops", "later", "takes")


def main() -> None:
    with Ground() as ground:
        ground.stand()
        from django.conf import settings  # noqa: PLC0415 - once Django is set up
        from django.utils import timezone  # noqa: PLC0415 - once Django is set up

        from notifications.actions.sending import send_waiting  # noqa: PLC0415 - once Django is set up
        from notifications.models import Message  # noqa: PLC0415 - once Django is set up
        from tests.ops.mail_server import MailServer  # noqa: PLC0415 - once Django is set up

        now, chance, runs = timezone.now(), random.Random(12), 0
        for number in range(MESSAGES):
            to = f"person-{number}@group.example"
            Message.objects.create(kind="news", to=to, subject="s", created_at=now, due_at=now)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 0.5
        with MailServer() as post:
            post.slow = 0.05
            while Message.objects.waiting().exists() and runs < 200:
                runs += 1
                post.mode = chance.choice(MODES)
                settings.EMAIL_PORT = chance.choice([post.port, post.port, 1])
                send_waiting(clock=lambda now=now: now, seconds=chance.uniform(0.2, 1))
                now += timedelta(minutes=15)
            taken = Counter(post.taken)
        to_whom = {to for _, to in taken}
        given_up = Message.objects.given_up().count()
        twice = sum(times - 1 for times in taken.values())
        report("mail", MESSAGES - len(to_whom), twice, runs=runs, given_up=given_up)


if __name__ == "__main__":
    main()
