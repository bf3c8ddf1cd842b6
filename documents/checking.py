"""Looks at a file that was handed in: for viruses, for what runs, for what it says and hides."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models.fields.files import FieldFile

from documents.apart import examine_apart
from documents.examining import Examination
from documents.files import CheckedFile
from documents.passages import Reading
from documents.scanning import virus_in
from documents.states import FileState

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


def put_found(row: CheckedFile, looked: Looked, *, at: datetime) -> bytes | None:
    """Sets on the row, unsaved, what was seen, and puts the clean file in the place of the one that came
    in; of a refused one nothing is kept. Returns what its file holds now, None where it is the same."""
    row.unreadable = looked.reading.unreadable
    row.taken_out, row.checked_at = list(looked.taken_out), at
    if not row.refusal and looked.content is None:
        return None
    content = b"" if row.refusal or looked.content is None else looked.content
    old, store = str(row.file.name), row.file.storage
    row.file = ContentFile(content, name=row.name) if content else ""
    row.size, row.sha256 = len(content), sha256_of(content)
    # Not before the row says so: a file that is gone cannot be rolled back.
    transaction.on_commit(lambda: store.delete(old))
    return content


def received(file: File[bytes] | None) -> dict[str, str]:
    """What a row says of a file that has just come in: it waits, and which bytes came."""
    if file is None:
        return {}
    file.seek(0)
    digest = sha256_of(b"".join(file.chunks()))
    # It was read for its digest; the store reads it again from the start.
    file.seek(0)
    return {"state": FileState.CHECKING, "sha256": digest, "received_sha256": digest}


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
