"""CSV that a spreadsheet opens as text, never as a formula."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone

from pages.downloads import streamed

# The wide signs too: some spreadsheets read them as the plain ones.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(value: Any) -> Any:
    """The value as a cell: numbers as they are, dates as 2027-03-31, text with a leading apostrophe
    where a spreadsheet would otherwise read a formula.
    """
    if value is None:
        return ""
    # Before the numbers, among which Python counts it.
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.isoformat(sep=" ", timespec="minutes")[:16]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (int, float)) or type(value).__name__ == "Decimal":
        return value
    text = str(value)
    # Also behind blanks, which some programs drop before they look for a formula.
    if text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS):
        return f"'{text}"
    return text


class _Line:
    """What csv.writer writes to: it hands each line straight back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(headings: Iterable[Any], rows: Iterable[Iterable[Any]]) -> Iterator[bytes]:
    writer = csv.writer(_Line())
    # Without this mark Excel reads UTF-8 as the machine's own code page, and "é" as two signs.
    yield b"\xef\xbb\xbf"
    yield writer.writerow([safe_cell(heading) for heading in headings]).encode()
    for row in rows:
        yield writer.writerow([safe_cell(cell) for cell in row]).encode()


def csv_response(
    filename: str, headings: Iterable[Any], rows: Iterable[Iterable[Any]]
) -> StreamingHttpResponse:
    """Streams the rows as they are read, so that a long register never sits in memory."""
    return streamed(csv_lines(headings, rows), filename, "text/csv; charset=utf-8")
