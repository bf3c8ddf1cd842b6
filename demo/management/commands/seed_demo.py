import argparse
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from commitments.checks import reassess_due
from commitments.models import Act, SweepRun
from demo import consultations, disputes, elsewhere, thurrock
from demo.people import invite_everybody
from demo.sign_ins import DEMO_EMAILS
from demo.telling import Story
from notifications.actions.telling import start_from_here


class Command(BaseCommand):
    help = "Tell the demo story once: a believable year in Thurrock, Stockton and Southend."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--force", action="store_true", help="also where real records are kept already"
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo story is for demo installations: set DEMO=1 for one.")
        if User.objects.filter(email__endswith=DEMO_EMAILS).exists():
            self.stdout.write("The demo story has been told already.")
            return
        if Act.objects.exists() and not options["force"]:
            raise CommandError(
                "Real records are kept here. Use a database of its own for the demo, or --force."
            )
        today = timezone.localdate()
        invite_everybody()
        for story in self._stories(today):
            story.play(until=today)
        SweepRun.objects.all().delete()  # the story's own sweeps: the heartbeat starts here
        reassess_due(on=today)
        start_from_here()  # the story is no news: nobody is told of it by e-mail
        self.stdout.write(f"The demo story has been told: {Act.objects.count()} acts.")

    def _stories(self, today: Any) -> list[Story]:
        past, present = Story(), Story()
        elsewhere.plan_stockton(past)
        consultations.plan_stockton(past)
        thurrock.plan(present, today)
        consultations.plan_thurrock(present, today)
        elsewhere.plan_southend(present, today)
        consultations.plan_southend(present, today)
        disputes.plan_thurrock(present, today)
        disputes.plan_southend(present, today)
        return [past, present]
