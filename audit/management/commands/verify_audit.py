from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError

from audit.comparing import changed_rows, models_to_seal, one_moment
from audit.models import ChainHead, Event
from audit.verifying import broken_links

CALL_FOR_SEALING = "Rows of an earlier version are not in the log yet: run manage.py seal_records."


class Command(BaseCommand):
    help = (
        "Recompute the chains of the event log, compare every row that is evidence with it, and "
        "run the other comparisons (commands called verify_*). Prints each chain with its number "
        "and the seal of its head. Fails, naming each fault, where history was changed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with one_moment():
            faults = [*broken_links(), *changed_rows()]
            heads = list(ChainHead.objects.order_by("chain"))
            count = Event.objects.count()
            to_seal = models_to_seal()
        for name in sorted(get_commands()):
            if name.startswith("verify_") and name != "verify_audit":
                try:
                    call_command(name, stdout=self.stdout, stderr=self.stderr)
                except CommandError as differing:
                    faults += str(differing).splitlines()
        for head in heads:
            self.stdout.write(f"{head.chain} {head.number} {head.hash}")
        for fault in faults:
            self.stderr.write(fault)
        if faults and to_seal:
            self.stderr.write(CALL_FOR_SEALING)
        if faults:
            raise CommandError(f"History has {len(faults)} faults.")
        self.stdout.write(f"The event log is whole: {count} events.")
