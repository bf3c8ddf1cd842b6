"""Compares the rows of every dispute with the sealed log. Run beside verify_audit."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from disputes.actions.verifying import changed_rows


class Command(BaseCommand):
    help = "Says which narratives, papers and conclusions of disputes differ from the sealed log."

    def handle(self, **_: Any) -> None:
        found = list(changed_rows())
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write("Every dispute stands as the log sealed it.")
