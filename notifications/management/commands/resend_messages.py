"""`manage.py resend_messages`: puts what was given up back into the outbox."""

import argparse
from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from notifications.actions.sending import resend
from notifications.models import Message


def iso_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a date; write it as 2027-03-31"
        ) from None


class Command(BaseCommand):
    help = "Put messages that were given up back into the outbox, to be tried as if they were new."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("number", nargs="*", type=int, help="only these (default: all)")
        parser.add_argument("--since", type=iso_date, help="given up on or after this day")

    def handle(self, *args: Any, number: list[int], since: date | None, **options: Any) -> None:
        given_up = Message.objects.given_up()
        if number:
            given_up = given_up.filter(pk__in=number)
        if since is not None:
            begins = timezone.make_aware(datetime.combine(since, time()))
            given_up = given_up.filter(gave_up_at__gte=begins)
        asked = list(given_up.values_list("pk", flat=True))
        done = resend(asked, at=timezone.now())
        self.stdout.write(f"{done} put back into the outbox.")
        if done < len(asked):
            self.stdout.write(
                f"{len(asked) - done} cannot be sent again: their addresses have been emptied."
            )
