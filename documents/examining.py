"""Everything that is asked of a document when it comes in, in one go. Runs apart (documents.apart)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from documents.cleaning import clean
from documents.kinds import Kind, kind_of, last_name
from documents.passages import Passage, Reading, Unreadable, Unsafe
from documents.reading import read_kind, refuse_active

NOT_CLEANED = "Its hidden details, such as its author, could not be taken out."


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found in a document.

    `refused` is a sentence where it is never taken; else `reading` says what it holds once it is
    cleaned, `taken_out` names what the cleaning removed, and `cleaned` whether there is a clean file.
    """

    refused: str = ""
    reading: Reading = Reading(())
    taken_out: tuple[str, ...] = ()
    cleaned: bool = False


def examine(source: Path, name: str, target: Path) -> Examination:
    """Examines the file at `source`, and writes it without its hidden details to `target`."""
    content = source.read_bytes()
    try:
        kind = kind_of(content, name)
        refuse_active(content, kind)
        before = read_kind(content, kind, name)
    except Unsafe as unsafe:
        return Examination(refused=str(unsafe))
    except Unreadable as unreadable:
        called = Passage("file name", last_name(name))
        return Examination(reading=Reading((called,), f"{unreadable} {NOT_CLEANED}"))
    return _cleaned(content, kind, name, before, target)


def _cleaned(content: bytes, kind: Kind, name: str, before: Reading, target: Path) -> Examination:
    try:
        made = clean(content, kind)
        after = read_kind(made, kind, name)
    except (Unreadable, Unsafe):
        return Examination(
            reading=Reading(before.passages, f"{before.unreadable} {NOT_CLEANED}".strip())
        )
    target.write_bytes(made)
    kept = {passage.where for passage in after.passages}
    gone = [passage.where for passage in before.passages if passage.where not in kept]
    return Examination(reading=after, taken_out=tuple(dict.fromkeys(gone)), cleaned=True)
