"""A mistake in a file is told with file, provision and key, and nothing of the file is loaded."""

from dataclasses import replace

import pytest
from django.core.management import CommandError

from compacts import acts
from compacts.actions.library import library_files, read_document
from compacts.actions.reading import LibraryError
from compacts.models import Compact
from tests.compacts.small import SLUG, clause

pytestmark = pytest.mark.django_db


def told(trial) -> str:
    with pytest.raises(CommandError) as refused:
        trial.load()
    assert not Compact.objects.filter(slug=SLUG).exists()
    return str(refused.value)


def test_unknown_key_is_named_with_its_provision(trial):
    trial.clauses[1]["colour"] = "red"
    expected = f"{SLUG}.yaml, provision 1.2, colour: is not a key of the library format"
    assert told(trial) == expected


def test_every_fault_is_told_at_once(trial):
    trial.clauses[0]["sector"] = "private"
    del trial.clauses[1]["text"]
    trial.clauses[2]["rules"][0]["labels"] = {}
    lines = told(trial).splitlines()
    assert "provision 1.1, sector: 'private' is not one of public, vcs, both, all" in lines[0]
    assert lines[1].endswith("provision 1.2, text: is missing")
    assert "provision 1.3, rules[0].labels.rationale: is missing" in lines[2]


def test_unknown_param_of_a_rule_is_named(trial):
    trial.clauses[0]["rules"][0]["params"] = {"monhts": 3, "triggers": ["end"]}
    assert "provision 1.1, rules[0].params.monhts: this rule type has no such param" in told(trial)


def test_golden_case_that_fails_names_case_and_field(trial):
    trial.clauses[0]["rules"][0]["cases"][0]["expect"]["spare_days"] = 4
    said = told(trial)
    assert "provision 1.1, rules[0], case 'on the latest day', expect.spare_days" in said
    assert "expected 4, found 0" in said


def test_golden_case_with_a_bad_fact_names_it(trial):
    trial.clauses[0]["rules"][0]["cases"][0]["facts"]["kind"] = "stop"
    assert "case 'on the latest day', facts.kind: 'stop' is not one of" in told(trial)


def test_computed_rule_needs_a_golden_case(trial):
    trial.clauses[0]["rules"][0]["cases"] = []
    assert "provision 1.1, rules[0].cases: a computed rule needs a golden case" in told(trial)


def test_ref_twice_is_refused(trial):
    trial.clauses.append(clause("1.1", "Again."))
    assert "provision 1.1, ref: 1.1 stands twice" in told(trial)


def test_number_for_a_ref_asks_for_quotes(trial):
    trial.clauses[0]["ref"] = 1.1
    assert "ref: text is needed, not 1.1: quote it" in told(trial)


def test_key_twice_is_told_with_its_line(trial):
    trial.write()
    text = trial.path.read_text()
    trial.path.write_text(text.replace("title: Trial Compact", f"compact: {SLUG}", 1))
    with pytest.raises(LibraryError, match="line 3: the key compact stands twice"):
        read_document(trial.path)


def test_file_is_named_after_its_compact(trial):
    trial.content["compact"] = "another"
    assert "compact: 'another' is not the file's name" in told(trial)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("area", "atlantis", "area: 'atlantis' is not in areas.yaml"),
        ("supersedes", "atlantis-1", "supersedes: 'atlantis-1' is not loaded: load it first"),
        ("status", "dead", "status: 'dead' is not one of in_force, expired, superseded"),
        ("schema", 2, "schema: 1 is needed"),
    ],
)
def test_what_the_file_names_must_exist(trial, key, value, said):
    trial.content[key] = value
    assert said in told(trial)


def test_continued_provision_must_exist_in_the_edition_before(trial):
    trial.content["supersedes"] = "southend"
    trial.clauses[0]["continues"] = ["99.9"]
    assert "provision 1.1, continues[0]: southend has no provision 99.9" in told(trial)


def test_stage_and_code_must_be_in_the_file(trial):
    trial.clauses[0]["code"] = "C9"
    trial.content["dispute"]["stages"][0]["source"] = "9.9"
    said = told(trial)
    assert "provision 1.1, code: no code of practice has the ref C9" in said
    assert "dispute stage 1, dispute" not in said
    assert "source: no provision has the ref 9.9" in said


def test_name_of_another_body_is_refused(trial):
    trial.content["signatories"][0]["name"] = "thurrock CVS"
    assert "signatory trial-body, name: 'thurrock CVS' is already known as" in told(trial)


def test_one_bad_file_keeps_the_others_out(trial, tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text("schema: 1\n")
    with pytest.raises(CommandError, match=r"bad.yaml, compact: is missing"):
        trial.load(str(bad))
    assert not Compact.objects.filter(slug=SLUG).exists()


@pytest.mark.slow
@pytest.mark.parametrize("path", library_files(), ids=lambda path: path.stem)
def test_library_is_valid_and_its_golden_cases_hold(path):
    assert read_document(path).slug == path.stem


@pytest.mark.parametrize("act", ["notice", None])
def test_duty_that_its_act_cannot_carry_is_refused(trial, monkeypatch, act):
    """What acts of a kind can tell is their app's to say; without an act there is no question."""
    asked = []

    def lacks(rule):
        asked.append((rule.type, rule.params["fields"], rule.event))
        return ["event_on", "fields.rationale"]

    notice = replace(acts.act_kinds()["notice"], lacks=lacks)
    monkeypatch.setitem(acts._KINDS, "notice", notice)
    trial.clauses[2]["rules"][0]["applies_to"] = {"act": act}
    del trial.clauses[0]["rules"][0]["applies_to"]
    if act is None:
        assert "loaded" in trial.load()
        assert asked == []
        return
    assert told(trial).endswith(
        "provision 1.3, rules[0].applies_to.act: required_record needs event_on or "
        "fields.rationale, which the record of this act (notice) does not hold; null keeps the "
        "rule for the calculator alone"
    )
    assert asked == [("required_record", ["rationale"], "")]


UNFILLABLE = [
    ("notice", "required_record", {"fields": ["monitoring_agreed"]}, "fields.monitoring_agreed"),
    ("consultation", "minimum_term", {"months": 36}, "last_day"),
    ("decision", "payment_period", {"working_days": 10}, "paid_on or received_on"),
    ("response", "prior_step", {"steps": ["discussed"]}, "steps.discussed"),
    ("notice", "times_per_period", {"times": 2}, "held_on or period_start_on"),
    ("decision", "minimum_notice", {"triggers": ["end"]}, "in_writing"),
]


@pytest.mark.parametrize(("act", "kind", "params", "needs"), UNFILLABLE)
def test_duty_that_no_such_act_can_tell_of_is_refused(trial, act, kind, params, needs):
    labels = {code: "Done" for codes in ("fields", "steps") for code in params.get(codes, [])}
    case = {"name": "x", "on": "2026-04-01", "facts": {}, "expect": {"outcome": "cannot_assess"}}
    trial.clauses[2]["rules"] = [
        {"type": kind, "params": params, "labels": labels, "applies_to": {"act": act},
         "cases": [case]},
    ]  # fmt: skip
    assert f"rules[0].applies_to.act: {kind} needs {needs}" in told(trial)


@pytest.mark.parametrize(
    ("act", "kind", "params", "labels"),
    [
        ("notice", "required_record", {"fields": ["appeal_outcome"]}, {"appeal_outcome": "Sent"}),
        ("consultation", "maximum_length", {"length": {"count": 12, "unit": "weeks"}}, {}),
        ("agreement", "maximum_length", {"length": {"count": 36, "unit": "months"}}, {}),
        ("consultation", "minimum_period", {"length": {"count": 20, "unit": "working_days"}}, {}),
    ],
)
def test_duty_that_its_act_can_tell_of_is_taken(trial, act, kind, params, labels):
    case = {"name": "x", "on": "2026-04-01", "facts": {}, "expect": {"outcome": "cannot_assess"}}
    trial.clauses[2]["rules"] = [
        {"type": kind, "params": params, "labels": labels, "applies_to": {"act": act},
         "cases": [case]},
    ]  # fmt: skip
    assert "loaded" in trial.load()
