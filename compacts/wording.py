"""Two wordings side by side, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_PIECE = re.compile(r"\S+\s*")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of words that both wordings have, or that one of them has."""

    kind: str
    text: str


def word_difference(old: str, new: str) -> list[Span]:
    """The spans in reading order: `same`, `removed` (the old has it) and `added` (the new has)."""
    before, after = _PIECE.findall(old), _PIECE.findall(new)
    matcher = SequenceMatcher(None, _words(before), _words(after), autojunk=False)
    spans: list[Span] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            spans.append(Span("same", "".join(after[j1:j2])))
            continue
        if i2 > i1:
            spans.append(Span("removed", "".join(before[i1:i2])))
        if j2 > j1:
            spans.append(Span("added", "".join(after[j1:j2])))
    return spans


def _words(pieces: list[str]) -> list[str]:
    return [piece.rstrip() for piece in pieces]


def likeness(old: str, new: str) -> float:
    """How much of two wordings is the same: 0 for nothing, 1 for all of it."""
    matcher = SequenceMatcher(a=old.lower().split(), b=new.lower().split(), autojunk=False)
    return matcher.ratio()
