"""Rows of a spreadsheet that somebody sent, read apart: what reaches this process is plain data."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from documents.apart import MEGABYTE, Limits, run_apart
from documents.passages import Unreadable
from pages.spreadsheets import TableRefused
from pages.spreadsheets.reading import Row

# A table of 200,000 rows takes minutes to read, where a document takes seconds.
OF_TABLES = Limits(seconds=900, output=1024 * MEGABYTE)
TYPES: dict[str, tuple[type, Callable[[str], Any]]] = {
    "at": (dt.datetime, dt.datetime.fromisoformat),
    "on": (dt.date, dt.date.fromisoformat),
    "time": (dt.time, dt.time.fromisoformat),
}


def rows_apart(path: Path, *, limits: Limits = OF_TABLES) -> Iterator[Row]:
    """As `pages.spreadsheets.rows_of`, in a process with an end to its time and memory.

    Raises TableRefused, after the rows before what cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="table-") as folder:
        lines = Path(folder, "lines")
        try:
            refused = run_apart("tabulate", str(path), str(lines), limits=limits)
        except Unreadable as unreadable:
            raise TableRefused(str(unreadable)) from unreadable
        with lines.open(encoding="utf-8") as rows:
            for line in rows:
                yield _row_of(line)
        if refused:
            raise TableRefused(refused)


def line_of(row: Row) -> str:
    number, cells = row
    return json.dumps([number, [_told(cell) for cell in cells]], ensure_ascii=True) + "\n"


def _told(cell: Any) -> Any:
    """A cell as JSON holds it: days and times as a pair of what they are and their text."""
    if cell is None or isinstance(cell, (bool, int, float, str)):
        return cell
    for name, (kind, _) in TYPES.items():
        if isinstance(cell, kind):
            return [name, cell.isoformat()]  # type: ignore[attr-defined]
    return str(cell)


def _row_of(line: str) -> Row:
    number, cells = json.loads(line)
    return number, tuple(
        TYPES[cell[0]][1](cell[1]) if isinstance(cell, list) else cell for cell in cells
    )
