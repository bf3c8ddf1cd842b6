"""Tables that people fill in: read with limits, cell by cell, and offered as templates."""

from pages.spreadsheets.columns import Column, Fault, Heading, Table, problem_with_choice
from pages.spreadsheets.reading import MOST_BYTES, MOST_ROWS, TableRefused, rows_of
from pages.spreadsheets.template import csv_template, xlsx_template

__all__ = [
    "MOST_BYTES",
    "MOST_ROWS",
    "Column",
    "Fault",
    "Heading",
    "Table",
    "TableRefused",
    "csv_template",
    "problem_with_choice",
    "rows_of",
    "xlsx_template",
]
