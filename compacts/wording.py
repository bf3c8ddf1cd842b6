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
    spans: list[Span] = []
    gone: list[str] = []
    come: list[str] = []
    # Otherwise difflib passes over what is frequent in texts of 200 words and more, such as "the".
    matcher = SequenceMatcher(None, _words(before), _words(after), autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal" or ((gone or come) and _is_island(after[j1:j2], j2 == len(after))):
            gone += before[i1:i2]
            come += after[j1:j2]
            continue
        spans += _changed(gone, come)
        spans.append(Span("same", "".join(after[j1:j2])))
        gone, come = [], []
    return spans + _changed(gone, come)


def _is_island(words: list[str], is_last: bool) -> bool:
    """Little words alike by chance between two changes: with them, the change reads whole."""
    return (
        not is_last and len("".join(words).split()) <= 2 and all(len(w) < 5 for w in _words(words))
    )


def _changed(gone: list[str], come: list[str]) -> list[Span]:
    spans = (Span("removed", "".join(gone)), Span("added", "".join(come)))
    return [span for span in spans if span.text]


def _words(pieces: list[str]) -> list[str]:
    return [piece.rstrip() for piece in pieces]


def likeness(old: str, new: str) -> float:
    """How much of two wordings is the same: 0 for nothing, 1 for all of it."""
    matcher = SequenceMatcher(a=old.lower().split(), b=new.lower().split(), autojunk=False)
    return matcher.ratio()
