"""What reading a document gives, and how it may fail."""

from __future__ import annotations

from dataclasses import dataclass


class DocumentRefused(Exception):
    """The document is not taken, or was not read to its end; the sentence says why, and what to do."""


class Unsafe(DocumentRefused):
    """It runs something, unpacks to too much, or is not what its name says. Never taken."""


class Unreadable(DocumentRefused):
    """It may be harmless, but what it says cannot be read: locked, damaged, or of an unusual make."""


class TookTooLong(Unreadable):
    """Reading was stopped at its limit of time."""


class TooLarge(Unreadable):
    """Reading was stopped at its limit of memory, or found more text than is kept."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text and where it stands, in words: "page 3", "author", "comment", "file name"."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that could be read, and in plain sentences what could not; "" where everything could."""

    passages: tuple[Passage, ...]
    unreadable: str = ""


def joined(parts: list[str]) -> str:
    return "\n".join(part for part in parts if part.strip())


def passages_of(found: dict[str, list[str]]) -> list[Passage]:
    """One passage for each place, its paragraphs joined by new lines; a blank one is left out."""
    return [Passage(where, text) for where, parts in found.items() if (text := joined(parts))]
