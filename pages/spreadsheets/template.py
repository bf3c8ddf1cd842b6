"""A table to fill in: the column names, one example row, and notes on what each column holds."""

from __future__ import annotations

import datetime as dt
import io

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from pages.csv import csv_lines
from pages.spreadsheets.columns import Column, Table

LEAST_WIDTH, MOST_WIDTH = 12, 32


def csv_template(table: Table) -> bytes:
    names = [column.name for column in table.columns]
    return b"".join(csv_lines(names, [[column.example for column in table.columns]]))


def xlsx_template(table: Table, title: str) -> bytes:
    """The table on the first sheet, its dates as real date cells; the notes on the second."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for index, column in enumerate(table.columns, 1):
        width = min(max(LEAST_WIDTH, len(column.name) + 2, len(column.example) + 2), MOST_WIDTH)
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.append([_bold(sheet, column.name) for column in table.columns])
    sheet.append([_example(sheet, column) for column in table.columns])
    notes = book.create_sheet("Notes")
    for letter, width in zip("ABCD", (28, 10, 70, 50), strict=True):
        notes.column_dimensions[letter].width = width
    notes.append(
        [_bold(notes, words) for words in ("Column", "Needed", "What it holds", "How to write it")]
    )
    for column in table.columns:
        needed = "yes" if column.required else "no"
        notes.append(
            [
                _wrapped(notes, words)
                for words in (column.name, needed, column.meaning, column.how_to_write_it)
            ]
        )
    notes.append(
        [_wrapped(notes, "Delete the example row. Leave a cell blank where nothing is known.")]
    )
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _bold(sheet: object, words: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=words)
    cell.font = Font(bold=True)
    return cell


def _wrapped(sheet: object, words: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=words)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _example(sheet: object, column: Column) -> WriteOnlyCell:
    if column.kind == "date" and column.example:
        cell = WriteOnlyCell(sheet, value=dt.date.fromisoformat(column.example))
        cell.number_format = "yyyy-mm-dd"
        return cell
    return WriteOnlyCell(sheet, value=column.example)
