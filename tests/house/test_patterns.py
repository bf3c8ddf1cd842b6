"""No pattern that meets what people send takes the square of its length: each is fed what it is worst at,
made from its own letters."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from tests.documents.growth import MOST, growth
from tests.house.source import product_sources

CALLS = {"compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
SIZE = 6_000
# Letters that stand for the classes: a letter, a figure, a blank, a sign.
OF_CLASSES = ["a", "1", " ", "_", "."]
MOST_LETTERS = 10


def patterns() -> Iterator[tuple[str, Any, int, str]]:
    """Each pattern that is written down in the product, where it stands, its flags, and what is
    asked of it."""
    for source in product_sources():
        for node in ast.walk(source.tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if ast.unparse(node.func.value) != "re" or node.func.attr not in CALLS or not node.args:
                continue
            pattern = node.args[0]
            if isinstance(pattern, ast.Constant) and isinstance(pattern.value, (str, bytes)):
                flags = re.IGNORECASE if "IGNORECASE" in ast.unparse(node) else 0
                yield source.place(node), pattern.value, flags, node.func.attr


PATTERNS = list(patterns())


def units(pattern: str) -> Iterator[str]:
    """The pattern's own letters, one at a time and as they follow one another, to be said again and again."""
    own = [letter for letter in dict.fromkeys(pattern) if letter not in "\\()[]{}?*+|^$"]
    yield from list(dict.fromkeys([*OF_CLASSES, *own]))[:MOST_LETTERS]
    yield from ("".join(each) for each in pairwise(own[:MOST_LETTERS]))
    yield from (f"a{letter}" for letter in own[:MOST_LETTERS])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("place", "pattern", "flags", "call"), PATTERNS, ids=[each[0] for each in PATTERNS]
)
def test_a_pattern_takes_twice_the_time_for_twice_the_text(
    place: str, pattern: Any, flags: int, call: str
) -> None:
    compiled = re.compile(pattern, flags)
    text = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern

    def look(given: Any) -> None:
        if call in ("fullmatch", "match"):
            getattr(compiled, call)(given)
        else:
            for _ in compiled.finditer(given):
                pass

    worst = {}
    for unit in units(text):
        for end in ("", "\n!"):

            def make(size: int, unit: str = unit, end: str = end) -> Any:
                made = unit * (size // len(unit)) + end
                return made.encode() if isinstance(pattern, bytes) else made

            grown = growth(look, make, SIZE)
            if grown > MOST:
                worst[unit + end] = grown
    assert worst == {}, f"{place}: {pattern!r} takes the square of the length"


def test_patterns_that_take_the_square_are_found() -> None:
    slow = re.compile(r"a+b")
    assert growth(slow.search, lambda size: "a" * size, 8_000) > MOST


def test_patterns_are_found() -> None:
    assert len(PATTERNS) > 30
