"""One run of the checks, as the beat and `manage.py check_deadlines` start it."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from typing import Any

from django.db import transaction

from commitments.checks.editions import follow_editions
from commitments.checks.sweep import reassess_due


def check_deadlines(*, on: date, dry_run: bool = False) -> dict[str, Any]:
    """Judges what another edition or wording now judges, then what has fallen due; says how much.

    `breaches` counts the cases that both opened. A dry run follows editions too, as what they
    judge anew would otherwise be counted as due, and takes that back at its end.
    """
    with transaction.atomic() if dry_run else nullcontext():
        followed = follow_editions(on=on)
        sweep = reassess_due(on=on, dry_run=dry_run).as_dict()
        if dry_run:
            transaction.set_rollback(True)
    return sweep | {"followed": followed.acts, "breaches": followed.breaches + sweep["breaches"]}
