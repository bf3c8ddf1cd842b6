"""Rows out of a CSV or XLSX file that somebody sent: one by one, within limits, not evaluated."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException

MOST_BYTES = 50 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 200
MOST_UNPACKED_BYTES = 500 * 1024 * 1024
MOST_SHARED_TEXT_BYTES = 60 * 1024 * 1024
MOST_PARTS = 500
UNPACKED_UNSUSPECTED_BYTES = 20 * 1024 * 1024
MOST_TIMES_LARGER = 100  # sheets of real rows unpack to ten or thirty times their size

ZIP_START = b"PK\x03\x04"
OLD_EXCEL_START = b"\xd0\xcf\x11\xe0"
DELIMITERS = ",;\t"
DECODED_AT_ONCE = 1024 * 1024

Row = tuple[int, Sequence[Any]]


class TableRefused(Exception):
    """The file as a whole cannot be read; the sentence says why, and what would be right."""


def rows_of(path: Path) -> Iterator[Row]:
    """Every row with its number as a spreadsheet shows it, the headings (row 1) first.

    Blank rows are counted and left out. Raises TableRefused.
    """
    size = path.stat().st_size
    if size == 0:
        raise TableRefused("The file is empty: it needs a row of column names and the rows below.")
    if size > MOST_BYTES:
        raise TableRefused(
            f"The file is larger than {MOST_BYTES // 1024 // 1024} MB: split it into several files."
        )
    with path.open("rb") as file:
        start = file.read(4)
    if start == OLD_EXCEL_START:
        raise TableRefused("This is an old Excel file: save it as XLSX or CSV and send that.")
    rows = _xlsx_rows(path) if start == ZIP_START else _csv_rows(path)
    for number, cells in rows:
        if number > MOST_ROWS + 1:
            raise TableRefused(
                f"The file has more than {MOST_ROWS:,} rows: split it into several files."
            )
        if number == 1 or any(cell not in ("", None) for cell in cells):
            yield number, cells


# CSV ------------------------------------------------------------------------------------------


def _csv_rows(path: Path) -> Iterator[Row]:
    encoding = _encoding_of(path)
    number = 0
    with path.open(encoding=encoding, newline="") as lines:
        delimiter = _delimiter_of(lines.read(65536))
        lines.seek(0)
        try:
            for number, cells in enumerate(csv.reader(lines, delimiter=delimiter, strict=True), 1):
                if len(cells) > MOST_COLUMNS:
                    raise TableRefused(f"Row {number} has more than {MOST_COLUMNS} columns.")
                yield number, cells
        except csv.Error as error:
            raise TableRefused(
                f"Row {number + 1} cannot be read ({error}): text with commas, quotation marks or "
                "new lines needs quotation marks around it, and each one inside it stands twice."
            ) from None


def _encoding_of(path: Path) -> str:
    """UTF-8, else UTF-16 where the file says so, else the Windows alphabet of western Europe."""
    with path.open("rb") as file:
        marked = file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        if _decodes(path, encoding):
            return encoding
    raise TableRefused("The file is no readable text: save it as CSV (UTF-8) or XLSX.")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while piece := file.read(DECODED_AT_ONCE):
                if "\0" in decoder.decode(piece):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _delimiter_of(start: str) -> str:
    """The delimiter that stands most often in the row of headings; a comma where none does."""
    headings = next(io.StringIO(start), "")
    return max(DELIMITERS, key=headings.count)


# XLSX -----------------------------------------------------------------------------------------


def _xlsx_rows(path: Path) -> Iterator[Row]:
    _refuse_bombs(path)
    with path.open("rb") as file:
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except (*UNREADABLE, InvalidFileException) as error:
            raise _unreadable() from error
        try:
            if not book.worksheets:
                raise TableRefused("The file has no sheet with rows.")
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            rows = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True)
            yield from enumerate(rows, 1)
        except UNREADABLE as error:
            raise _unreadable() from error
        finally:
            book.close()


UNREADABLE = (
    zipfile.BadZipFile,
    DefusedXmlException,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
)


def _unreadable() -> TableRefused:
    return TableRefused(
        "The file cannot be read as a spreadsheet: save it again as XLSX or CSV and send that."
    )


def _refuse_bombs(path: Path) -> None:
    """A small file may unpack to a huge one: its own list is checked before it is opened."""
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise _unreadable() from error
    shared = sum(part.file_size for part in parts if "sharedstrings" in part.filename.lower())
    too_much = (
        len(parts) > MOST_PARTS
        or shared > MOST_SHARED_TEXT_BYTES
        or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES
        or any(
            part.file_size > max(UNPACKED_UNSUSPECTED_BYTES, MOST_TIMES_LARGER * part.compress_size)
            for part in parts
        )
    )
    if too_much:
        raise TableRefused("The file unpacks to more than this page takes: send it as CSV instead.")
