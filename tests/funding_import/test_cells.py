"""Every kind of error: its row, its column, and what would be right."""

from pathlib import Path

import pytest

from commitments.models import Act
from organisations.models import Organisation
from tests.funding_import.sheet import NAMES, csv_file, refused, row, run

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (
            {"last_day": "31/02/2027"},
            'row 2, column last_day: "31/02/2027" is not a date; '
            "write it as 2027-02-28 or 28/02/2027",
        ),
        (
            {"received_on": "12/31/2013"},
            'row 2, column received_on: "12/31/2013" is not a date; '
            "write it as 2013-12-31 or 31/12/2013",
        ),
        (
            {"received_on": "soon"},
            'row 2, column received_on: "soon" is not a date; write it as 2027-03-31 or 31/03/2027',
        ),
        (
            {"decided_on": "0214-01-02"},
            'row 2, column decided_on: "0214-01-02" is not a date between 1900 and 2200; '
            "write it as 2027-03-31 or 31/03/2027",
        ),
        (
            {"in_writing": "maybe"},
            'row 2, column in_writing: "maybe" is neither yes nor no; '
            "write yes or no, or leave it blank if unknown",
        ),
        (
            {"kind": "ended"},
            'row 2, column kind: "ended" is not one of the choices; '
            "write change, reduce or end (did you mean end?)",
        ),
        (
            {"exception": "weather"},
            'row 2, column exception: "weather" is not one of the choices; '
            "write exceptional_circumstances or central_government",
        ),
        (
            {"amount_before": "lots"},
            'row 2, column amount_before: "lots" is not an amount in pounds; '
            "write it as 1200 or £1,200.50",
        ),
        (
            {"amount_before": "-5"},
            'row 2, column amount_before: "-5" is not an amount in pounds; '
            "write it as 1200 or £1,200.50",
        ),
        (
            {"amount_after": "12345678901234"},
            'row 2, column amount_after: "12345678901234" is too large; write the amount in pounds',
        ),
        (
            {"reference": " "},
            "row 2, column reference: this is blank; write EXAMPLE-1, for example",
        ),
        (
            {"reference": "EXAMPLE-1"},
            'row 2, column reference: "EXAMPLE-1" is the example of the template; delete this row',
        ),
        (
            {"reference": "x" * 61},
            "row 2, column reference: this has 61 characters; the most is 60, so shorten it",
        ),
        (
            {"area": "thurock"},
            'row 2, column area: "thurock" is not an area here; write thurrock',
        ),
        (
            {"funder": "Thurrock Counci"},
            'row 2, column funder: "Thurrock Counci" is not an organisation of Thurrock; '
            "did you mean Thurrock Council or Thurrock CVS? "
            "If it is new, add --create-organisations to make it",
        ),
        (
            {"recipient": "Zzz"},
            'row 2, column recipient: "Zzz" is not an organisation of Thurrock; '
            "correct the name. If it is new, add --create-organisations to make it",
        ),
        (
            {"recipient": "THURROCK  council"},
            "row 2, column recipient: this is the funder itself; write the other body",
        ),
    ],
)
def test_wrong_cell_is_named_with_its_right_form(
    group: Organisation, tmp_path: Path, cells: dict[str, str], said: str
) -> None:
    assert refused(csv_file(tmp_path, [row(**cells)])) == [said]
    assert not Act.objects.exists()


def test_all_errors_of_all_rows_are_told_in_order(group: Organisation, tmp_path: Path) -> None:
    rows = [row(kind="stop", last_day="?"), row(reference="T-2"), row(reference="T-3", area="x")]
    places = [line.split(":")[0] for line in refused(csv_file(tmp_path, rows))]
    assert places == ["row 2, column kind", "row 2, column last_day", "row 4, column area"]


def test_reference_may_stand_once_in_a_file(group: Organisation, tmp_path: Path) -> None:
    assert refused(csv_file(tmp_path, [row(), row()])) == [
        'row 3, column reference: "T-1" stands in an earlier row too; '
        "give each row its own reference"
    ]


def test_same_reference_in_two_areas_is_two_notices(group: Organisation, tmp_path: Path) -> None:
    elsewhere = row(
        area="stockton", funder="Stockton-on-Tees Borough Council", recipient="Catalyst"
    )
    assert run(csv_file(tmp_path, [row(), elsewhere]))["created"] == 2


def test_thousandth_error_is_the_last_one_shown(group: Organisation, tmp_path: Path) -> None:
    said = refused(csv_file(tmp_path, [row(reference=f"T-{n}", kind="?") for n in range(1200)]))
    assert len(said) == 1001
    assert said[-1] == "... and 200 more"


# The row of headings


def test_unknown_column_is_named_with_the_one_meant(group: Organisation, tmp_path: Path) -> None:
    names = [name.replace("last_day", "last_date") for name in NAMES]
    said = refused(csv_file(tmp_path, [row()], names))
    assert "row 1, column last_date: there is no such column; did you mean last_day?" in said


def test_unknown_column_far_from_all_names_lists_them(group: Organisation, tmp_path: Path) -> None:
    [said] = refused(csv_file(tmp_path, [row()], [*NAMES, "weather"]))
    assert said.startswith("row 1, column weather: there is no such column; the columns are refer")


def test_missing_column_is_named(group: Organisation, tmp_path: Path) -> None:
    names = [name for name in NAMES if name != "funder"]
    [said] = refused(csv_file(tmp_path, [row()], names))
    assert said == (
        "row 1, column funder: this column is missing; add it "
        "(The body that gave the notice, by its name here)"
    )


def test_column_twice_is_named_with_both_places(group: Organisation, tmp_path: Path) -> None:
    [said] = refused(csv_file(tmp_path, [row()], [*NAMES, "kind"]))
    assert said == "row 1, column kind: this column stands twice, in F and T; keep one"


def test_optional_columns_may_be_left_out(group: Organisation, tmp_path: Path) -> None:
    names = ["Reference", "AREA", "funder", "Recipient ", "kind", "Last day", "received-on"]
    values = ["T-1", "thurrock", "Thurrock Council", "Grays Befriending", "end", "", ""]
    cells = dict(zip(names, values, strict=True))
    assert run(csv_file(tmp_path, [cells], names))["created"] == 1


def test_text_under_no_column_is_named(group: Organisation, tmp_path: Path) -> None:
    path = csv_file(tmp_path, [row()])
    path.write_text(path.read_text().strip() + ",and more\n")
    assert refused(path) == [
        'row 2, column T: "and more" stands under no column name; '
        "text with a comma in it needs quotation marks around it"
    ]


def test_file_without_rows_is_refused(group: Organisation, tmp_path: Path) -> None:
    assert refused(csv_file(tmp_path, [])) == [
        "row 1: there are no rows below the column names; add some"
    ]


# What is forgiven


@pytest.mark.parametrize(
    "cells",
    [
        {"received_on": "31/12/2013", "last_day": "31/3/2014"},
        {"kind": "END", "in_writing": "Y", "fixed_term_end": "No", "renewal_expected": "n"},
        {"funder": "  thurrock   COUNCIL "},
        {"amount_before": "£1,200.50", "amount_after": "1200"},
        {"exception": "Exceptional circumstances"},
        {"received_on": "2013-12-31T00:00:00"},
        {"received_on": "2014-02-01"},
        {"received_on": "", "in_writing": "", "last_day": ""},
        {"programme": "'=SUM(A1)"},
    ],
)
def test_other_ways_to_write_it_are_understood(
    group: Organisation, tmp_path: Path, cells: dict[str, str]
) -> None:
    assert run(csv_file(tmp_path, [row(**cells)]))["created"] == 1


def test_values_arrive_as_written(group: Organisation, tmp_path: Path) -> None:
    cells = row(
        last_day="31/03/2014",
        amount_before="£1,200.50",
        rationale='Two lines,\nand a "quote"',
        programme="'=SUM(A1)",
    )
    run(csv_file(tmp_path, [cells]))
    notice = Act.objects.get().notice
    assert notice.last_day.isoformat() == "2014-03-31"
    assert str(notice.amount_before) == "1200.50"
    assert notice.rationale == 'Two lines,\nand a "quote"'
    assert notice.programme == "=SUM(A1)"
    assert notice.in_writing is True
    assert notice.fixed_term_end is None
