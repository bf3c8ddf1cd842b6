"""The rule types by name: the rules specification, section 3."""

import copy
import pickle
from pathlib import Path

import pytest

import rules
from rules import (
    RULE_TYPES,
    FactError,
    Rule,
    check_params,
    coded_facts,
    describe,
    fact_names,
    facts_needed,
    params_of,
)
from rules.params import Params
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


WEEKS = {"count": 2, "unit": "weeks"}


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
        ("minimum_notice", {"triggers": ["end"], "fixed_terms": "yes"}, "params.fixed_terms"),
        ("minimum_notice", {"triggers": ["end"], "addressee": "Users"}, "params.addressee"),
        ("payment_period", {"length": WEEKS, "warn_working_days": 5}, "params.warn_working_days"),
        ("payment_period", {"working_days": 5, "warn_working_days": 6},
         "params.warn_working_days"),
        ("response_time", {}, "params.length"),
        ("response_time", {"length": WEEKS, "warn_days": -1}, "params.warn_days"),
        ("response_time", {"length": WEEKS, "may_explain": "no"}, "params.may_explain"),
        ("response_time", {"length": WEEKS, "weeks": 2}, "params.weeks"),
        ("minimum_gap", {}, "params.length"),
        ("maximum_length", {}, "params.length"),
        ("maximum_length", {"length": WEEKS, "warn_days": 7}, "params.warn_days"),
        ("times_per_period", {}, "params.times"),
        ("times_per_period", {"times": 0}, "params.times"),
        ("times_per_period", {"times": 3, "months": 0}, "params.months"),
        ("times_per_period", {"times": 3, "length": WEEKS}, "params.length"),
        ("proportionate_cut", {"may_explain": None, "length": WEEKS}, "params.length"),
        ("prior_step", {"steps": ["a"], "condition": "conditions"}, "params.condition"),
        ("no_such_type", {}, "type"),
        (None, {}, "type"),
    ],
)  # fmt: skip
def test_wrong_params_are_refused_and_named(rule_type, params, field):
    with pytest.raises(FactError) as error:
        check_params(Rule(rule_type, params))
    assert error.value.field == field


OLDER_COUNTS = {
    "minimum_notice": "months", "minimum_period": "weeks", "lead_time": "months",
    "payment_period": "working_days", "minimum_term": "months", "required_record": "due_weeks",
    "recurring_review": "months",
}  # fmt: skip
NEEDED_PARAMS = {"minimum_notice": {"triggers": ["end"]}, "required_record": {"fields": ["sent"]}}


@pytest.mark.parametrize(("rule_type", "older"), OLDER_COUNTS.items())
def test_a_length_stands_in_place_of_the_older_count_and_never_beside_it(rule_type, older):
    params = NEEDED_PARAMS.get(rule_type, {})
    check_params(Rule(rule_type, {**params, "length": WEEKS}))
    check_params(Rule(rule_type, {**params, "length": WEEKS, older: None}))
    check_params(Rule(rule_type, {**params, "length": None, older: 3}))
    with pytest.raises(FactError, match=f"in place of {older}") as error:
        check_params(Rule(rule_type, {**params, "length": WEEKS, older: 3}))
    assert error.value.field == "params.length"


@pytest.mark.parametrize(
    "length",
    [
        3, "3 weeks", [], {}, {"count": 3}, {"unit": "weeks"}, {"count": 0, "unit": "weeks"},
        {"count": -1, "unit": "days"}, {"count": 1.0, "unit": "days"}, {"count": "3", "unit": "days"},
        {"count": True, "unit": "days"}, {"count": None, "unit": "days"}, {"count": 3, "unit": None},
        {"count": 3, "unit": "day"}, {"count": 3, "unit": "years"}, {"count": 3, "unit": ["days"]},
        {"count": 3, "unit": "weeks", "and": "a half"}, {"count": 601, "unit": "months"},
        {"count": 10**30, "unit": "days"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("rule_type", ["response_time", "minimum_period"])
def test_a_length_is_a_count_of_at_least_one_and_a_unit(rule_type, length):
    with pytest.raises(FactError) as error:
        check_params(Rule(rule_type, {"length": length}))
    assert error.value.field == "params.length"


@pytest.mark.parametrize("rule_type", RULE_TYPES)
def test_the_list_of_params_is_what_a_type_reads(rule_type):
    """Each param listed is asked for, none other is, and each example is accepted."""
    listed = [param.name for param in params_of(rule_type)]
    known = next(rule for rule in ALL_RULES.values() if rule.type == rule_type)
    asked = Params(known.params)
    known.kind.Settings.read(asked)
    assert set(listed) == {*asked.known, "when", "unless"}
    assert listed[-2:] == ["when", "unless"]
    for param in params_of(rule_type):
        assert param.meaning.endswith(".")
        assert param.limits
        instead = getattr(param, "instead_of", "")
        others = {name: value for name, value in known.params.items() if name != instead}
        if param.name == OLDER_COUNTS.get(rule_type) or param.name == "warn_working_days":
            others.pop("length", None)
        check_params(Rule(rule_type, {**others, param.name: param.example}))


@pytest.mark.parametrize(
    ("rule", "needed"),
    [
        (STOCKTON_NOTICE, ("kind", "received_on", "in_writing", "last_day")),
        (ALL_RULES["notice to users"], ("kind", "told.service_users", "last_day")),
        (ALL_RULES["consultation, Stockton"], ("opens_on", "closes_on", "significant_effect")),
        (ALL_RULES["consultation, Thurrock 2012"], ("formal_written", "opens_on", "closes_on")),
        (ALL_RULES["steps on a condition"],
         ("event_on", "steps.improvement_timetable_agreed", "problems_logged")),
        (ALL_RULES["on two conditions"],
         ("event_on", "steps.discussed", "conditions.large", "conditions.urgent")),
        (ALL_RULES["record with a date"], ("event_on", "fields.feedback_published", "fields.sent")),
        (ALL_RULES["payment"], ("received_on", "paid_on")),
        (ALL_RULES["term"], ("start_on", "last_day")),
        (ALL_RULES["reported only"], ()),
    ],
)  # fmt: skip
def test_the_facts_that_an_act_must_supply(rule, needed):
    assert facts_needed(rule) == needed


@pytest.mark.parametrize("rule", ALL_RULES.values(), ids=ALL_RULES)
def test_needed_facts_are_facts_of_the_type(rule):
    names = {name.partition(".")[0] for name in facts_needed(rule)}
    assert names <= set(fact_names(rule.type))


def test_the_codes_that_a_rule_reads():
    assert coded_facts(ALL_RULES["one step"]) == {
        "steps": ("impact_assessed",), "unknown": ("impact_assessed",), "conditions": (),
    }  # fmt: skip
    assert coded_facts(ALL_RULES["notice to users"])["told"] == ("service_users",)
    assert coded_facts(STOCKTON_NOTICE) == {"told": (), "conditions": ()}


def test_an_unknown_param_is_told_with_those_there_are():
    with pytest.raises(FactError, match="it takes months, length, when, unless"):
        check_params(Rule("minimum_term", {"months": 3, "weeks": 2}))
    with pytest.raises(FactError, match="'cut' is not a rule type: one of minimum_notice, "):
        check_params(Rule("cut", {}))


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
