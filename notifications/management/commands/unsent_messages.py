"""`manage.py unsent_messages`: what was given up, why, and whether the mail server takes mail."""

from typing import Any

from django.core.management.base import BaseCommand

from notifications.actions.sending import server
from notifications.models import MailOutage, Message


class Command(BaseCommand):
    help = "List the messages that were given up, a line each, with what the mail server said."

    def handle(self, *args: Any, **options: Any) -> None:
        given_up = Message.objects.given_up().order_by("gave_up_at", "pk")
        for each in given_up.iterator(1000):
            to = each.to or "(address emptied)"
            when = f"{each.gave_up_at:%Y-%m-%d %H:%M}"
            self.stdout.write(f"{each.pk}\t{when}\t{each.kind}\t{to}\t{each.error}")
        outage = MailOutage.objects.under_way(server()).first()
        waiting = Message.objects.waiting().count()
        self.stderr.write(f"{waiting} waiting, {given_up.count()} given up.")
        if outage is not None:
            self.stderr.write(f"The mail server has been away since {outage}: {outage.error}")
