"""Loads the compacts of the library: `manage.py load_compacts [FILE ...] [--dry-run] [--yes]`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from compacts.actions.difference import in_words
from compacts.actions.library import (
    AREAS,
    Document,
    LibraryError,
    digest_of,
    library_files,
    read_areas,
    read_document,
)
from compacts.actions.loading import (
    Plan,
    in_order,
    load_areas,
    load_document,
    moves,
    note_digest,
    plan_load,
)
from compacts.models import Compact
from organisations.models import Area


@contextmanager
def rolled_back() -> Iterator[None]:
    """A dry run does everything, and takes it back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Command(BaseCommand):
    help = (
        "Load compacts from their files. A changed file shows its difference and waits for --yes."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", metavar="FILE", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="show, and change nothing")
        parser.add_argument("--yes", action="store_true", help="apply differences without asking")

    def handle(
        self, *args: Any, files: list[Path], dry_run: bool, yes: bool, **options: Any
    ) -> None:
        self.dry_run, self.yes = dry_run, yes
        try:
            with rolled_back() if dry_run else nullcontext():
                refused = self._load_all(files)
        except (LibraryError, OSError) as error:
            raise CommandError(str(error)) from None
        if dry_run:
            self.stdout.write("Dry run: nothing was changed.")
        if refused:
            raise CommandError(f"Not applied: {', '.join(refused)}. Run again with --yes to apply.")

    def _load_all(self, files: list[Path]) -> list[str]:
        """The compacts whose difference was not agreed to."""
        self._areas([path for path in files if path.name == AREAS])
        compacts = [path for path in files if path.name != AREAS]
        documents = self._read(compacts if files else library_files())
        return [document.slug for document in documents if not self._load(document)]

    def _areas(self, files: list[Path]) -> None:
        areas = [area for path in files for area in read_areas(path)] or read_areas()
        for area in load_areas(areas, by=None):
            self.stdout.write(f"{area.slug}: area added")

    def _read(self, files: list[Path]) -> list[Document]:
        """The files that are not loaded as they stand. All are read before the first is applied."""
        loaded = dict(Compact.objects.values_list("slug", "file_digest"))
        documents, errors = [], []
        for path in files:
            if loaded.get(path.stem) == digest_of(path.read_bytes()):
                self.stdout.write(f"{path.stem}: unchanged")
                continue
            try:
                documents.append(read_document(path))
            except LibraryError as error:
                errors.extend(error.faults)
        if errors:
            raise LibraryError(errors)
        return in_order(documents)

    def _load(self, document: Document) -> bool:
        """Whether the database now says what the file says."""
        if Area.objects.filter(slug=document.area).exclude(archived_at=None).exists():
            self.stdout.write(f"{document.slug}: its area is archived, so it stays as it is")
            return True
        plan = plan_load(document)
        if plan.is_new:
            return self._apply(plan, f"loaded, {len(document.parts['provision'])} provisions")
        if not plan.changes:
            note_digest(document)
            self.stdout.write(f"{document.slug}: says the same as before")
            return True
        self._show(plan)
        if not self.dry_run and not self.yes and not self._confirmed(document):
            return False
        return self._apply(plan, "changed")

    def _apply(self, plan: Plan, done: str) -> bool:
        load_document(plan, by=None, at=timezone.now())
        self.stdout.write(f"{plan.document.slug}: {done}")
        return True

    def _show(self, plan: Plan) -> None:
        moved = moves(plan.changes)
        self.stdout.write(f"{plan.document.slug}: the file differs from what is loaded")
        for change in plan.changes:
            if change not in moved:
                superseded = change.part == "provision" and change.ref in plan.superseding
                for line in in_words(change, superseded=superseded):
                    self.stdout.write(f"  {line}")
        if moved:
            self.stdout.write(f"  {len(moved)} more only move to another place in the document")

    def _confirmed(self, document: Document) -> bool:
        if not sys.stdin.isatty():
            return False
        return input(f"Apply this to {document.slug}? [y/N] ").strip().lower() in ("y", "yes")
