"""Acts as a table, in the columns that the import reads: what comes out goes in again unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db.models import QuerySet

from commitments.models import Act
from commitments.subjects import AREA, REFERENCE, Subject
from pages.csv import csv_lines
from pages.registers import Export

BATCH = 500
READ_WITH = ("act__area", "act__responsible", "act__counterpart")


def rows_to_export(subject: Subject) -> QuerySet[Any]:
    """Every row of a kind, with what its columns read."""
    rows = subject.model._default_manager.all()
    return rows.select_related(*READ_WITH)


def headings(subject: Subject) -> list[str]:
    return list(subject.table.by_name)


def cells_of(subject: Subject, row: Any) -> list[Any]:
    """One row's cells, in the order of the headings."""
    return [_cell(subject, row, name) for name in subject.table.by_name]


def _cell(subject: Subject, row: Any, name: str) -> Any:
    if name == REFERENCE.name:
        return row.act.reference
    if name == AREA.name:
        return row.act.area.slug
    value = subject.value_of(row, name)
    return value.name if name in subject.bodies and value is not None else value


def csv_of(subject: Subject, rows: QuerySet[Any]) -> Iterator[bytes]:
    """The rows as lines of CSV, read in batches."""
    cells = (cells_of(subject, row) for row in rows.iterator(chunk_size=BATCH))
    return csv_lines(headings(subject), cells)


def export_of(subject: Subject) -> Export:
    """What a register offers beside its list: the live rows, to be corrected and brought in again."""
    return Export(
        headings=headings(subject),
        rows=lambda rows: rows.filter(act__state=Act.State.LIVE).select_related(*READ_WITH),
        cells=partial(cells_of, subject),
    )
