"""Taking what a table will touch before its first row is written, in the order that every verb keeps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from audit.writing import locked
from commitments.models import Act, Breach, Check
from commitments.subjects import Subject
from imports.engine.reading import Aside, Row
from organisations.models import Area

AT_ONCE = 2000


def hold(what: Subject, areas: Iterable[Area], aside: Aside) -> None:
    """Holds the areas, and the records, acts, checks and cases that the rows' references name.

    The first batch holds the log until the end. Whatever was taken only after it could be held by
    somebody who waits for the log. Holding its area, an import also has no other beside it there.
    """
    named = {area_id for rows in aside.batches() for _, area_id, _ in rows}
    for area in sorted(areas, key=lambda area: area.pk):
        if area.pk in named:
            locked(area)
    if not connection.features.has_select_for_update:
        return  # SQLite lets one writer in at a time
    pairs = [pair for rows in aside.batches() for pair in _known(what, rows)]
    _take(what.model._default_manager.all(), (pk for pk, _ in pairs))
    acts = sorted(act for _, act in pairs)
    _take(Act.objects.all(), acts)
    for part in _parts(acts):
        checks = list(Check.objects.filter(act__in=part).values_list("pk", flat=True))
        _take(Check.objects.all(), checks)
    for part in _parts(acts):
        cases = Breach.objects.filter(check_made__act__in=part)
        _take(Breach.objects.all(), cases.values_list("pk", flat=True))


def _known(what: Subject, rows: Sequence[Row]) -> Iterable[tuple[int, int]]:
    """The records that these rows name, each with its act, by number."""
    found = what.model._default_manager.filter(
        act__kind=what.kind,
        act__area__in={area_id for _, area_id, _ in rows},
        act__reference__in=[values["reference"] for _, _, values in rows],
    )
    return found.order_by().values_list("pk", "act")


def _take(rows: QuerySet[Any], pks: Iterable[int]) -> None:
    for part in _parts(sorted(pks)):
        held = rows.filter(pk__in=part).order_by("pk").select_for_update(no_key=True, of=("self",))
        list(held.values_list("pk"))


def _parts(pks: Iterable[int]) -> Iterator[list[int]]:
    remaining = iter(pks)
    while part := list(islice(remaining, AT_ONCE)):
        yield part
