"""What an app says about its records so that a table of them can be imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Model

from accounts.models import User
from accounts.permissions import Answer
from commitments.models import Act
from organisations.models import Organisation, Sector
from pages.spreadsheets import Column, Table

REFERENCE = Column(
    "reference",
    "text",
    "Your own reference. One that is known already corrects that record.",
    required=True,
    example="EXAMPLE-1",
    longest=60,
)
AREA = Column(
    "area",
    "text",
    "The area's short name, as in the address of its pages.",
    required=True,
    example="thurrock",
    longest=50,
)


@dataclass(frozen=True)
class Importable:
    """A kind of record, its columns, and the functions that its own app judges it with.

    Each column is an attribute of the subject, but for reference, area, the two bodies, and those
    `on_act`. `bodies` says what an unknown organisation in that column would be made as.
    """

    kind: Act.Kind
    model: type[Model]
    noun: tuple[str, str]
    columns: tuple[Column, ...]
    responsible: str
    facts: Callable[[Any], dict[str, Any]]
    subkind: Callable[[Any], str]
    acted_on: Callable[[Any, date], date | None]
    may_record: Callable[[User, Organisation], Answer]
    title: Callable[[Any, Act], str] | None = None
    titled_by: frozenset[str] = frozenset()
    counterpart: str = ""
    on_act: frozenset[str] = frozenset()
    bodies: Mapping[str, tuple[Sector, Organisation.Kind]] = field(default_factory=dict)

    @cached_property
    def table(self) -> Table:
        return Table((REFERENCE, AREA, *self.columns))

    @cached_property
    def body_columns(self) -> tuple[str, ...]:
        return tuple(name for name in (self.responsible, self.counterpart) if name)

    @cached_property
    def subject_columns(self) -> tuple[str, ...]:
        taken = {"reference", "area", *self.body_columns, *self.on_act}
        return tuple(name for name in self.table.by_name if name not in taken)
