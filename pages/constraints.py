"""What the database refused, in the constraint's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models
from django.db.models.constraints import BaseConstraint

UNKNOWN = (
    "Somebody saved the same thing at the same moment. Look at what is on record now, then send "
    "it again if it is still needed."
)
BY_NAME = re.compile(r"(?:CHECK constraint failed: |UNIQUE constraint failed: index ')(\w+)")
BY_COLUMNS = re.compile(r"UNIQUE constraint failed: ([\w., ]+)")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A sentence for people, and the model's fields that it is about.

    A contradiction lies in what was typed; everything else in what somebody else saved.
    """

    sentence: str
    fields: tuple[str, ...] = ()
    is_contradiction: bool = False


def refusal_of(error: IntegrityError) -> Refusal:
    """What to say of a row that the database did not take."""
    constraint = _by_name().get(_name_in(error)) or _by_columns().get(_columns_in(error))
    if constraint is None:
        return Refusal(UNKNOWN)
    return Refusal(
        str(constraint.get_violation_error_message()),
        _fields_of(constraint),
        is_contradiction=isinstance(constraint, models.CheckConstraint),
    )


def _name_in(error: IntegrityError) -> str:
    diagnostics = getattr(error.__cause__, "diag", None)
    name = getattr(diagnostics, "constraint_name", None)  # PostgreSQL says which
    if name:
        return str(name)
    found = BY_NAME.search(str(error))
    return found.group(1) if found else ""


def _columns_in(error: IntegrityError) -> frozenset[str]:
    """SQLite names a unique constraint by its table's columns."""
    found = BY_COLUMNS.search(str(error))
    return frozenset(each.strip() for each in found.group(1).split(",")) if found else frozenset()


def constraints() -> Iterable[tuple[type[models.Model], BaseConstraint]]:
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            yield model, constraint


@cache
def _by_name() -> dict[str, BaseConstraint]:
    return {constraint.name: constraint for _, constraint in constraints()}


@cache
def _by_columns() -> dict[frozenset[str], BaseConstraint]:
    return {
        frozenset(
            f"{model._meta.db_table}.{model._meta.get_field(name).column}" for name in fields
        ): constraint
        for model, constraint in constraints()
        if isinstance(constraint, models.UniqueConstraint)
        for fields in [constraint.fields]
        if fields
    }


def _fields_of(constraint: BaseConstraint) -> tuple[str, ...]:
    if isinstance(constraint, models.CheckConstraint):
        return tuple(dict.fromkeys(_named_in(constraint.condition)))
    return tuple(getattr(constraint, "fields", ()))


def _named_in(condition: Any) -> Iterator[str]:
    """The fields that a condition compares, those on the left of a comparison before its right."""
    if isinstance(condition, models.F):
        yield condition.name
    elif isinstance(condition, models.Q):
        for child in condition.children:
            yield from _named_in(child)
    elif isinstance(condition, tuple):
        yield condition[0].partition("__")[0]
        yield from _named_in(condition[1])
