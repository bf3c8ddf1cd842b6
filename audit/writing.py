"""The one rule of writing: take the row with a lock and read it again, then ask, write, log and judge.

Every verb that changes something begins with `locked`, inside its own transaction, and asks
permission and state of the row it was given back: the row that the page had read may have moved on.
A state changes through `move` alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db import connection, models

from accounts.permissions import ActionRefused
from pages.objections import Stale

Row = TypeVar("Row", bound=models.Model)


class StaleError(Stale):
    """The row was saved from somewhere else since the form was opened. `row` is what it holds now."""

    def __init__(self, row: models.Model) -> None:
        super().__init__(f"{row._meta.label} {row.pk} was saved meanwhile")
        self.row = row


class GoneError(ActionRefused):
    """The row is no longer there: somebody discarded it meanwhile."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(f"This {model._meta.verbose_name} was removed meanwhile.")


_guards: list[Callable[[models.Model], None]] = []


def guarded_by(guard: Callable[[models.Model], None]) -> None:
    """Registers what is asked of every row that a verb takes; it raises where nothing may be written."""
    _guards.append(guard)


def locked(row: Row, *, version: int | None = None) -> Row:
    """The row as it stands now, held until the transaction ends.

    A model says as `READ_WITH` which related rows are read too, and as `LOCKS` which are held with
    it, such as a subject's act. `version` is what the form was opened with: where the row has been
    saved since, StaleError is raised. Call it inside the transaction that writes. Rows that point to
    it may be added meanwhile: the lock is PostgreSQL's FOR NO KEY UPDATE, since a verb that holds an
    area would otherwise stop whoever records anything there, and be stopped by them.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("Take a row only inside the transaction that writes it.")
    model = type(row)
    rows = model._default_manager.filter(pk=row.pk).order_by()
    held = rows.select_for_update(no_key=True).values_list("pk", *_also_held(model)).first()
    if held is None:
        raise GoneError(model)
    # One by one, after the row itself: a locking join would leave the order to the database.
    for name, pk in zip(_also_held(model), held[1:], strict=True):
        related: Any = model._meta.get_field(name).related_model
        list(
            related._default_manager.filter(pk=pk).select_for_update(no_key=True).values_list("pk")
        )
    # Read only now: what a waiting SELECT joins to a row may be older than the row it waited for.
    found = rows.select_related(*(getattr(model, "READ_WITH", ()) or (None,))).get()
    if version is not None and version_of(found) != version:
        raise StaleError(found)
    for guard in _guards:
        guard(found)
    return found


def _also_held(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(getattr(model, "LOCKS", ()))


def version_of(row: Any) -> int:
    """How often the row was saved; a subject counts with its act."""
    return int(row.version if hasattr(row, "version") else row.act.version)


def move(row: Any, state: Any) -> None:
    """Sets the row's next state, unsaved. Raises ActionRefused for a move that its table lacks.

    A model that has states names their table as `TRANSITIONS`: each state with those that may follow.
    """
    table: Mapping[Any, set[Any]] = row.TRANSITIONS
    now = type(next(iter(table)))(row.state)
    if state not in table[now]:
        noun = row._meta.verbose_name
        raise ActionRefused(
            f"This {noun} is {_lowered(now.label)}, so it cannot become {_lowered(state.label)}."
        )
    row.state = state


def _lowered(label: str) -> str:
    return label[:1].lower() + label[1:]
