"""What may be right and hardly is: the page asks once, with the value in words, and a tick answers.

A verb asks about its doubts through `ask_about`. Where nobody has ticked them yet, DoubtError is
raised and nothing is written; the page shows the ticks, and the form that is sent again carries the
keys of those that were ticked. A key holds for its values alone: another value is asked again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from hashlib import sha256

from django.http import HttpRequest, HttpResponse

from rules import FactError

FIELD = "sure"
"""The name of the ticks in a form."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is improbable about a fact, in sentences that name the value.

    `values` are all that it turns on: with others it is another doubt, to be answered anew.
    """

    fact: str
    sentence: str
    values: tuple[str, ...]

    @property
    def key(self) -> str:
        return sha256(repr((self.fact, self.values)).encode()).hexdigest()[:16]


class DoubtError(FactError):
    """Something improbable that nobody has said to be right."""

    def __init__(self, doubts: Iterable[Doubt]) -> None:
        self.doubts = tuple(doubts)
        super().__init__(self.doubts[0].fact, self.doubts[0].sentence)


_ticked: ContextVar[Callable[[], frozenset[str]]] = ContextVar("ticked", default=frozenset)


@contextmanager
def ticked(keys: Iterable[str]) -> Iterator[None]:
    """Inside, the doubts with these keys are taken as answered: they are right."""
    kept = frozenset(keys)
    token = _ticked.set(lambda: kept)
    try:
        yield
    finally:
        _ticked.reset(token)


def ask_about(doubts: Iterable[Doubt]) -> list[Doubt]:
    """Those that were ticked, to be put on record. Raises DoubtError where one was not."""
    found = list(doubts)
    answered = _ticked.get()() if found else frozenset()
    if left := [each for each in found if each.key not in answered]:
        raise DoubtError(left)
    return found


class TicksMiddleware:
    """Reads the ticks that a form carries, whichever form of a page they stood in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return self.get_response(request)
        # Read when a verb asks: most never do, and reading a large upload takes its time.
        token = _ticked.set(lambda: _ticks_of(request))
        try:
            return self.get_response(request)
        finally:
            _ticked.reset(token)


def _ticks_of(request: HttpRequest) -> frozenset[str]:
    return frozenset(
        value
        for name, values in request.POST.lists()
        if name == FIELD or name.endswith(f"-{FIELD}")
        for value in values
    )
