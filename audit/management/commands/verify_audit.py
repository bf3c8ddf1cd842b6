from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError

from audit.models import Event
from audit.verifying import broken_links


class Command(BaseCommand):
    help = (
        "Recompute the chain of the event log, and let every application compare its rows with it "
        "(commands called verify_*). Fails, naming each fault, where history was changed."
    )

    def handle(self, *args: object, **options: object) -> None:
        faults = list(broken_links())
        for name in sorted(get_commands()):
            if name.startswith("verify_") and name != "verify_audit":
                try:
                    call_command(name, stdout=self.stdout, stderr=self.stderr)
                except CommandError as differing:
                    faults += str(differing).splitlines()
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"History has {len(faults)} faults.")
        self.stdout.write(f"The event log is whole: {Event.objects.count()} events.")
