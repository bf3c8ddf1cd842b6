"""Places on a page that apps above may fill, so that no page links to an app above its own.

Three steps, all forwards. The app of the page declares a place in its `offers.py`. An app above
writes, in its own `offers.py`, a function of the person and of what the page is about, and adds
it to the place in `AppConfig.ready`. The page's view asks the place, and passes what comes back
to its template.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Subject = TypeVar("Subject")
Offer = TypeVar("Offer")


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a page of an app above. `about` is read out after the label, and not shown."""

    label: str
    url: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page, made by an app above: its template, which finds `context` as `part`."""

    template: str
    context: dict[str, Any]


class Place(Generic[Subject, Offer]):
    """Where apps above offer something on a page that is about a `Subject`."""

    def __init__(self) -> None:
        self._makers: list[Callable[[Any, Subject], Iterable[Offer]]] = []

    def add(self, make: Callable[[Any, Subject], Iterable[Offer]]) -> None:
        """Takes a function of the person and the subject; it may return nothing for them."""
        self._makers.append(make)

    def offered(self, user: Any, subject: Subject) -> list[Offer]:
        """Everything offered to the person, in the order of INSTALLED_APPS."""
        return [offer for make in self._makers for offer in make(user, subject)]
