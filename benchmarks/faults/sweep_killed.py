"""Sweeps killed at random moments, ten days late: each case is raised once, and none is lost."""

from __future__ import annotations

import random
import time
from datetime import timedelta

from ground import Ground, killed_at_a_random_moment, report

NOTICES = 300
SECONDS = 30
OUTAGE = timedelta(days=10)


def main() -> None:
    with Ground() as ground:
        ground.stand()
        from django.db.models import Count  # noqa: PLC0415 - once Django is set up
        from django.utils import timezone  # noqa: PLC0415 - once Django is set up

        from audit.models import Event  # noqa: PLC0415 - once Django is set up
        from audit.verifying import broken_links  # noqa: PLC0415 - once Django is set up
        from commitments.checks import reassess_due  # noqa: PLC0415 - once Django is set up
        from commitments.checks.verify import verify  # noqa: PLC0415 - once Django is set up
        from commitments.models import Breach, Check, SweepRun  # noqa: PLC0415 - once Django is set up
        from tests.cast import notice  # noqa: PLC0415 - once Django is set up

        today, chance = timezone.localdate(), random.Random(12)
        recorded = today - timedelta(days=200)
        for number in range(NOTICES):
            ends = today + timedelta(days=chance.randint(60, 110))
            notice(recorded, reference=f"N-{number}", last_day=ends)
        reassess_due(on=today - OUTAGE)
        due = Check.objects.due(today).count()
        before = Breach.objects.count()

        def sweep() -> None:
            reassess_due(on=today, batch=5)

        kills, ends_at = 0, time.monotonic() + SECONDS
        while time.monotonic() < ends_at and Check.objects.due(today).exists():
            kills += killed_at_a_random_moment(sweep, chance, 0.12)
        sweep()
        sweep()
        raised = Event.objects.filter(verb="breach.raised").values("subject_id")
        twice = raised.annotate(times=Count("pk")).filter(times__gt=1).count()
        told = set(raised.values_list("subject_id", flat=True))
        cases = set(Breach.objects.values_list("pk", flat=True))
        differences = verify(on=today, at=timezone.now()).differences
        gap = SweepRun.objects.filter(not_run_from=today - OUTAGE + timedelta(days=1)).exists()
        lost = len(told ^ cases) + Check.objects.due(today).count() + differences + (not gap)
        report(
            "sweep killed",
            lost + len(list(broken_links())),
            twice,
            due=due,
            kills=kills,
            cases=len(cases) - before,
        )


if __name__ == "__main__":
    main()
