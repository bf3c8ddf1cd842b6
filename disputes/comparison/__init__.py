"""Finds in a text what tells who an organisation is. Pure: it knows texts, and no rows.

What is certain is refused by whoever asks; what is doubtful is asked about. Everything here takes
time in proportion to the length of the text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from disputes.comparison import figures
from disputes.comparison.letters import Letters
from disputes.comparison.naming import Name

__all__ = ["KEPT", "Hit", "Telling", "hidden", "together"]

KEPT = "[name kept]"
"""What stands in place of what would have told."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found: its place in the text, and why it tells."""

    start: int
    end: int
    certain: bool
    why: str


@dataclass(frozen=True)
class Telling:
    """What tells who an organisation is.

    others: the names of the other organisations of its area. places: names that nobody is told by.
    amounts, domains, programmes: those that no other organisation's records or people have.
    """

    name: str
    others: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    amounts: frozenset[Decimal] = field(default_factory=frozenset)
    days: frozenset[date] = field(default_factory=frozenset)
    addresses: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()

    @cached_property
    def _name(self) -> Name:
        return Name(self.name, self.others, self.places)

    def hits(self, text: str) -> list[Hit]:
        """Everything in the text that tells, in its order; what overlaps is one."""
        letters = Letters(text)
        found = [
            *self._name.found(letters),
            *figures.numbers_found(letters, self.numbers),
            *figures.references_found(letters, self.references),
            *figures.amounts_found(letters, self.amounts),
            *figures.days_found(letters, self.days),
            *figures.addresses_found(letters, self.addresses),
            *figures.domains_found(letters, self.domains),
            *figures.phrases_found(letters, self.posts, "the post of one of its people"),
            *figures.phrases_found(letters, self.programmes, "a programme that it alone is in"),
        ]
        return together(
            Hit(*letters.original(start, end), certain, why) for start, end, certain, why in found
        )


def together(hits: Iterable[Hit]) -> list[Hit]:
    """Hits that overlap as one, with the reason of a certain one where there is any."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda each: (each.start, -each.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
            continue
        before = kept[-1]
        why = hit.why if hit.certain and not before.certain else before.why
        certain = before.certain or hit.certain
        kept[-1] = Hit(before.start, max(before.end, hit.end), certain, why)
    return kept


def hidden(text: str, hits: Iterable[Hit]) -> str:
    """The text with every hit replaced; all else stays as it was typed."""
    parts, at = [], 0
    for hit in sorted(hits, key=lambda each: each.start):
        parts += [text[at : hit.start], KEPT]
        at = hit.end
    return "".join([*parts, text[at:]])
