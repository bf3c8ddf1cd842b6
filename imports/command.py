"""What every command that imports a table shares: its options, its progress and what it prints."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from commitments.subjects import subject_for, subjects
from imports.engine import TableImport, Tally, check_table, import_table

STAGES = {"read": "rows read", "judged": "rows judged", "recorded": "rows recorded"}


def kinds() -> list[str]:
    """The kinds of act that may come in from a table."""
    return [str(each.kind) for each in subjects() if each.sheet and each.sheet.may_import]


class ImportCommand(BaseCommand):
    """`manage.py import_... FILE`. A subclass says the `kind` of act."""

    kind: str

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="a CSV or XLSX file")
        parser.add_argument("--dry-run", action="store_true", help="check, and record nothing")
        parser.add_argument(
            "--create-organisations",
            action="store_true",
            help="make the organisations that the area does not have yet",
        )
        parser.add_argument(
            "--sure", action="store_true", help="what is improbable in the file is right"
        )
        parser.add_argument(
            "--as", dest="email", metavar="EMAIL", help="record it as this person's work"
        )

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"{file} is not a file that can be read.")
        started = time.monotonic()
        asked = TableImport(
            subject_for(self.kind),
            file,
            file.name,
            on=timezone.localdate(),
            at=timezone.now(),
            by=person(options["email"]),
            create_organisations=options["create_organisations"],
            sure=options["sure"],
            progress=self.show_progress,
        )
        tally = check_table(asked) if dry_run else import_table(asked)
        self.end_progress()
        for doubt in tally.doubts.in_order():
            self.stderr.write(f"Is this right? {doubt}")
        if tally.faults:
            raise CommandError(self.say_faults(tally))
        seconds = round(time.monotonic() - started, 2)
        told = tally.as_dict() | {"seconds": seconds} | ({"dry_run": True} if dry_run else {})
        self.stdout.write(json.dumps(told))

    def say_faults(self, tally: Tally) -> str:
        """Prints each fault; returns the closing sentence."""
        for fault in tally.faults.in_order():
            self.stderr.write(str(fault))
        more = tally.faults.count - len(tally.faults.kept)
        if more:
            self.stderr.write(f"... and {more:,} more")
        found = "1 error" if tally.faults.count == 1 else f"{tally.faults.count:,} errors"
        return f"{found}: nothing was recorded."

    # Progress, on a terminal only

    def show_progress(self, stage: str, done: int, total: int) -> None:
        if self.stderr.isatty():
            share = f"{done:,} of {total:,}" if total else f"{done:,}"
            self.stderr.write(f"\r{share} {STAGES[stage]}   ", ending="")
            self.stderr.flush()

    def end_progress(self) -> None:
        if self.stderr.isatty():
            self.stderr.write("")


def person(email: str | None) -> User | None:
    if not email:
        return None
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise CommandError(f"Nobody signs in here as {email}.")
    return user
