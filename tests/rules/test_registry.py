"""The rule types by name: the rules specification, section 3."""

import copy
import pickle
from pathlib import Path

import pytest

import rules
from rules import RULE_TYPES, FactError, Rule, check_params, describe, fact_names
from tests.rules.examples import ALL_RULES, STOCKTON_NOTICE, THURROCK_NOTICE, on, verdict


def test_the_types_in_the_specifications_order():
    assert RULE_TYPES == (
        "minimum_notice", "minimum_period", "lead_time", "payment_period", "minimum_term",
        "prior_step", "required_record", "fixed_deadline", "recurring_review", "reported_only",
        "response_time", "minimum_gap", "maximum_length", "times_per_period", "proportionate_cut",
    )  # fmt: skip


@pytest.mark.parametrize("rule_type", RULE_TYPES)
def test_every_type_has_its_module_its_facts_and_an_example(rule_type):
    assert (Path(rules.__file__).parent / f"{rule_type}.py").exists()
    assert fact_names(rule_type)[-1] == "withdrawn_on"
    assert rule_type in {rule.type for rule in ALL_RULES.values()}


def test_fact_names_follow_the_specification():
    assert fact_names("minimum_term") == (
        "start_on", "last_day", "explanation", "explained_on", "conditions", "withdrawn_on",
    )  # fmt: skip


@pytest.mark.parametrize("rule", ALL_RULES.values(), ids=ALL_RULES)
def test_every_rule_is_described_in_a_sentence_or_two(rule):
    check_params(rule)
    sentence = describe(rule)
    assert sentence.endswith(".")
    assert "legal" not in sentence
    assert "_" not in sentence


def test_the_description_names_the_compacts_own_figures():
    assert "change, reduce or end" in describe(THURROCK_NOTICE)
    assert "central government" in describe(STOCKTON_NOTICE)
    assert "24 months" in describe(Rule("minimum_term", {"months": 24}))


@pytest.mark.parametrize(
    ("rule_type", "params", "field"),
    [
        ("minimum_notice", {}, "params.triggers"),
        ("minimum_notice", {"triggers": []}, "params.triggers"),
        ("minimum_notice", {"triggers": "end"}, "params.triggers"),
        ("minimum_notice", {"triggers": ["stop"]}, "params.triggers"),
        ("minimum_notice", {"triggers": ["end", "end"]}, "params.triggers"),
        ("minimum_notice", {"triggers": ["end"], "exception": "purdah"}, "params.exception"),
        ("minimum_notice", {"triggers": ["end"], "months": 0}, "params.months"),
        ("minimum_notice", {"triggers": ["end"], "months": "3"}, "params.months"),
        ("minimum_notice", {"triggers": ["end"], "months": True}, "params.months"),
        ("minimum_notice", {"triggers": ["end"], "weeks": 3}, "params.weeks"),
        ("minimum_period", {"condition": "kind"}, "params.condition"),
        ("minimum_period", {"informal_needs_explanation": "yes"},
         "params.informal_needs_explanation"),
        ("minimum_period", {"weeks": -1}, "params.weeks"),
        ("payment_period", {"working_days": 1.5}, "params.working_days"),
        ("minimum_term", {}, "params.months"),
        ("prior_step", {}, "params.steps"),
        ("prior_step", {"steps": ["Discussed"]}, "params.steps"),
        ("prior_step", {"steps": ["a"], "condition": "steps"}, "params.condition"),
        ("required_record", {"due_weeks": 12}, "params.fields"),
        ("required_record", {"fields": ["a"], "due_weeks": "12"}, "params.due_weeks"),
        ("recurring_review", {"report_required": 1}, "params.report_required"),
        ("reported_only", {"months": 3}, "params.months"),
        ("fixed_deadline", None, "params"),
        ("no_such_type", {}, "type"),
        (None, {}, "type"),
    ],
)  # fmt: skip
def test_wrong_params_are_refused_and_named(rule_type, params, field):
    with pytest.raises(FactError) as error:
        check_params(Rule(rule_type, params))
    assert error.value.field == field


def test_params_left_out_take_the_figures_of_the_specification():
    answer = verdict(Rule("recurring_review", {}), {"anchor_on": "2007-11-30"}, "2008-10-01")
    assert (answer.outcome, answer.due_on) == ("at_risk", on("2008-11-30"))


def test_a_warning_of_its_own_replaces_the_28_days():
    rule = Rule("fixed_deadline", {"warn_days": 7})
    assert verdict(rule, {"due_on": "2027-06-30"}, "2027-06-22").outcome == "on_track"
    assert verdict(rule, {"due_on": "2027-06-30"}, "2027-06-23").outcome == "at_risk"


def test_a_rule_can_be_copied_and_pickled_after_use():
    verdict(THURROCK_NOTICE, {}, "2027-01-01")
    assert copy.deepcopy(THURROCK_NOTICE) == THURROCK_NOTICE
    assert pickle.loads(pickle.dumps(THURROCK_NOTICE)) == THURROCK_NOTICE  # noqa: S301
