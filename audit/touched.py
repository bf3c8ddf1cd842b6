"""Which rows the transaction has written that no event has taken up yet.

The connection keeps them, since it knows when a savepoint or the whole is rolled back: then the
rows are as they were, and so is what the log holds of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

Rows = dict[type[models.Model], dict[Any, None]]
"""Primary keys by model, in the order in which they were written."""


@dataclass(slots=True)
class _Layer:
    """What was written since a savepoint, or since the transaction began."""

    savepoint: str
    rows: Rows = field(default_factory=dict)
    below_is_taken: bool = False


class Touched:
    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self._layers = [_Layer("")]
        self.chain = ""
        """The chain that the transaction wrote to last, and so holds."""

    def note(self, model: type[models.Model], keys: Iterable[Any]) -> None:
        self._layers[-1].rows.setdefault(model, {}).update(dict.fromkeys(keys))

    def take(self) -> Rows:
        """What was noted since it was last taken: the caller writes it into the log."""
        found: Rows = {}
        for layer in self._standing():
            _add(found, layer.rows)
        top = self._layers[-1]
        top.rows, top.below_is_taken = {}, True
        return found

    def __len__(self) -> int:
        return sum(len(keys) for layer in self._standing() for keys in layer.rows.values())

    def _standing(self) -> list[_Layer]:
        taken = [number for number, layer in enumerate(self._layers) if layer.below_is_taken]
        return self._layers[taken[-1] if taken else 0 :]

    def begin(self, savepoint: str) -> None:
        self._layers.append(_Layer(savepoint))

    def keep(self, savepoint: str) -> None:
        """The savepoint's work is now part of what is around it."""
        place = self._place(savepoint)
        if place:
            for layer in self._layers[place:]:
                below = self._layers[place - 1]
                if layer.below_is_taken:
                    below.rows, below.below_is_taken = layer.rows, True
                else:
                    _add(below.rows, layer.rows)
            del self._layers[place:]

    def undo(self, savepoint: str) -> None:
        """Nothing of it has happened; the savepoint still stands, as in SQL."""
        place = self._place(savepoint)
        if place:
            self._layers[place:] = [_Layer(savepoint)]

    def _place(self, savepoint: str) -> int:
        names = [layer.savepoint for layer in self._layers]
        return names.index(savepoint) if savepoint in names else 0


def _add(rows: Rows, more: Rows) -> None:
    for model, keys in more.items():
        rows.setdefault(model, {}).update(keys)
