"""Rows that are read apart are the rows that are in the table, up to what cannot be read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from kombu.exceptions import OperationalError

from documents.apart import Limits
from documents.tables import rows_apart
from imports.engine import uploads
from imports.models import Import
from imports.tasks import take_up_imports
from imports.views import work_on_import
from pages.spreadsheets import TableRefused, rows_of
from tests.scene import Scene

NOON = dt.datetime(2026, 3, 1, 12, 0)  # noqa: DTZ001 - a spreadsheet knows no zones
CELLS = ["Zoë’s\nClub", 3, 2.5, True, None, NOON, dt.time(9, 15)]


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["a", "b", "c", "d", "e", "f", "g"])
    book.active.append(CELLS)
    book.save(tmp_path / "table.xlsx")
    return tmp_path / "table.xlsx"


def test_cells_keep_their_types(sheet: Path) -> None:
    here, apart = list(rows_of(sheet)), list(rows_apart(sheet))
    assert apart == [(number, tuple(cells)) for number, cells in here]
    assert [type(cell) for cell in apart[1][1]] == [type(cell) for cell in here[1][1]]


def test_rows_before_what_cannot_be_read_are_given(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text('a,b\n1,2\n"x"y,3\n')
    rows = rows_apart(path)
    assert next(rows) == (1, ("a", "b"))
    assert next(rows) == (2, ("1", "2"))
    with pytest.raises(TableRefused, match="Row 3 cannot be read"):
        next(rows)


def test_a_table_that_takes_too_long_is_refused_in_words(sheet: Path) -> None:
    with pytest.raises(TableRefused, match="took too long"):
        list(rows_apart(sheet, limits=Limits(seconds=0)))


# Through the browser ------------------------------------------------------------------------------


def sent(client: Client) -> Import:
    file = SimpleUploadedFile("notices.csv", b"area,reference\nthurrock,N-1\n")
    answer = client.post("/areas/thurrock/imports/notice/", {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    return Import.objects.get()


@pytest.mark.django_db
@pytest.mark.apart
def test_an_import_is_read_apart_and_never_in_the_request(monkeypatch) -> None:
    left: list[int] = []
    monkeypatch.setattr(work_on_import, "delay", lambda pk: left.append(pk))
    client, scene = Client(), Scene()
    client.force_login(scene.officer)
    upload = sent(client)
    assert left == [upload.pk]
    assert upload.state == "checking"
    work_on_import(pk=upload.pk)
    upload.refresh_from_db()
    assert upload.state == "faulty"  # columns are missing: it was read


@pytest.mark.django_db
def test_an_error_that_nobody_foresaw_is_said_on_the_page(monkeypatch) -> None:
    client, scene = Client(), Scene()
    client.force_login(scene.officer)
    monkeypatch.setattr(uploads, "check_table", lambda *_, **__: 1 / 0)
    upload = sent(client)
    upload.refresh_from_db()
    assert upload.state == "failed"
    page = client.get(f"/areas/thurrock/imports/notice/{upload.pk}/").content.decode()
    assert "stopped on an error that is ours" in page


@pytest.mark.django_db
def test_without_a_queue_an_import_waits_and_is_taken_up_later(monkeypatch) -> None:
    def away(pk: int) -> None:
        raise OperationalError("no queue")

    client, scene = Client(), Scene()
    client.force_login(scene.officer)
    with monkeypatch.context() as without:
        without.setattr(work_on_import, "delay", away)
        upload = sent(client)
    assert upload.state == "checking"
    monkeypatch.setattr(uploads, "stands_still", lambda *_, **__: True)
    take_up_imports()
    upload.refresh_from_db()
    assert upload.state == "faulty"
