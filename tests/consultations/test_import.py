"""Consultations from a spreadsheet, by command and in the browser; and the field's own figures."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from commitments.models import Act, Check
from commitments.selections import (
    Span,
    consultations_assessed,
    consultations_under,
    consultations_unexplained,
)
from consultations.models import Consultation
from consultations.states import Stage
from consultations.subjects import CONSULTATION
from imports.models import Import
from organisations.models import Organisation
from tests.consultations.made import TODAY, outcomes

pytestmark = pytest.mark.django_db
HEADINGS = list(CONSULTATION.table.by_name)
DAY = timedelta(days=1)
OPENS = date(2014, 3, 3)


def row(reference: str, **cells: Any) -> dict[str, str]:
    known = {
        "reference": reference,
        "area": "thurrock",
        "lead": "Thurrock Council",
        "title": f"Consultation {reference}",
        "formal_written": "yes",
        "opens_on": OPENS.isoformat(),
        "closes_on": (OPENS + 84 * DAY).isoformat(),
    }
    return known | {name: str(cell) for name, cell in cells.items()}


def sheet(rows: list[dict[str, str]]) -> str:
    written = StringIO()
    out = csv.DictWriter(written, HEADINGS, restval="")
    out.writeheader()
    out.writerows(rows)
    return written.getvalue()


def imported(tmp_path: Path, rows: list[dict[str, str]], *options: str) -> dict[str, Any]:
    path, told = tmp_path / "sheet.csv", StringIO()
    path.write_text(sheet(rows))
    call_command("import_consultations", str(path), *options, stdout=told)
    told_lines: dict[str, Any] = json.loads(told.getvalue().strip().splitlines()[-1])
    return told_lines


def test_columns_are_the_issue_s() -> None:
    assert HEADINGS == [
        "reference", "area", "lead", "title", "formal_written", "significant_effect",
        "announced_on", "opens_on", "documents_complete_on", "closes_on", "explanation",
        "explained_on", "feedback_on",
    ]  # fmt: skip


def test_import_records_live_and_judged(library: None, tmp_path: Path) -> None:
    told = imported(tmp_path, [row("A", feedback_on="2014-07-01")])
    assert told["created"] == 1
    made = Consultation.objects.get()
    assert made.act.state == Act.State.LIVE
    assert made.stage_on(TODAY) == Stage.ANSWERED
    found = outcomes(made)
    assert (found["2.4"], found["2.5"]) == ("met", "met")


def test_import_dry_run_records_nothing(library: None, tmp_path: Path) -> None:
    assert imported(tmp_path, [row("A")], "--dry-run")["created"] == 1
    assert not Consultation.objects.exists()


def test_import_again_corrects(library: None, tmp_path: Path) -> None:
    imported(tmp_path, [row("A")])
    told = imported(tmp_path, [row("A", documents_complete_on=OPENS + 7 * DAY)])
    assert told["updated"] == 1
    assert outcomes(Consultation.objects.get())["2.4"] == "breach"


def test_import_makes_organisations_only_when_told(library: None, tmp_path: Path) -> None:
    rows = [row("A", lead="Port Authority")]
    with pytest.raises(CommandError):
        imported(tmp_path, rows)
    imported(tmp_path, rows, "--create-organisations")
    assert Organisation.objects.get(name="Port Authority").sector == "public"


@pytest.mark.parametrize(
    "cells",
    [
        {"closes_on": OPENS - DAY},
        {"opens_on": ""},
        {"documents_complete_on": OPENS + 85 * DAY},
        {"feedback_on": OPENS - DAY},
        {"feedback_on": TODAY + DAY},
        {"formal_written": "perhaps"},
        {"opens_on": "31/02/2014"},
        {"title": ""},
        {"area": "nowhere"},
    ],
)
def test_import_with_one_bad_row_records_none(
    library: None, tmp_path: Path, cells: dict[str, Any]
) -> None:
    with pytest.raises(CommandError):
        imported(tmp_path, [row("A"), row("B", **cells)])
    assert not Consultation.objects.exists()


def test_import_outside_every_edition_still_refuses_disorder(library: None, tmp_path: Path) -> None:
    then = date(1999, 5, 1)
    with pytest.raises(CommandError):
        imported(tmp_path, [row("A", opens_on=then, closes_on=then - DAY)])


def field_of_209() -> list[dict[str, str]]:
    """As the auditors found the national field: 84 of 209 short, 45 of those without a reason."""
    rows = []
    for number in range(209):
        opens = OPENS + number * DAY
        cells: dict[str, Any] = {"opens_on": opens, "closes_on": opens + 84 * DAY}
        if number < 84:
            cells["closes_on"] = opens + (20 + number % 64) * DAY
        if 45 <= number < 84:
            cells |= {"explanation": "The offer lapses.", "explained_on": opens - DAY}
        rows.append(row(f"N-{number:03}", **cells))
    return rows


def test_import_of_209_gives_the_figures_of_the_field(library: None, tmp_path: Path) -> None:
    told = imported(tmp_path, field_of_209())
    assert told["created"] == 209
    span = Span(on=TODAY)
    checks = Check.objects.counted()
    closed = checks.filter(consultations_assessed(span)).count()
    short = checks.filter(consultations_under(span)).count()
    silent = checks.filter(consultations_unexplained(span)).count()
    assert (closed, short, silent) == (209, 84, 45)
    assert (round(100 * short / closed), round(100 * silent / short)) == (40, 54)


def test_import_in_the_browser_checks_first(
    as_officer: Client, as_member: Client, lead: Organisation
) -> None:
    url = reverse("imports:upload", args=["thurrock", "consultation"])
    assert as_member.get(url).status_code == 403
    assert as_officer.get(url).status_code == 200
    file = SimpleUploadedFile("sheet.csv", sheet([row("A"), row("B")]).encode())
    answer = as_officer.post(url, {"file": file})
    upload = Import.objects.get()
    assert upload.state == Import.State.CHECKED
    assert not Consultation.objects.exists()
    assert as_officer.get(answer["Location"]).status_code == 200
    confirm = reverse("imports:confirm", args=["thurrock", "consultation", upload.pk])
    assert as_officer.post(confirm).status_code == 302
    assert Consultation.objects.count() == 2


def test_import_template_has_every_column(as_officer: Client) -> None:
    url = reverse("imports:template", args=["thurrock", "consultation", "csv"])
    assert as_officer.get(url).content.decode("utf-8-sig").splitlines()[0] == ",".join(HEADINGS)


def test_import_of_another_area_is_not_there(as_stranger: Client) -> None:
    assert (
        as_stranger.get(reverse("imports:upload", args=["thurrock", "consultation"])).status_code
        == 404
    )
