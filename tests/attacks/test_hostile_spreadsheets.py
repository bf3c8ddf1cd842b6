"""Spreadsheets made to keep a server busy: refused before they are unpacked, or read no further."""

import zipfile
from pathlib import Path

import pytest

from pages.spreadsheets import TableRefused, columns, reading, rows_of


def test_small_file_that_unpacks_to_a_thousand_times_its_size(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"A" * (reading.UNPACKED_UNSUSPECTED_BYTES + 1))
    assert path.stat().st_size < 100_000
    with pytest.raises(TableRefused, match="unpacks to more"):
        list(rows_of(path))


def test_heading_of_a_huge_length_is_compared_by_its_beginning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[str] = []

    def close_matches(name: str, *_: object, **__: object) -> list[str]:
        compared.append(name)
        return []

    monkeypatch.setattr(columns, "get_close_matches", close_matches)
    faults: list[columns.Fault] = []
    columns.Table([]).heading(["a" * 100_000], faults)
    assert [len(name) for name in compared] == [60]
    assert len(faults) == 1
