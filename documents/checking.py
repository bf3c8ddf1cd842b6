"""Looks at a file that was handed in: for viruses, for what runs, for what it says and hides."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db.models.fields.files import FieldFile

from documents.apart import examine_apart
from documents.examining import Examination
from documents.passages import Reading
from documents.scanning import virus_in

Examine = Callable[[Path, str, Path], Examination]
MISSING = "The file is no longer in its place: send it again."
PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen. `content` is the file without its hidden details; None where it stays as it is."""

    refused: str = ""
    reading: Reading = Reading(())
    taken_out: tuple[str, ...] = ()
    content: bytes | None = None


def look_at(file: FieldFile, name: str, *, examine: Examine = examine_apart) -> Looked:
    """Looks at a stored file. Raises scanning.ScannerAway, where it waits for the scanner."""
    path = Path(file.path)
    if not path.exists():
        return Looked(refused=MISSING)
    if virus := virus_in(path):
        return Looked(refused=f"The virus scanner found {virus} in the file. It was not kept.")
    with tempfile.TemporaryDirectory(prefix="check-") as folder:
        target = Path(folder, "cleaned")
        found = examine(path, name, target)
        content = target.read_bytes() if found.cleaned else None
    return Looked(found.refused, found.reading, found.taken_out, content)


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
