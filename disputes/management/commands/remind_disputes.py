"""Records reminders of dispute stages that are nearly due or overdue."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from disputes.actions.reminding import remind


class Command(BaseCommand):
    help = "Records a reminder for each dispute stage that is nearly due or overdue, once each."

    def handle(self, **_: Any) -> None:
        told = remind(on=timezone.localdate())
        self.stdout.write(f"{told} reminder{'' if told == 1 else 's'} recorded.")
