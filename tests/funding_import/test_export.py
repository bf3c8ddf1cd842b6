"""`manage.py export_checks`: every line can be recomputed by anybody."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from commitments.models import Check
from compacts.models import Rule
from organisations.models import Organisation
from rules import assess
from tests.funding_import.sheet import csv_file, row, run

pytestmark = pytest.mark.django_db
STOCKTON = {
    "area": "stockton",
    "funder": "Stockton-on-Tees Borough Council",
    "recipient": "Catalyst",
}
VERDICT = ("outcome", "due_on", "breached_on", "shortfall_days", "spare_days", "reassess_on")


def exported(*options: str) -> list[dict[str, object]]:
    said = StringIO()
    call_command("export_checks", *options, stdout=said)
    return [json.loads(line) for line in said.getvalue().splitlines()]


@pytest.fixture
def _notices(group: Organisation, tmp_path: Path) -> None:
    ahead = {"received_on": "2016-12-31", "last_day": "2017-03-31"}
    run(
        csv_file(
            tmp_path,
            [
                row(),
                row(reference="T-2", received_on="2014-01-02"),
                row(reference="T-3", received_on="", last_day="2014-04-30"),
                row(reference="T-4", in_writing=""),
                row(
                    reference="T-5",
                    decided_on="2010-01-01",
                    received_on="2010-01-01",
                    last_day="2010-03-31",
                ),
                row(
                    reference="T-6",
                    received_on="2014-01-02",
                    exception="exceptional_circumstances",
                    rationale="Flood",
                    rationale_given_on="2014-01-03",
                ),
                row(reference="S-1", **STOCKTON | ahead),
                row(reference="S-2", **STOCKTON | ahead | {"kind": "reduce"}),
            ],
        )
    )


@pytest.mark.usefixtures("_notices")
def test_every_verdict_follows_from_its_exported_facts() -> None:
    lines = exported()
    assert len(lines) == Check.objects.count() > 6
    rules = {
        (rule.provision.compact.slug, rule.provision.ref, rule.type): rule.law
        for rule in Rule.objects.select_related("provision__compact")
    }
    on = Check.objects.values_list("assessed_on", flat=True).distinct().get()
    for line in lines:
        law = rules[line["compact"], line["provision"], line["rule"]]
        verdict = assess(law, line["facts"], on).as_dict()
        assert {name: line[name] for name in VERDICT} == {name: verdict[name] for name in VERDICT}


@pytest.mark.usefixtures("_notices")
def test_lines_are_in_order_and_can_be_of_one_area() -> None:
    lines = exported()
    order = [(line["area"], line["act_kind"], line["act"]) for line in lines]
    assert order == sorted(order)
    assert {line["area"] for line in exported("--area", "stockton")} == {"stockton"}
    with pytest.raises(CommandError, match="There is no area 'essex'"):
        exported("--area", "essex")


@pytest.mark.usefixtures("_notices")
def test_voided_checks_are_left_out() -> None:
    Check.objects.filter(act__reference="T-1").update(voided=True)
    assert "T-1" not in {line["act"] for line in exported()}


@pytest.mark.usefixtures("_notices")
def test_line_holds_what_it_promises() -> None:
    line = next(line for line in exported() if line["act"] == "T-2")
    assert line == {
        "act": "T-2",
        "act_kind": "notice",
        "area": "thurrock",
        "compact": "thurrock-2012",
        "provision": "4.4",
        "rule": "minimum_notice",
        "outcome": "breach",
        "due_on": "2013-12-31",
        "breached_on": "2014-01-01",
        "shortfall_days": 2,
        "spare_days": None,
        "reassess_on": None,
        "facts": {
            "kind": "end",
            "in_writing": True,
            "received_on": "2014-01-02",
            "last_day": "2014-03-31",
        },
    }
