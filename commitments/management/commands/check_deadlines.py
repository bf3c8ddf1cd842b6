import argparse
import json
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from commitments.checks import check_deadlines


def iso_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a date; write it as 2027-03-31"
        ) from None


class Command(BaseCommand):
    help = "Bring every check that has fallen due up to a day, and print what changed as JSON."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--on", type=iso_date, help="the day (default: today, London time)")
        parser.add_argument("--dry-run", action="store_true", help="count, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        on = options["on"] or timezone.localdate()
        if on > timezone.localdate() and not options["dry_run"] and not settings.DEMO:
            raise CommandError(
                f"{on.isoformat()} is ahead of today: cases would be found that nothing takes back. "
                "Add --dry-run to see what would be found."
            )
        said = check_deadlines(on=on, dry_run=options["dry_run"])
        self.stdout.write(json.dumps(said))
