from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commitments.subjects import subject_for, subjects
from imports.engine.exporting import csv_of, rows_to_export
from organisations.models import Area


def kinds() -> list[str]:
    return [str(each.kind) for each in subjects() if each.sheet is not None]


class Command(BaseCommand):
    help = (
        "Print the recorded acts of one kind and area as CSV, in the columns that import_acts "
        "reads: what comes out goes in again unchanged."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", metavar="KIND", choices=kinds(), help=", ".join(kinds()))
        parser.add_argument("area", metavar="AREA", help="the area's short name")

    def handle(self, *args: Any, kind: str, area: str, **options: Any) -> None:
        place = Area.objects.filter(slug=area).first()
        if place is None:
            known = ", ".join(Area.objects.values_list("slug", flat=True))
            raise CommandError(f"There is no area {area!r}; there are: {known}.")
        subject = subject_for(kind)
        rows = rows_to_export(subject).filter(act__area=place, act__state="live")
        for line in csv_of(subject, rows.order_by("act__reference", "pk")):
            self.stdout.write(line.decode(), ending="")
