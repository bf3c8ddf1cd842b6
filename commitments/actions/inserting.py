"""Unsaved rows of one model into the database, thousands in one statement, each with its number."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models

from audit.bulk import insert_rows, reserve_numbers

Convert = Callable[[Any], Any]


def insert_many(rows: Sequence[models.Model]) -> None:
    """Inserts rows in the caller's transaction, and sets their keys. It sends no signals."""
    if not rows:
        return
    model = type(rows[0])
    for row, number in zip(rows, reserve_numbers(model, len(rows)), strict=True):
        row.pk = number
    columns = _columns(model, connection.vendor)
    insert_rows(
        model, [column for _, column, _ in columns], [_values(row, columns) for row in rows]
    )
    for row in rows:
        row._state.adding = False
        row._state.db = connection.alias


def _values(row: models.Model, columns: Sequence[tuple[str, str, Convert | None]]) -> list[Any]:
    values = row.__dict__
    return [
        value if value is None or convert is None else convert(value)
        for value, convert in ((values[name], convert) for name, _, convert in columns)
    ]


@lru_cache(maxsize=64)
def _columns(model: type[models.Model], vendor: str) -> Sequence[tuple[str, str, Convert | None]]:
    """Each column's attribute, its name, and what turns a value into what the database takes."""
    return tuple(
        (field.attname, str(field.column), _conversion(field, vendor))
        for field in model._meta.concrete_fields
    )


def _conversion(field: models.Field[Any, Any], vendor: str) -> Convert | None:
    if isinstance(field, models.JSONField):
        return json.JSONEncoder().encode if field.encoder is None else field.encoder().encode
    if isinstance(field, models.CharField):
        return str  # a choice is more than its text
    if vendor == "sqlite":
        if isinstance(field, models.DateTimeField):
            return lru_cache(maxsize=64)(connection.ops.adapt_datetimefield_value)
        if isinstance(field, models.DateField):
            return lambda day: day.isoformat()
        if isinstance(field, models.DecimalField):
            return str
    return None
