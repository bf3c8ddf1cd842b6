"""The headline rates as JSON: `manage.py report --area thurrock --from 2026-04-01`."""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from commitments.selections import Span
from forums.figures import rates
from organisations.models import Area


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date like 2027-03-31") from None


class Command(BaseCommand):
    help = (
        "Print an area's headline rates as JSON: consultations by closing day, notices by receipt."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--area", required=True, help="the area's short name, such as thurrock")
        parser.add_argument("--from", dest="start", type=day, help="first day; without it, all")
        parser.add_argument("--to", dest="end", type=day, help="last day; without it, --on")
        parser.add_argument("--on", type=day, help="as at that day; without it, today")

    def handle(self, *args: Any, **options: Any) -> None:
        area = Area.objects.filter(slug=options["area"]).first()
        if area is None:
            known = ", ".join(Area.objects.values_list("slug", flat=True))
            raise CommandError(f"No area is called {options['area']!r}. Known: {known or 'none'}.")
        start, end = options["start"], options["end"]
        if start and end and end < start:
            raise CommandError("--to cannot be before --from.")
        span = Span(options["on"] or timezone.localdate(), start, end)
        self.stdout.write(json.dumps(rates(area, span), indent=2))
