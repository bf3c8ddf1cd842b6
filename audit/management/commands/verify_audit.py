from django.core.management.base import BaseCommand, CommandError

from audit.actions import broken_links
from audit.models import Event


class Command(BaseCommand):
    help = (
        "Recompute the chain of the event log; fails, naming each fault, where history was changed."
    )

    def handle(self, *args: object, **options: object) -> None:
        faults = list(broken_links())
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"The event log has {len(faults)} faults.")
        self.stdout.write(f"The event log is whole: {Event.objects.count()} events.")
