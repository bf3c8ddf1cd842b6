"""What a transaction wrote is known at each of its savepoints."""

from __future__ import annotations

from audit.touched import Touched
from organisations.models import Area, Organisation


def taken(touched: Touched) -> dict[str, list[int]]:
    return {model.__name__: list(keys) for model, keys in touched.take().items()}


def test_what_was_noted_is_taken_once() -> None:
    touched = Touched()
    touched.note(Area, [1, 2])
    touched.note(Area, [2, 3])
    touched.note(Organisation, [1])
    assert len(touched) == 4
    assert taken(touched) == {"Area": [1, 2, 3], "Organisation": [1]}
    assert not touched
    touched.note(Area, [1])
    assert taken(touched) == {"Area": [1]}


def test_a_savepoint_that_is_kept() -> None:
    touched = Touched()
    touched.note(Area, [1])
    touched.begin("a")
    touched.note(Area, [2])
    touched.begin("b")
    touched.note(Area, [3])
    touched.keep("a")
    assert taken(touched) == {"Area": [1, 2, 3]}


def test_a_savepoint_that_is_undone() -> None:
    touched = Touched()
    touched.note(Area, [1])
    touched.begin("a")
    touched.note(Area, [2])
    touched.begin("b")
    touched.note(Area, [3])
    touched.undo("a")
    touched.note(Area, [4])
    touched.keep("a")
    assert taken(touched) == {"Area": [1, 4]}


def test_what_was_taken_inside_is_back_when_it_is_undone() -> None:
    touched = Touched()
    touched.note(Area, [1])
    touched.begin("a")
    touched.note(Area, [2])
    assert taken(touched) == {"Area": [1, 2]}
    touched.note(Area, [3])
    assert len(touched) == 1
    touched.undo("a")
    assert taken(touched) == {"Area": [1]}


def test_what_was_taken_inside_is_gone_when_it_is_kept() -> None:
    touched = Touched()
    touched.note(Area, [1])
    touched.begin("a")
    touched.take()
    touched.note(Area, [2])
    touched.begin("b")
    touched.keep("b")
    touched.keep("a")
    assert taken(touched) == {"Area": [2]}


def test_a_savepoint_that_it_does_not_know_changes_nothing() -> None:
    touched = Touched()
    touched.note(Area, [1])
    touched.keep("x")
    touched.undo("x")
    assert taken(touched) == {"Area": [1]}
