from typing import Any

from django.core.management.base import CommandParser

from imports.command import ImportCommand, kinds


class Command(ImportCommand):
    help = (
        "Import acts of one kind from a CSV or XLSX file: every row is checked first, then all of "
        "them are recorded, or none. A reference that is known already corrects that act."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", metavar="KIND", choices=kinds(), help=", ".join(kinds()))
        super().add_arguments(parser)

    def handle(self, *args: Any, kind: str, **options: Any) -> None:
        self.kind = kind
        super().handle(*args, **options)
