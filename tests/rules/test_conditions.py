"""Conditions on any clause: the rules specification, section 3.11."""

import pytest

from rules import RULE_TYPES, FactError, Outcome, Rule, coded_facts, describe
from tests.rules.examples import ALL_RULES, WHEN_LARGE, on, verdict

LATER = "2030-01-01"
BOTH = Rule("fixed_deadline", {"when": "large", "unless": "urgent"})


def action(**conditions):
    return {"due_on": "2027-06-30", "done_on": "2027-06-01", "conditions": conditions}


@pytest.mark.parametrize(
    ("when", "unless", "outcome", "missing"),
    [
        ("yes", "no", "met", ()),
        ("no", "no", "not_applicable", ()),
        ("yes", "yes", "not_applicable", ()),
        ("no", "yes", "not_applicable", ()),
        ("no", None, "not_applicable", ()),
        (None, "yes", "not_applicable", ()),
        (None, "no", "cannot_assess", ("conditions.large",)),
        ("yes", None, "cannot_assess", ("conditions.urgent",)),
        (None, None, "cannot_assess", ("conditions.large", "conditions.urgent")),
        (" ", "", "cannot_assess", ("conditions.large", "conditions.urgent")),
    ],
)
def test_every_pair_of_answers(when, unless, outcome, missing):
    answer = verdict(BOTH, action(large=when, urgent=unless), LATER)
    assert (answer.outcome, answer.missing) == (outcome, missing)


@pytest.mark.parametrize("facts", [{}, {"conditions": None}, {"conditions": {}}])
def test_no_answers_at_all_are_missing_answers(facts):
    assert verdict(WHEN_LARGE, {"due_on": "2027-06-30", **facts}, LATER).missing == (
        "conditions.large",
    )


@pytest.mark.parametrize("rule_type", RULE_TYPES)
def test_every_type_takes_conditions(rule_type):
    known = next(rule for rule in ALL_RULES.values() if rule.type == rule_type)
    rule = Rule(rule_type, {**known.params, "when": "large", "unless": "urgent"})
    assert coded_facts(rule)["conditions"] == ("large", "urgent")
    assert verdict(rule, {}, LATER).missing == ("conditions.large", "conditions.urgent")
    outside = verdict(rule, {"conditions": {"large": "no"}}, LATER)
    assert (outside.outcome, outside.reason) == (
        Outcome.NOT_APPLICABLE,
        "The clause has a condition that is not met: large.",
    )
    inside = {"conditions": {"large": "yes", "urgent": "no"}}
    assert verdict(rule, inside, LATER).completed(None, ()) == verdict(known, {}, LATER).completed(
        None, ()
    )


def test_a_withdrawal_comes_before_the_conditions():
    facts = {"withdrawn_on": "2027-02-01", "conditions": {"large": "no"}}
    before = verdict(WHEN_LARGE, facts, "2027-01-31")
    assert (before.outcome, before.reassess_on) == ("not_applicable", on("2027-02-01"))
    assert verdict(WHEN_LARGE, facts, "2027-02-01").reason == "The act was withdrawn."


def test_a_condition_comes_before_every_other_test():
    ongoing = {"ongoing": True, "conditions": {}}
    assert verdict(WHEN_LARGE, ongoing, LATER).missing == ("conditions.large",)


@pytest.mark.parametrize(
    ("conditions", "field"),
    [
        ({"large": "perhaps"}, "conditions.large"),
        ({"large": True}, "conditions.large"),
        ({"another": "maybe", "large": "yes"}, "conditions.another"),
        (["large"], "conditions"),
        ("yes", "conditions"),
    ],
)
def test_an_answer_is_yes_or_no(conditions, field):
    with pytest.raises(FactError) as error:
        verdict(WHEN_LARGE, {"due_on": "2027-06-30", "conditions": conditions}, LATER)
    assert error.value.field == field


def test_a_rule_without_conditions_leaves_them_alone():
    rule = Rule("fixed_deadline", {})
    assert verdict(rule, {**action(), "conditions": "nonsense"}, LATER).outcome == "met"


def test_one_code_may_stand_on_both_sides_and_is_asked_once():
    rule = Rule("fixed_deadline", {"when": "large", "unless": "large"})
    assert verdict(rule, action(), LATER).missing == ("conditions.large",)


@pytest.mark.parametrize("name", ["when", "unless"])
@pytest.mark.parametrize("code", ["Large", "", 7, ["large"], "over 5000"])
def test_a_condition_is_a_code(name, code):
    with pytest.raises(FactError) as error:
        verdict(Rule("fixed_deadline", {name: code}), {}, LATER)
    assert error.value.field == f"params.{name}"


def test_the_description_names_the_conditions():
    assert describe(BOTH).endswith(
        "This applies only where: large. It does not apply where: urgent."
    )


def test_a_condition_that_is_met_stands_in_the_workings():
    steps = verdict(BOTH, action(large="yes", urgent="no"), LATER).workings
    assert "The clause's condition is met: large." in steps
    assert "The clause's exception does not hold: urgent." in steps
