"""export_compacts and assess: what other tools read."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from compacts.management.commands.assess import RulesInUse
from compacts.models import Compact, Provision
from rules import FactError

NOTICE = {"kind": "end", "received_on": "2013-12-31", "in_writing": True, "last_day": "2014-03-31"}


def line(**other) -> str:
    question = {
        "id": 1,
        "compact": "thurrock-2012",
        "provision": "4.4",
        "rule": "minimum_notice",
        "on": "2014-01-01",
        "facts": NOTICE,
    }
    return json.dumps(question | other)


def assess(tmp_path, *lines: str) -> tuple[list[dict], bool]:
    asked = tmp_path / "lines.jsonl"
    asked.write_text("".join(f"{each}\n" for each in lines))
    out = io.StringIO()
    try:
        call_command("assess", str(asked), stdout=out)
    except CommandError as error:
        assert error.returncode == 1
        return [json.loads(each) for each in out.getvalue().splitlines()], False
    return [json.loads(each) for each in out.getvalue().splitlines()], True


@pytest.mark.django_db
def test_export_has_every_provision_in_document_order(library):
    out = io.StringIO()
    call_command("export_compacts", stdout=out)
    exported = json.loads(out.getvalue())
    slugs = [each["compact"] for each in exported]
    assert slugs == sorted(slugs)
    by_slug = {each["compact"]: each for each in exported}
    newest = by_slug["thurrock-2012"]
    assert list(newest) == [
        "compact", "title", "area", "in_force_from", "in_force_to", "provisions",
    ]  # fmt: skip
    assert (newest["area"], newest["in_force_from"]) == ("thurrock", "2012-11-14")
    assert by_slug["southend"]["in_force_from"] is None
    refs = [each["ref"] for each in newest["provisions"] if each["section"] == "1"]
    assert refs == ["1.0", *(f"1.{number}" for number in range(1, 13))]
    clause = next(each for each in newest["provisions"] if each["ref"] == "4.4")
    assert list(clause) == ["ref", "section", "sector", "kind", "checkable", "text", "rules"]
    assert clause["rules"] == [
        {
            "type": "minimum_notice",
            "params": {
                "months": 3,
                "triggers": ["change", "reduce", "end"],
                "exception": "exceptional_circumstances",
                "warn_days": 28,
            },
        }
    ]


@pytest.mark.django_db
def test_export_leaves_superseded_wording_out(library, django_assert_num_queries):
    old = Provision.objects.get(compact__slug="southend", ref="1")
    Provision.objects.filter(pk=old.pk).update(superseded_at="2026-01-01T00:00:00Z")
    out = io.StringIO()
    with django_assert_num_queries(3):
        call_command("export_compacts", stdout=out)
    southend = next(e for e in json.loads(out.getvalue()) if e["compact"] == "southend")
    assert len(southend["provisions"]) == 75


@pytest.mark.django_db
def test_assess_answers_each_line_in_order(library, tmp_path):
    late = NOTICE | {"received_on": "2014-01-02"}
    answers, good = assess(tmp_path, line(id="a"), line(id="b", facts=late, on="2014-01-02"))
    assert good
    assert [(each["id"], each["outcome"]) for each in answers] == [("a", "met"), ("b", "breach")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ("not json", "line"),
        ("", "line"),
        (line(compact="atlantis"), "compact"),
        (line(provision="99"), "provision"),
        (line(rule="lead_time"), "rule"),
        (line(on="2014-02-30"), "on"),
    ],
)
def test_one_bad_line_names_its_field_and_the_rest_go_on(library, tmp_path, bad, field):
    answers, good = assess(tmp_path, line(), bad, line(id=3))
    assert not good
    assert [each.get("outcome", each.get("error", {}).get("field")) for each in answers] == [
        "met", field, "met",
    ]  # fmt: skip


@pytest.mark.django_db
def test_assess_asks_the_database_once(library, tmp_path, django_assert_num_queries):
    with django_assert_num_queries(1):
        assess(tmp_path, *[line()] * 50)


@pytest.mark.django_db
def test_assess_reads_the_library_where_nothing_is_loaded(library, tmp_path, monkeypatch):
    monkeypatch.setattr("compacts.management.commands.assess.rules_loaded", dict)
    answers, good = assess(tmp_path, line(), line(compact="southend", provision="10.4"))
    assert answers[0]["outcome"] == "met"
    assert answers[1]["error"]["field"] == "rule"
    assert not good


@pytest.mark.django_db(transaction=True)
def test_assess_works_before_any_table_is_made(tmp_path):
    with connection.schema_editor() as editor:
        editor.alter_db_table(Compact, "compacts_compact", "compacts_away")
    try:
        answers, good = assess(tmp_path, line())
    finally:
        with connection.schema_editor() as editor:
            editor.alter_db_table(Compact, "compacts_away", "compacts_compact")
    assert good
    assert answers[0]["outcome"] == "met"


@pytest.mark.django_db
def test_first_rule_counts_where_a_type_stands_twice(library):
    provision = Provision.objects.get(compact__slug="thurrock-2012", ref="4.4")
    first = provision.rules.get()
    provision.rules.create(position=2, type=first.type, params=first.params | {"months": 6})
    assert RulesInUse().find("thurrock-2012", "4.4", "minimum_notice").params["months"] == 3
    with pytest.raises(FactError):
        RulesInUse().find("../thurrock-2012", "4.4", "minimum_notice")


@pytest.mark.django_db
def test_assess_takes_the_params_themselves(library, tmp_path, django_assert_num_queries):
    length = {"count": 5, "unit": "working_days"}
    asked = {"rule": "minimum_gap", "params": {"length": length}, "on": "2027-02-02"}
    asked |= {"facts": {"event_on": "2027-02-08"}}
    with django_assert_num_queries(1):
        answers, good = assess(tmp_path, json.dumps({"id": 1} | asked), line(id=2))
    assert good
    assert [each["outcome"] for each in answers] == ["breach", "met"]
    bad = json.dumps({"id": 3} | asked | {"params": {"length": 5}})
    answers, good = assess(tmp_path, bad, line(id=4))
    assert not good
    assert answers[0]["error"]["field"] == "params.length"
    assert answers[1]["outcome"] == "met"
