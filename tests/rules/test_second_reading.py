"""The engine and the naive reading of the specification agree, on thousands of cases a rule type."""

from collections import Counter
from datetime import date, timedelta

import pytest

from rules import RULE_TYPES, FactError, Rule, assess, outcomes_of
from tests.rules import naive
from tests.rules.cases import Maker

CASES = 1500
DAY = timedelta(days=1)
FIELDS = (
    "outcome", "due_on", "last_day_to_act", "breached_on", "shortfall_days", "spare_days", "late",
    "missing",
)  # fmt: skip


def by_the_engine(rule, facts, on):
    """The verdict's fields, or the fact at fault with the one it contradicts."""
    try:
        verdict = assess(rule, facts, on)
    except FactError as error:
        return {error.field, error.message.split(") is ")[1].split()[1]}
    return {name: getattr(verdict, name) for name in FIELDS} | {"missing": list(verdict.missing)}


def by_the_second_reading(rule, facts, on):
    try:
        return naive.verdict(rule.type, rule.params, facts, on)
    except naive.Contradiction as found:
        return set(found.args)


def days_to_ask(rule, facts, on):
    """The day itself, and the day on which the engine says the verdict changes, with its eve."""
    try:
        changes = assess(rule, facts, on).reassess_on
    except FactError:
        return [on]
    return [on] if changes is None else [on, changes - DAY, changes]


@pytest.mark.parametrize("rule_type", RULE_TYPES)
def test_both_readings_agree(rule_type):
    assert rule_type in naive.TYPES, f"{rule_type} has no second reading in tests/rules/naive.py"
    make, outcomes = Maker(f"second reading of {rule_type}"), Counter()
    for number in range(CASES):
        params, facts, on = make.case(rule_type)
        rule = Rule(rule_type, params)
        for day in days_to_ask(rule, facts, on):
            found, expected = (
                by_the_engine(rule, facts, day),
                by_the_second_reading(rule, facts, day),
            )
            assert found == expected, (number, params, facts, day)
            outcomes[found["outcome"] if isinstance(found, dict) else "error"] += 1
    assert {name for name in outcomes if name != "error"} == set(outcomes_of(rule_type)), outcomes


@pytest.mark.parametrize("rule_type", RULE_TYPES)
def test_no_verdict_changes_before_its_day(rule_type):
    """Asked again on days up to `reassess_on`, the verdict is the same but for that and workings."""
    make = Maker(f"soundness of {rule_type}")
    for _ in range(150):
        params, facts, on = make.case(rule_type)
        rule = Rule(rule_type, params)
        try:
            verdict = assess(rule, facts, on)
        except FactError:
            continue
        until = verdict.reassess_on or date(2030, 1, 1)
        for days in (1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, (until - on).days - 1):
            day = on + timedelta(days=days)
            if on < day < until:
                later = assess(rule, facts, day)
                assert later == verdict.completed(verdict.reassess_on, later.workings), (facts, day)
