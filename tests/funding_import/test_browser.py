"""The same in the browser: send, look at every row, confirm; in one's own area, for one's own body."""

import io
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import Event
from commitments.models import Act
from funding.subjects import NOTICE
from imports import tasks
from imports.engine import uploads
from imports.models import Import
from organisations.models import Organisation, Role
from tests import cast
from tests.funding_import.sheet import NAMES, TODAY, csv_file, row, run, xlsx_file
from tests.html import one_line

pytestmark = pytest.mark.django_db
START = "/areas/thurrock/imports/notice/"


def send(client: Client, path: Path, start: str = START) -> str:
    """Sends a file; returns the address of its page."""
    file = SimpleUploadedFile(path.name, path.read_bytes())
    answer = client.post(start, {"file": file})
    assert answer.status_code == 302, one_line(answer)[:2000]
    return str(answer["Location"])


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return one_line(answer)


# The whole way


def test_officer_sends_looks_and_confirms(
    as_officer: Client, officer: User, tmp_path: Path
) -> None:
    page = send(
        as_officer, csv_file(tmp_path, [row(), row(reference="T-2", received_on="2014-01-02")])
    )
    shown = text(as_officer, page)
    assert "Ready to record" in shown
    assert "2: T-1" in shown
    assert "Apparent breach" in shown
    assert not Act.objects.exists()

    assert as_officer.post(f"{page}confirm/").status_code == 302
    assert "All rows are recorded" in text(as_officer, page)
    assert set(Act.objects.values_list("reference", "recorded_by")) == {
        ("T-1", officer.pk),
        ("T-2", officer.pk),
    }
    upload = Import.objects.get()
    assert upload.state == "done"
    assert not uploads.folder_of(upload).exists()
    assert Event.objects.get(verb="import.recorded").detail["created"] == 2


def test_preview_shows_corrections_with_both_values(as_officer: Client, tmp_path: Path) -> None:
    run(csv_file(tmp_path, [row(), row(reference="T-2")]))
    changed = [row(last_day="2014-04-30"), row(reference="T-2"), row(reference="T-3")]
    page = send(as_officer, xlsx_file(tmp_path, changed))
    shown = text(as_officer, page)
    assert "last_day: 2014-03-31, now 2014-04-30" in shown
    assert all(what in shown for what in ("New", "Correction", "Unchanged"))
    as_officer.post(f"{page}confirm/")
    assert Import.objects.get().counts["updated"] == 1


def test_errors_are_listed_with_row_column_and_right_form(
    as_officer: Client, tmp_path: Path
) -> None:
    page = send(as_officer, csv_file(tmp_path, [row(last_day="31/02/2027"), row(reference="T-2")]))
    shown = text(as_officer, page)
    assert "1 error" in shown
    assert "last_day" in shown
    assert "&quot;31/02/2027&quot; is not a date; write it as 2027-02-28 or 28/02/2027" in shown
    assert "3: T-2" in shown
    assert as_officer.post(f"{page}confirm/").status_code == 302
    assert not Act.objects.exists()


def test_unknown_organisations_are_made_after_a_tick(as_officer: Client, tmp_path: Path) -> None:
    rows = [row(recipient="Tilbury Choir"), row(reference="T-2", recipient="Grays Befrending")]
    page = send(as_officer, csv_file(tmp_path, rows))
    shown = text(as_officer, page)
    assert "Make these 2 organisations" in shown
    assert "<li>Tilbury Choir</li>" in shown
    assert "(did you mean Grays Befriending?)" in shown
    refused = one_line(as_officer.post(f"{page}confirm/"))
    assert "Tick the box to make the new organisations" in refused
    assert not Organisation.objects.filter(name="Tilbury Choir").exists()
    as_officer.post(f"{page}confirm/", {"create_organisations": "yes"})
    assert Organisation.objects.get(name="Tilbury Choir").sector == "vcs"
    assert Act.objects.count() == 2


def test_long_preview_has_pages(as_officer: Client, tmp_path: Path) -> None:
    page = send(as_officer, csv_file(tmp_path, [row(reference=f"T-{n:03}") for n in range(120)]))
    first, third = text(as_officer, page), text(as_officer, f"{page}?page=3")
    assert "2: T-000" in first
    assert "T-100" not in first
    assert "121: T-119" in third
    assert "page=2" in third


def test_unreadable_file_says_why(as_officer: Client, tmp_path: Path) -> None:
    path = tmp_path / "old.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0 old")
    assert "This is an old Excel file" in text(as_officer, send(as_officer, path))


@pytest.mark.parametrize("name", ["notices.pdf", "notices"])
def test_other_kinds_of_file_are_refused(as_officer: Client, name: str) -> None:
    answer = as_officer.post(START, {"file": SimpleUploadedFile(name, b"a,b")})
    assert answer.status_code == 200
    assert "must be a CSV or XLSX file" in one_line(answer)


def test_discarded_file_is_gone(as_officer: Client, tmp_path: Path) -> None:
    page = send(as_officer, csv_file(tmp_path, [row()]))
    as_officer.post(f"{page}discard/")
    upload = Import.objects.get()
    assert upload.state == "discarded"
    assert not uploads.folder_of(upload).exists()
    assert "Nothing of this file was recorded" in text(as_officer, page)
    as_officer.post(f"{page}confirm/")
    assert not Act.objects.exists()


def test_old_uploads_are_forgotten(as_officer: Client, tmp_path: Path) -> None:
    send(as_officer, csv_file(tmp_path, [row()]))
    old = Import.objects.get()
    Import.objects.update(uploaded_at=cast.at(TODAY) - timedelta(days=8))
    send(as_officer, csv_file(tmp_path, [row()]))
    assert Import.objects.get(pk=old.pk).state == "discarded"
    assert not uploads.folder_of(old).exists()


# Long files


def test_long_file_shows_progress_until_a_worker_is_done(
    as_officer: Client,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]],
) -> None:
    waiting: list[int] = []
    monkeypatch.setattr(tasks.work_on_import, "delay", lambda pk: waiting.append(pk))
    with django_capture_on_commit_callbacks(execute=True):
        page = send(as_officer, csv_file(tmp_path, [row(reference=f"T-{n}") for n in range(9)]))
    shown = text(as_officer, page)
    assert "<progress" in shown
    assert f'hx-get="{page}progress/"' in shown
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in shown
    assert "<progress" in text(as_officer, f"{page}progress/")

    tasks.work_on_import(pk=waiting.pop())
    assert as_officer.get(f"{page}progress/")["HX-Redirect"] == page
    with django_capture_on_commit_callbacks(execute=True):
        as_officer.post(f"{page}confirm/")
    assert Import.objects.get().state == "running"
    assert not Act.objects.exists()
    tasks.work_on_import(pk=waiting[0])
    tasks.work_on_import(pk=waiting[0])  # handed out twice: recorded once
    assert Act.objects.count() == 9


def test_stopped_work_can_be_started_again(
    as_officer: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks.work_on_import, "delay", lambda pk: None)
    page = send(as_officer, csv_file(tmp_path, [row()]))
    monkeypatch.setattr(uploads, "check_table", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        tasks.work_on_import(pk=Import.objects.get().pk)
    assert "an error that is ours" in text(as_officer, page)
    monkeypatch.undo()
    as_officer.post(f"{page}again/")
    assert "Ready to record" in text(as_officer, page)


# Whose file, whose area, whose body


def test_row_of_another_area_is_an_error(as_officer: Client, tmp_path: Path) -> None:
    elsewhere = row(area="southend", funder="Southend-on-Sea Borough Council")
    page = send(as_officer, csv_file(tmp_path, [row(reference="T-9"), elsewhere]))
    assert "is not the area of this page; write thurrock" in text(as_officer, page)
    as_officer.post(f"{page}confirm/")
    assert not Act.objects.exists()


def test_other_areas_are_not_there(as_officer: Client) -> None:
    assert as_officer.get("/areas/southend/imports/notice/").status_code == 404


def test_import_is_seen_by_nobody_else(as_officer: Client, tmp_path: Path) -> None:
    page = send(as_officer, csv_file(tmp_path, [row()]))
    other = Client()
    other.force_login(cast.person(Role.COMPACT_OFFICER, cast.council(), "second@test.example"))
    stranger = Client()
    stranger.force_login(cast.person(Role.COMPACT_OFFICER, cast.council("southend")))
    for client in (other, stranger):
        assert client.get(page).status_code == 404
        assert client.get(f"{page}progress/").status_code == 404
        assert client.post(f"{page}confirm/").status_code == 404
    assert not Act.objects.exists()


@pytest.mark.parametrize("role", [Role.VCS_MEMBER, Role.CVS_STAFF, Role.READ_ONLY])
def test_others_are_refused_with_the_reason(client: Client, group: Organisation, role: str) -> None:
    client.force_login(cast.person(role, group))
    answer = client.get(START)
    assert answer.status_code == 403
    assert "Only the compact officer of Thurrock" in one_line(answer)


def test_officer_of_a_body_imports_for_that_body_alone(
    client: Client, group: Organisation, tmp_path: Path
) -> None:
    ccg = cast.organisation("nhs-thurrock-ccg")
    client.force_login(cast.person(Role.OFFICER, ccg))
    page = send(client, csv_file(tmp_path, [row(funder=ccg.name), row(reference="T-2")]))
    shown = text(client, page)
    assert "officers of Thurrock Council can do this" in shown
    assert "1 error" in shown


def test_officer_cannot_take_over_a_notice_of_another_body(
    client: Client, group: Organisation, tmp_path: Path
) -> None:
    run(csv_file(tmp_path, [row()]))
    ccg = cast.organisation("nhs-thurrock-ccg")
    client.force_login(cast.person(Role.OFFICER, ccg))
    shown = text(client, send(client, csv_file(tmp_path, [row(funder=ccg.name)])))
    assert "officers of Thurrock Council can do this" in shown


def test_strangers_are_sent_to_sign_in(client: Client, library: None) -> None:
    assert client.get(START).status_code == 302


# The template


def test_templates_can_be_filled_in_and_sent(as_officer: Client, tmp_path: Path) -> None:
    assert "XLSX with notes" in text(as_officer, START)
    answer = as_officer.get(f"{START}template.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == ",".join(NAMES)
    path = tmp_path / "filled.csv"
    path.write_bytes(answer.content.replace(b"EXAMPLE-1", b"T-1"))
    assert "Ready to record" in text(as_officer, send(as_officer, path))

    answer = as_officer.get(f"{START}template.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Notices", "Notes"]
    assert [cell.value for cell in book["Notices"][1]] == list(NAMES)
    assert len(list(book["Notes"].rows)) == len(NAMES) + 2
    book["Notices"]["A2"] = "T-1"
    path = tmp_path / "filled.xlsx"
    book.save(path)
    assert "Ready to record" in text(as_officer, send(as_officer, path))


def test_template_sent_as_it_is_says_to_delete_the_example(
    as_officer: Client, tmp_path: Path
) -> None:
    path = tmp_path / "template.csv"
    path.write_bytes(as_officer.get(f"{START}template.csv").content)
    assert "delete this row" in text(as_officer, send(as_officer, path))
    assert as_officer.get(f"{START}template.pdf").status_code == 404


def test_every_column_is_explained(as_officer: Client) -> None:
    shown = text(as_officer, reverse("imports:upload", args=["thurrock", "notice"]))
    assert all(column.name in shown for column in NOTICE.table.columns)


# Addresses, and work that was lost


@pytest.mark.parametrize("rest", ["", "template.csv", "12/", "12/confirm/"])
def test_earlier_addresses_lead_on(as_officer: Client, rest: str) -> None:
    for answer in (
        as_officer.get(f"/areas/thurrock/notices/import/{rest}"),
        as_officer.post(f"/areas/thurrock/notices/import/{rest}"),
    ):
        assert (answer.status_code, answer["Location"]) == (308, START + rest)
    assert as_officer.get("/areas/thurrock/consultations/import/")["Location"] == (
        "/areas/thurrock/imports/consultation/"
    )
    assert as_officer.get("/areas/thurrock/compacts/import/").status_code == 404


def test_only_kinds_with_columns_are_imported(as_officer: Client) -> None:
    assert as_officer.get("/areas/thurrock/imports/response/").status_code == 404
    assert as_officer.get("/areas/thurrock/imports/anything/").status_code == 404


def test_work_whose_message_was_lost_is_taken_up_once(
    as_officer: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed_out: list[int] = []
    monkeypatch.setattr(tasks.work_on_import, "delay", lambda pk: handed_out.append(pk))
    send(as_officer, csv_file(tmp_path, [row()]))
    handed_out.clear()  # that message is lost
    upload = Import.objects.get()
    with time_machine.travel(cast.at(TODAY), tick=False) as now:
        tasks.take_up_imports()
        assert handed_out == []
        now.shift(timedelta(minutes=6))
        moved = uploads.folder_of(upload) / "progress"
        uploads.start_again(upload)
        os.utime(moved, (now_seconds() - 360, now_seconds() - 360))
        tasks.take_up_imports()
        assert handed_out == [upload.pk]
        os.utime(moved, (now_seconds() - 60, now_seconds() - 60))
        tasks.take_up_imports()
        assert handed_out == [upload.pk]
        tasks.work_on_import(pk=upload.pk)
        os.utime(moved, (now_seconds() - 360, now_seconds() - 360))
        tasks.take_up_imports()
        assert handed_out == [upload.pk]
    assert Import.objects.get().state == "checked"


def now_seconds() -> float:
    return timezone.now().timestamp()
