import argparse
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from audit.actions import seal_rows
from audit.comparing import seal_backlog
from audit.evidence import Evidence


class Command(BaseCommand):
    help = (
        "Log the digest of every row that an earlier version wrote, once. With --rows and --why, "
        "log how these rows stand now, such as after a mistake was put right in the database."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--rows", nargs="+", metavar="TABLE:NUMBER", help="funding.notice:12")
        parser.add_argument("--why", default="", help="what the log is to say of it")

    def handle(self, *, rows: list[str] | None, why: str, **_: Any) -> None:
        if bool(rows) != bool(why.strip()):
            raise CommandError("--rows and --why go together: the log says why they were changed.")
        if not rows:
            self.stdout.write(f"{seal_backlog():,} rows sealed.")
            return
        for name in rows:
            label, _, number = name.partition(":")
            if not number.isdecimal() or not seal_rows(evidence_called(label), [number], why=why):
                raise CommandError(f"There is no row {name}.")
        self.stdout.write(f"{len(rows):,} rows sealed again.")


def evidence_called(label: str) -> type[Evidence]:
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        model = None
    if model is None or not issubclass(model, Evidence):
        raise CommandError(f"{label} is no table of evidence.")
    return model
