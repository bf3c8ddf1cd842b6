"""`manage.py import_notices`: all or nothing, corrections, organisations, and what it costs."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from audit.models import Event
from audit.verifying import broken_links
from commitments.acts import void_act
from commitments.models import Act, Breach, Check, Correction
from funding.models import Notice
from imports.engine.directory import Directory
from organisations.models import Organisation, Role
from tests import cast
from tests.funding_import.sheet import TODAY, csv_file, refused, row, run

pytestmark = pytest.mark.django_db
LATE = {"received_on": "2014-01-02"}


def test_notice_is_recorded_with_its_checks(group: Organisation, tmp_path: Path) -> None:
    told = run(csv_file(tmp_path, [row(), row(reference="T-2", **LATE)]))
    seconds = told.pop("seconds")
    assert seconds >= 0
    assert told == {
        "rows": 2,
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "organisations_created": 0,
        "checks": 2,
        "breaches": 1,
    }
    act = Act.objects.get(reference="T-1")
    assert (act.kind, act.state, act.standing) == ("notice", "live", "in_force")
    assert act.responsible == cast.council()
    assert act.counterpart == group
    assert act.acted_on.isoformat() == "2013-12-31"
    assert act.compact.slug == "thurrock-2012"
    assert act.recorded_by is None
    assert "Grays Befriending" in act.title
    assert set(Check.objects.values_list("act__reference", "outcome")) == {
        ("T-1", "met"),
        ("T-2", "breach"),
    }
    breach = Breach.objects.get()
    assert breach.check_made.act.reference == "T-2"
    assert breach.reply_due_on is not None


def test_events_say_import_and_chain_holds(group: Organisation, tmp_path: Path) -> None:
    run(csv_file(tmp_path, [row(), row(reference="T-2", **LATE)]))
    imported = Event.objects.filter(verb="notice.imported")
    assert [event.detail["import"] for event in imported] == ["notices.csv"] * 2
    assert [event.detail["row"] for event in imported] == [2, 3]
    assert not list(broken_links())


def test_import_is_all_or_nothing(group: Organisation, tmp_path: Path) -> None:
    rows = [row(reference=f"T-{n}") for n in range(2500)]
    rows.append(row(reference="T-9999", last_day="31/02/2027"))
    before = Event.objects.count()
    assert len(refused(csv_file(tmp_path, rows))) == 1
    assert (Act.objects.count(), Check.objects.count()) == (0, 0)
    assert Event.objects.count() == before


def test_dry_run_writes_nothing(group: Organisation, tmp_path: Path) -> None:
    rows = [row(), row(reference="T-2", recipient="New Group", **LATE)]
    before = Event.objects.count(), Organisation.objects.count()
    told = run(csv_file(tmp_path, rows), "--dry-run", "--create-organisations")
    assert told["dry_run"] is True
    assert (told["created"], told["checks"], told["breaches"]) == (2, 2, 1)
    assert told["organisations_created"] == 1
    assert (Act.objects.count(), Notice.objects.count()) == (0, 0)
    assert (Event.objects.count(), Organisation.objects.count()) == before


def test_person_can_be_named(officer: User, tmp_path: Path) -> None:
    run(csv_file(tmp_path, [row()]), "--as", officer.email.upper())
    assert Act.objects.get().recorded_by == officer
    with pytest.raises(CommandError, match="Nobody signs in here"):
        call_command("import_notices", str(tmp_path / "notices.csv"), "--as", "x@y.example")


def test_named_person_needs_the_right(group: Organisation, tmp_path: Path) -> None:
    reader = cast.person(Role.READ_ONLY, cast.council())
    [said] = refused(csv_file(tmp_path, [row()]), "--as", reader.email)
    assert said == (
        "row 2, column funder: Only the area's compact officer and officers of Thurrock Council "
        "can do this."
    )


def test_missing_file_is_told(db: None) -> None:
    with pytest.raises(CommandError, match="is not a file"):
        call_command("import_notices", "/nowhere/notices.csv")


# Organisations


def test_signatory_bodies_are_found_by_name(library: None, tmp_path: Path) -> None:
    pairs = [
        ("thurrock", "Thurrock Council", "Thurrock CVS"),
        ("stockton", "Stockton-on-Tees Borough Council", "Catalyst"),
        (
            "southend",
            "Southend-on-Sea Borough Council",
            "Southend Association of Voluntary Services",
        ),
    ]
    rows = [row(area=area, funder=funder, recipient=to) for area, funder, to in pairs]
    assert run(csv_file(tmp_path, rows))["created"] == 3


def test_organisations_are_made_when_asked(library: None, tmp_path: Path) -> None:
    rows = [
        row(funder="Port Authority", recipient="Small Group"),
        row(reference="T-2", recipient="small  group"),
        row(reference="T-3", funder="Small Group", recipient="Smaller Group"),
    ]
    assert run(csv_file(tmp_path, rows), "--create-organisations")["organisations_created"] == 3
    made = {
        each.name: (each.sector, each.kind)
        for each in Organisation.objects.filter(area__slug="thurrock")
    }
    assert made["Port Authority"] == ("public", "other-public")
    assert made["Small Group"] == ("vcs", "charity")
    assert made["Smaller Group"] == ("vcs", "charity")
    assert Event.objects.filter(verb="organisation.created").count() == 3


def test_an_organisation_that_another_import_made_meanwhile_is_a_sentence(
    library: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Directory.create_new

    def too_late(directory: Directory, **how: Any) -> None:
        cast.group("Small Group")
        made(directory, **how)

    monkeypatch.setattr(Directory, "create_new", too_late)
    [said] = refused(csv_file(tmp_path, [row(recipient="small group")]), "--create-organisations")
    assert said == (
        "file: this area already has an organisation of that name meanwhile; import the file again"
    )
    assert not Act.objects.exists()


def test_made_organisations_have_slugs_of_their_own(library: None, tmp_path: Path) -> None:
    rows = [row(recipient="A & B"), row(reference="T-2", recipient="A + B")]
    run(csv_file(tmp_path, rows), "--create-organisations")
    assert Organisation.objects.filter(slug__in=["a-b", "a-b-2"]).count() == 2


def test_same_name_in_another_area_is_another_body(library: None, tmp_path: Path) -> None:
    [said] = refused(csv_file(tmp_path, [row(recipient="Catalyst")]))
    assert '"Catalyst" is not an organisation of Thurrock' in said


# Corrections


def test_known_reference_becomes_a_correction(group: Organisation, tmp_path: Path) -> None:
    run(csv_file(tmp_path, [row(**LATE), row(reference="T-2")]))
    told = run(csv_file(tmp_path, [row(), row(reference="T-2")]))
    assert (told["created"], told["updated"], told["unchanged"]) == (0, 1, 1)
    correction = Correction.objects.get()
    assert (correction.fact, correction.old, correction.new) == (
        "received_on",
        "2014-01-02",
        "2013-12-31",
    )
    assert correction.reason == "Imported correction: notices.csv"
    act = Act.objects.get(reference="T-1")
    assert act.acted_on.isoformat() == "2013-12-31"
    assert act.version == 2
    assert act.checks.get().outcome == "met"
    assert Breach.objects.get().closed_because == "corrected"
    assert not list(broken_links())


def test_unchanged_rows_leave_no_event(group: Organisation, tmp_path: Path) -> None:
    path = csv_file(tmp_path, [row(amount_before="£5", rationale="a\nb", in_writing="")])
    run(path)
    before = Event.objects.count()
    assert run(path)["unchanged"] == 1
    assert Event.objects.count() == before
    assert not Correction.objects.exists()


def test_blank_cell_clears_and_missing_column_keeps(group: Organisation, tmp_path: Path) -> None:
    run(csv_file(tmp_path, [row(rationale="Because")]))
    names = ["reference", "area", "funder", "recipient", "kind", "received_on"]
    run(csv_file(tmp_path, [row(received_on="")], names))
    notice = Notice.objects.get()
    assert notice.received_on is None
    assert notice.rationale == "Because"
    assert [each.fact for each in Correction.objects.all()] == ["received_on"]


def test_other_recipient_and_funder_are_corrections_too(
    group: Organisation, tmp_path: Path
) -> None:
    run(csv_file(tmp_path, [row(**LATE)]))
    cells = row(
        funder="NHS Thurrock Clinical Commissioning Group", recipient="Thurrock CVS", **LATE
    )
    assert run(csv_file(tmp_path, [cells]))["updated"] == 1
    act = Act.objects.get()
    assert act.counterpart.name == "Thurrock CVS"
    assert "Thurrock CVS" in act.title
    check = act.checks.get()
    assert check.responsible == act.responsible == check.breach.responsible
    assert act.responsible.slug == "nhs-thurrock-ccg"


def test_voided_reference_is_an_error(officer: User, tmp_path: Path) -> None:
    path = csv_file(tmp_path, [row()])
    run(path)
    void_act(Act.objects.get(), by=officer, reason="Twice", on=TODAY, at=cast.at(TODAY))
    assert refused(path) == [
        'row 2, column reference: "T-1" was voided and stays so; give the row a new reference'
    ]


def test_contradiction_names_its_row_and_column(group: Organisation, tmp_path: Path) -> None:
    run(csv_file(tmp_path, [row()]))
    Notice.objects.update(
        previous_last_day="2014-03-31", moved_on="2014-01-01", last_day="2014-04-30"
    )
    rows = [row(reference="T-0"), row(last_day="2014-03-01")]
    [said] = refused(csv_file(tmp_path, rows))
    assert said.startswith("row 3, column last_day: ")
    assert "is before" in said
    assert not Act.objects.filter(reference="T-0").exists()


# What it costs


@pytest.mark.slow
def test_queries_grow_with_batches_not_rows(group: Organisation, tmp_path: Path) -> None:
    def queries(count: int, stem: str) -> int:
        rows = [row(reference=f"{stem}-{n}", **(LATE if n % 5 else {})) for n in range(count)]
        path = csv_file(tmp_path, rows)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            run(path)
        return len(
            [each for each in captured if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        )

    run(csv_file(tmp_path, [row()]))  # the chain of events has begun
    assert queries(1000, "A") == queries(2000, "B")
    assert queries(3000, "C") < 2 * queries(1000, "D")
