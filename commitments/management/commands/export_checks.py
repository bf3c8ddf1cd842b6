"""`manage.py export_checks`: one JSON line a check, so that anyone can recompute each verdict.

A line has what `manage.py assess` asks for (compact, provision, rule, facts) beside the verdict; the day
to assess it on is the reader's to choose.
"""

import argparse
import json
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from commitments.management.commands.verify_checks import area_called
from commitments.models import Check

BATCH = 2000
COLUMNS = {
    "act": "act__reference",
    "act_kind": "act__kind",
    "area": "area__slug",
    "compact": "rule__provision__compact__slug",
    "provision": "rule__provision__ref",
    "rule": "rule__type",
    "outcome": "outcome",
    "due_on": "due_on",
    "breached_on": "breached_on",
    "shortfall_days": "shortfall_days",
    "spare_days": "spare_days",
    "reassess_on": "reassess_on",
    "facts": "facts",
}
DATES = [place for place, name in enumerate(COLUMNS) if name.endswith("on") and name != "provision"]
ORDER = (
    "area__slug",
    "act__kind",
    "act__reference",
    "rule__provision__position",
    "rule__position",
    "pk",
)


class Command(BaseCommand):
    help = "Print every check that counts as JSON, a line each: its facts and its verdict."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--area", metavar="SLUG", help="only this area's checks")

    def handle(self, *args: Any, **options: Any) -> None:
        checks = Check.objects.counted()
        if options["area"]:
            checks = checks.filter(area=area_called(options["area"]))
        rows = checks.order_by(*ORDER).values_list(*COLUMNS.values()).iterator(BATCH)
        for line in lines(rows):
            self.stdout.write(line)


def lines(rows: Iterator[tuple[Any, ...]]) -> Iterator[str]:
    encode = json.JSONEncoder(ensure_ascii=False).encode
    names = tuple(COLUMNS)
    for row in rows:
        values = list(row)
        for place in DATES:
            if values[place] is not None:
                values[place] = values[place].isoformat()
        yield encode(dict(zip(names, values, strict=True)))
