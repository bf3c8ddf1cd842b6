import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from commitments.checks import follow_editions
from commitments.checks.verify import verify
from organisations.models import Area


class Command(BaseCommand):
    help = (
        "Judge every act afresh and compare it with its stored checks and cases: a line a "
        "difference, and exit status 1 where any is left."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--area", metavar="SLUG", help="only this area's acts")
        parser.add_argument(
            "--repair", action="store_true", help="save the fresh judgement of what differs"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # What an edition that was kept or loaded brings is the next run's to do, and no difference.
        follow_editions(on=timezone.localdate())
        found = verify(
            on=timezone.localdate(),
            at=timezone.now(),
            area=area_called(options["area"]) if options["area"] else None,
            puts_right=options["repair"],
            seen=lambda each: self.stdout.write(str(each)),
        )
        told = f"{found.acts:,} acts looked at, {found.differences:,} differences"
        if options["repair"]:
            told += f" left, {found.repaired:,} acts put right"
        if found.differences:
            raise CommandError(f"{told}.")
        self.stdout.write(f"{told}.")


def area_called(slug: str) -> Area:
    """The area of that short name. Raises CommandError with those there are."""
    area = Area.objects.filter(slug=slug).first()
    if area is None:
        known = ", ".join(Area.objects.values_list("slug", flat=True))
        raise CommandError(f"There is no area {slug!r}; there are: {known}.")
    return area
