"""Files of every kind that spreadsheets write, and those that are refused whole."""

import datetime as dt
import zipfile
from pathlib import Path

import pytest

from commitments.models import Act
from organisations.models import Organisation
from pages.spreadsheets import TableRefused, reading, rows_of
from tests.funding_import.sheet import csv_file, refused, row, run, xlsx_file

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "how",
    [
        {"encoding": "utf-8-sig"},
        {"encoding": "cp1252"},
        {"encoding": "utf-16"},
        {"delimiter": ";"},
        {"delimiter": "\t"},
        {"lineterminator": "\n"},
        {"quoting": 1},
    ],
    ids=str,
)
def test_csv_of_any_office_program_is_read(
    group: Organisation, tmp_path: Path, how: dict[str, str]
) -> None:
    path = csv_file(tmp_path, [row(programme="Café – £5, please")], **how)
    run(path)
    assert Act.objects.get().notice.programme == "Café – £5, please"


def test_row_number_is_the_one_that_a_spreadsheet_shows(
    group: Organisation, tmp_path: Path
) -> None:
    rows = [row(rationale="one\ntwo\nthree"), {}, row(reference="T-2", kind="?")]
    assert refused(csv_file(tmp_path, rows))[0].startswith("row 4, column kind")


def test_xlsx_with_date_cells_is_the_same_as_csv(group: Organisation, tmp_path: Path) -> None:
    cells = row(
        received_on=dt.date(2013, 12, 31),
        last_day=dt.datetime(2014, 3, 31),  # noqa: DTZ001 - as openpyxl writes it
        in_writing=True,
        amount_before=1200.5,
        reference=17,
    )
    run(xlsx_file(tmp_path, [cells]))
    notice = Act.objects.get(reference="17").notice
    assert (notice.received_on, notice.last_day) == (dt.date(2013, 12, 31), dt.date(2014, 3, 31))
    assert str(notice.amount_before) == "1200.50"
    assert notice.in_writing is True


def test_xlsx_number_in_a_date_column_is_told(group: Organisation, tmp_path: Path) -> None:
    assert refused(xlsx_file(tmp_path, [row(last_day=41729)])) == [
        'row 2, column last_day: "41729" is not a date; format the cell as a date, '
        "or write it as 2027-03-31 or 31/03/2027"
    ]


def test_xlsx_formula_is_never_evaluated(group: Organisation, tmp_path: Path) -> None:
    run(xlsx_file(tmp_path, [row(programme="=1+1")]))
    assert Act.objects.get().notice.programme == ""


def test_unclosed_quotation_mark_is_refused_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text('reference,area\n"T-1,thurrock\n')
    with pytest.raises(TableRefused, match="Row 2 cannot be read"):
        list(rows_of(path))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"\xd0\xcf\x11\xe0 old", "old Excel file"),
        (b"PK\x03\x04 not a zip", "cannot be read as a spreadsheet"),
        (b"a,b\n\x81\x8d,\x00", "no readable text"),
    ],
)
def test_other_files_are_refused_whole(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(TableRefused, match=said):
        list(rows_of(path))


def test_zip_without_a_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("hello.txt", "hello")
    with pytest.raises(TableRefused, match="cannot be read as a spreadsheet"):
        list(rows_of(path))


def test_file_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_UNPACKED_BYTES", 1000)
    path = xlsx_file(tmp_path, [row()])
    with pytest.raises(TableRefused, match="unpacks to more"):
        list(rows_of(path))


def test_workbook_with_entities_is_refused(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [row()])
    changed = tmp_path / "changed.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content = b'<!DOCTYPE x [<!ENTITY a "b">]>' + content
            new.writestr(name, content)
    with pytest.raises(TableRefused, match="cannot be read as a spreadsheet"):
        list(rows_of(changed))


def test_too_many_rows_and_bytes_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = csv_file(tmp_path, [row(reference=f"T-{n}") for n in range(5)])
    monkeypatch.setattr(reading, "MOST_ROWS", 4)
    with pytest.raises(TableRefused, match="more than 4 rows"):
        list(rows_of(path))
    monkeypatch.setattr(reading, "MOST_BYTES", 10)
    with pytest.raises(TableRefused, match="larger than"):
        list(rows_of(path))
