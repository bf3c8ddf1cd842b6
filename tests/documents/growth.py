"""How the time of a function grows with the length of what it is given. Times are compared with one
another in one run, never with a clock on the wall."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time
from typing import Any

MOST = 2.6
"""Twice the text takes at most so many times the time; what grows with the square takes four times."""


TOO_SHORT = 0.004
"""Seconds that no clock measures well: what takes no longer grows into nothing that matters."""


def taken(function: Callable[[Any], Any], given: Any) -> float:
    start = process_time()
    function(given)
    return process_time() - start


def growth(function: Callable[[Any], Any], make: Callable[[int], Any], size: int) -> float:
    """The time for `size` by that for half of it. Where it looks too long it is taken three times more,
    and the least counts: the machine may have had other work."""
    half, whole = make(size // 2), make(size)
    short, long = taken(function, half), taken(function, whole)
    for _ in range(3):
        if long <= max(TOO_SHORT, MOST * short):
            break
        short, long = min(short, taken(function, half)), min(long, taken(function, whole))
    return long / short if long > TOO_SHORT else 1
