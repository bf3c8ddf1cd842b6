"""Rows that the log vouches for: whoever writes one, its digest goes into the next event.

A model of ours that is evidence inherits `Evidence`, and its queryset `EvidenceQuerySet`. Every way
of the ORM to write then notes the row with its connection; `audit.bulk` does the same for its own.
All columns count but those that the model names in `NOT_EVIDENCE`, each with its reason.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, TypeVar

from django.apps import apps
from django.db import connection, models
from django.db.models.base import ModelBase

from audit.touched import Touched

Row = TypeVar("Row", bound=models.Model, covariant=True)

_noted_already: ContextVar[bool] = ContextVar("noted_already", default=False)


def touched() -> Touched:
    """What this thread's transaction has written that is not in the log yet."""
    found: Touched = connection.touched  # type: ignore[attr-defined]  # audit.databases
    return found


def note(model: type[models.Model], keys: Iterable[Any]) -> None:
    """Remembers that the rows were written. Where no transaction is open, they are logged at once."""
    if not issubclass(model, Evidence):
        return
    touched().note(model, keys)
    if not connection.in_atomic_block and connection.get_autocommit() and touched():
        connection.seal_rest()  # type: ignore[attr-defined]


@contextmanager
def _noting_nothing() -> Iterator[None]:
    token = _noted_already.set(True)
    try:
        yield
    finally:
        _noted_already.reset(token)


class EvidenceQuerySet(models.QuerySet[Row]):
    """Notes what it writes. What is told of no row is told of those that it holds beforehand."""

    def update(self, **values: Any) -> int:
        if _noted_already.get() or not set(values) & names_of(self.model):
            return super().update(**values)
        keys = self._keys()
        changed = super().update(**values)
        note(self.model, keys)
        return changed

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        keys = self._keys()
        gone = super().delete()
        note(self.model, keys)
        return gone

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[Any], *args: Any, **options: Any) -> list[Any]:
        if options.get("ignore_conflicts") or options.get("update_conflicts"):
            raise NotImplementedError("Which rows this would write, nobody could tell the log.")
        made = super().bulk_create(objs, *args, **options)
        note(self.model, [row.pk for row in made])
        return made

    bulk_create.alters_data = True  # type: ignore[attr-defined]

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], **options: Any) -> int:
        rows, names = list(objs), list(fields)
        with _noting_nothing():
            changed = super().bulk_update(rows, names, **options)
        if set(names) & names_of(self.model):
            note(self.model, [row.pk for row in rows])
        return changed

    bulk_update.alters_data = True  # type: ignore[attr-defined]

    def _keys(self) -> list[Any]:
        return list(self.order_by().values_list("pk", flat=True))


class Evidence(models.Model):
    """A row that the log vouches for."""

    NOT_EVIDENCE: ClassVar[dict[str, str]] = {}

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        abstract = True

    def save_base(
        self,
        raw: bool = False,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        super().save_base(raw, force_insert, force_update, using, update_fields)
        if update_fields is None or set(update_fields) & names_of(type(self)):
            note(type(self), [self.pk])

    save_base.alters_data = True  # type: ignore[attr-defined]

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        key = self.pk
        gone = super().delete(*args, **options)
        note(type(self), [key])
        return gone

    delete.alters_data = True  # type: ignore[attr-defined]


# What is evidence --------------------------------------------------------------------------------


def evidence_models() -> list[type[Evidence]]:
    return sorted(
        (each for each in apps.get_models() if issubclass(each, Evidence)),
        key=lambda model: model._meta.label_lower,
    )


def evidence_fields(model: type[models.Model]) -> Sequence[models.Field[Any, Any]]:
    left_out: Collection[str] = getattr(model, "NOT_EVIDENCE", {})
    return [
        each
        for each in model._meta.concrete_fields
        if not each.primary_key and each.name not in left_out
    ]


_names: dict[type[models.Model], set[str]] = {}


def names_of(model: type[models.Model]) -> set[str]:
    """The names under which the columns that count are written."""
    if model not in _names:
        fields = evidence_fields(model)
        _names[model] = {each.name for each in fields} | {each.attname for each in fields}
    return _names[model]
