import argparse
from pathlib import Path
from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError

from audit.anchors import Anchor, anchors_now, in_lines, in_text
from audit.comparing import models_to_seal
from audit.inspecting import faults_now
from audit.models import Event

CALL_FOR_SEALING = "Rows of an earlier version are not in the log yet: run manage.py seal_records."


class Command(BaseCommand):
    help = (
        "Recompute the chains of the event log, compare every row that is evidence with it, and "
        "run the other comparisons (commands called verify_*). Prints each chain with its number "
        "and the seal of its head. Fails, naming each fault, where history was changed."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--since", metavar="FILE", help="an earlier output, or an anchor file, to go on from"
        )

    def handle(self, *, since: str | None = None, **_: Any) -> None:
        faults = faults_now(anchors_in(since) if since else [])
        for name in sorted(get_commands()):
            if name.startswith("verify_") and name != "verify_audit":
                try:
                    call_command(name, stdout=self.stdout, stderr=self.stderr)
                except CommandError as differing:
                    faults += str(differing).splitlines()
        self.stdout.write(in_lines(anchors_now()).rstrip("\n"))
        for fault in faults:
            self.stderr.write(fault)
        if faults and models_to_seal():
            self.stderr.write(CALL_FOR_SEALING)
        if faults:
            raise CommandError(f"History has {len(faults)} faults.")
        self.stdout.write(f"The event log is whole: {Event.objects.count()} events.")


def anchors_in(path: str) -> list[Anchor]:
    try:
        found = in_text(Path(path).read_text())
    except (OSError, ValueError) as wrong:
        raise CommandError(f"{path} cannot be read: {wrong}.") from None
    if not found:
        raise CommandError(f"{path} holds no line of a chain, its number and its seal.")
    return found
