"""Spreadsheets as people send them, and the command as they call it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from funding.subjects import NOTICE

TODAY = date(2014, 1, 2)
NAMES = tuple(NOTICE.table.by_name)
GOOD = {
    "reference": "T-1",
    "area": "thurrock",
    "funder": "Thurrock Council",
    "recipient": "Grays Befriending",
    "programme": "Befriending",
    "kind": "end",
    "decided_on": "2013-12-16",
    "received_on": "2013-12-31",
    "in_writing": "yes",
    "last_day": "2014-03-31",
}

Row = Mapping[str, Any]


def row(**cells: Any) -> dict[str, Any]:
    return {**GOOD, **cells}


def csv_file(folder: Path, rows: Iterable[Row], names: Iterable[str] = NAMES, **how: Any) -> Path:
    path = folder / "notices.csv"
    encoding = how.pop("encoding", "utf-8")
    with path.open("w", newline="", encoding=encoding) as file:
        out = csv.writer(file, **how)
        names = list(names)
        out.writerow(names)
        out.writerows([each.get(name, "") for name in names] for each in rows)
    return path


def xlsx_file(folder: Path, rows: Iterable[Row], names: Iterable[str] = NAMES) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    names = list(names)
    sheet.append(names)
    for each in rows:
        sheet.append([each.get(name) for name in names])
    path = folder / "notices.xlsx"
    book.save(path)
    return path


def run(path: Path, *options: str) -> dict[str, Any]:
    """The summary line of a run that succeeds."""
    said = StringIO()
    call_command("import_notices", str(path), *options, stdout=said)
    told: dict[str, Any] = json.loads(said.getvalue())
    return told


def refused(path: Path, *options: str) -> list[str]:
    """What a run says that does not succeed, a line a fault; it must exit with 1."""
    said = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("import_notices", str(path), *options, stderr=said)
    assert error.value.returncode == 1
    return said.getvalue().splitlines()
