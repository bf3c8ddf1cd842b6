"""What is exported goes in again unchanged, for every kind of act that has columns."""

from __future__ import annotations

import csv
import json
import re
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from commitments.models import Act
from commitments.subjects import Subject, subjects
from funding.models import Notice
from imports.engine import TableImport, check_table
from imports.engine.exporting import csv_of, rows_to_export
from organisations.models import Sector
from tests import cast
from tests.consultations.made import published
from tests.funding_import.sheet import TODAY
from tests.html import one_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def recorded(officer: User, tmp_path: Path) -> None:
    """Rows with every awkward value: a formula, quotes, lines, pounds, yes, no and not known."""
    cast.notice(
        TODAY,
        reference="=N,1",
        programme='-Lunch "club"',
        received_on=TODAY,
        last_day=date(2014, 3, 31),
        fixed_term_end=False,
        rationale="Because,\nof this; and @that",
        amount_before=Decimal("24000.50"),
        amount_after=Decimal("0.00"),
    )
    cast.notice(TODAY, reference="N-2", in_writing=None, kind="reduce")
    published(officer, cast.council(), title="+ Library, hours")
    written = StringIO()
    path = tmp_path / "claims.csv"
    path.write_text(
        "reference,area,payer,claimant,number,amount,is_contract,received_on\n"
        "P-1,thurrock,Thurrock Council,Grays Befriending,=7,£1200.5,no,2014-01-02\n"
    )
    call_command("import_acts", "claim", str(path), stdout=written)
    path = tmp_path / "agreements.csv"
    path.write_text(
        "reference,area,funder,recipient,mechanism,programme,amount,start_on,last_day,explanation\n"
        "A-1,thurrock,Thurrock Council,Grays Befriending,loan,@Lunch,£9,2014-01-02,2014-03-01,\n"
        'A-2,thurrock,Thurrock Council,Grays Befriending,grant,,,2014-01-02,,"One, two"\n'
    )
    call_command("import_acts", "agreement", str(path), stdout=written)
    for subject in subjects():
        if subject.sheet:
            bring_its_example(subject, tmp_path / f"{subject.kind}-example.csv")


def bring_its_example(subject: Subject, path: Path) -> None:
    """One row from the examples of the kind's own columns, so that each kind has one."""
    assert subject.sheet is not None
    body = {Sector.PUBLIC: "Thurrock Council", Sector.VCS: "Grays Befriending"}
    cells = {
        column.name: TODAY.isoformat() if column.kind == "date" else column.example
        for column in subject.table.columns
        if column.example
    }
    cells |= {name: body[sector] for name, (sector, _) in subject.sheet.bodies.items()}
    cells |= {"reference": f"{subject.prefix}-EXAMPLE", "area": "thurrock"}
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([cells.keys(), cells.values()])
    call_command("import_acts", subject.kind, str(path), stdout=StringIO())


NO_COLUMNS = {
    "decision": "its row does not hold whom it is about, so that a line could not name them",
    "response": "it belongs to a consultation, and what nobody answers for has no act",
}
"""The kinds that have no columns yet, each with the reason."""


def test_every_kind_has_columns_or_says_why_not() -> None:
    assert {str(each.kind) for each in subjects() if each.sheet is None} == set(NO_COLUMNS)


@pytest.mark.parametrize("kind", [str(each.kind) for each in subjects() if each.sheet])
def test_what_is_exported_goes_in_again_unchanged(
    recorded: None, tmp_path: Path, kind: str
) -> None:
    subject = next(each for each in subjects() if each.kind == kind)
    path = tmp_path / "exported.csv"
    path.write_bytes(b"".join(csv_of(subject, rows_to_export(subject))))
    asked = TableImport(subject, path, path.name, on=TODAY, at=cast.at(TODAY))
    tally = check_table(asked)
    assert [str(fault) for fault in tally.faults.kept] == []
    assert (tally.created, tally.updated) == (0, 0)
    assert tally.unchanged == subject.model._default_manager.count() > 0


def test_the_commands_read_what_the_commands_write(recorded: None, tmp_path: Path) -> None:
    written = StringIO()
    call_command("export_acts", "notice", "thurrock", stdout=written)
    path = tmp_path / "notices.csv"
    path.write_text(written.getvalue(), encoding="utf-8")
    said = StringIO()
    call_command("import_acts", "notice", str(path), stdout=said)
    told = json.loads(said.getvalue())
    assert (told["rows"], told["created"], told["updated"]) == (Notice.objects.count(), 0, 0)


def test_an_area_that_is_not_there_is_named(library: None) -> None:
    with pytest.raises(CommandError, match="There is no area 'essex'; there are: "):
        call_command("export_acts", "notice", "essex")


@pytest.mark.parametrize(
    ("register", "kind"),
    [(each.register, str(each.kind)) for each in subjects() if each.sheet and each.register],
)
def test_a_register_gives_what_goes_in_again(
    recorded: None, as_officer: Client, tmp_path: Path, register: str, kind: str
) -> None:
    url = reverse(register, args=["thurrock"])
    page = one_line(as_officer.get(url))
    assert "?format=import" in page
    text = re.sub(r"<[^>]+>", "", page[page.index("Download as CSV") :])
    assert re.match(r"Download as CSV \([^)]*\), or with every column, to correct and import", text)
    path = tmp_path / "list.csv"
    path.write_bytes(b"".join(as_officer.get(f"{url}?format=import").streaming_content))
    said = StringIO()
    call_command("import_acts", kind, str(path), stdout=said)
    told = json.loads(said.getvalue())
    assert told["rows"] == told["unchanged"] == Act.objects.filter(kind=kind).count()
