"""The digest of a row: what the log holds of it, and what it is compared with."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import models

from audit.evidence import evidence_fields
from audit.seals import as_text, seal

AT_ONCE = 5000
GONE = ""
FILE = "#"


def key_of(model: type[models.Model], pk: Any) -> str:
    """How a row is called in the log."""
    return f"{model._meta.label_lower}:{pk}"


def digests_of(
    model: type[models.Model], keys: Collection[Any], key_number: int
) -> Iterator[tuple[str, str]]:
    """How each of the rows is called with its digest as the database holds it now, and its files'.

    A row that is gone has a blank one.
    """
    wanted = list(keys)
    for start in range(0, len(wanted), AT_ONCE):
        part = wanted[start : start + AT_ONCE]
        gone = dict.fromkeys(part)
        rows = model._base_manager.filter(pk__in=part).order_by()
        for row in rows.values_list("pk", *shape_of(model).names):
            gone.pop(row[0], None)
            yield from row_digests(model, row, key_number)
        yield from ((key_of(model, pk), GONE) for pk in gone)


def row_digests(
    model: type[models.Model], row: tuple[Any, ...], key_number: int
) -> Iterator[tuple[str, str]]:
    """Of one row, read as its key and the columns of its shape; then of each of its files."""
    shape = shape_of(model)
    name = key_of(model, row[0])
    # A column that holds its default says nothing: so one that is added later changes no digest.
    said = {
        column: value
        for column, value, default in zip(shape.names, row[1:], shape.defaults, strict=True)
        if value != default
    }
    for column in shape.instants:
        if isinstance(said.get(column), datetime):
            said[column] = said[column].astimezone(UTC).isoformat(timespec="microseconds")
    yield name, short(seal(key_number, "row", name, as_text(said)))
    for column, field in shape.files:
        if said.get(column):
            content = content_digest(field, said[column])
            full = f"{name}{FILE}{column}"
            yield full, short(seal(key_number, "file", full, content))


def short(made: str) -> str:
    """Half of a seal is as much as a row needs, and the log holds very many."""
    return made[:32]


def content_digest(field: models.FileField, name: str) -> str:
    """The SHA-256 of a file, blank where it cannot be read."""
    read = hashlib.sha256()
    try:
        with field.storage.open(name) as file:
            for chunk in iter(lambda: file.read(1 << 20), b""):
                read.update(chunk)
    except OSError:
        return ""
    return read.hexdigest()


class Shape:
    """The columns of a model that count, in one order."""

    def __init__(self, model: type[models.Model]) -> None:
        fields = sorted(evidence_fields(model), key=lambda field: field.attname)
        self.names = [field.attname for field in fields]
        self.defaults = [_default_of(field) for field in fields]
        self.instants = [each.attname for each in fields if isinstance(each, models.DateTimeField)]
        self.files = [(each.attname, each) for each in fields if isinstance(each, models.FileField)]


def _default_of(field: models.Field[Any, Any]) -> Any:
    if callable(field.default) and isinstance(field, models.DateTimeField):
        return None  # the clock's: no two rows have the same
    return None if field.null and not field.has_default() else field.get_default()


@cache
def shape_of(model: type[models.Model]) -> Shape:
    return Shape(model)
