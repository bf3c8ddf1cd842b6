"""What counts as a fact, and what is refused: the rules specification, sections 2 and 3."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import FactError, Outcome, assess, fact_names
from tests.rules.examples import (
    ACTION_PLAN,
    ALL_RULES,
    IMPACT_FIRST,
    RATIONALE,
    STOCKTON_PAYMENT,
    THURROCK_NOTICE,
    on,
    verdict,
)
from tests.rules.strategies import facts_for

TODAY = on("2027-06-01")


@pytest.mark.parametrize(
    "wrong",
    [
        "2027-02-30", "2027-2-3", "20270203", "2027-W05-3", "2027-02-03T00:00:00",
        "3 February 2027", "", " ", "2027-02-03 ", "0000-01-01", "9999-12-31",
        "\uff12\uff10\uff12\uff17-02-03", 20270203, True, 1.5, ["2027-02-03"], {},
        datetime(2027, 2, 3, tzinfo=UTC),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["due_on", "done_on", "withdrawn_on"])
def test_a_date_that_does_not_exist_is_refused(name, wrong):
    with pytest.raises(FactError) as error:
        assess(ACTION_PLAN, {"due_on": "2027-02-03", name: wrong}, TODAY)
    assert error.value.field == name


@pytest.mark.parametrize(
    ("rule", "name", "wrong"),
    [
        (THURROCK_NOTICE, "kind", "stop"),
        (THURROCK_NOTICE, "kind", "End"),
        (THURROCK_NOTICE, "kind", 3),
        (THURROCK_NOTICE, "exception", "purdah"),
        (THURROCK_NOTICE, "renewal_expected", "maybe"),
        (THURROCK_NOTICE, "renewal_expected", True),
        (THURROCK_NOTICE, "in_writing", "true"),
        (THURROCK_NOTICE, "in_writing", 1),
        (THURROCK_NOTICE, "rationale", True),
        (THURROCK_NOTICE, "central_last_day", "2027-02-30"),
        (ALL_RULES["consultation, Thurrock 2012"], "significant_effect", "perhaps"),
        (ALL_RULES["consultation, Stockton"], "formal_written", "no"),
        (ALL_RULES["steps on a condition"], "problems_logged", "yes"),
        (IMPACT_FIRST, "steps", ["impact_assessed"]),
        (IMPACT_FIRST, "order_attested", 0),
        (RATIONALE, "fields", "rationale"),
        (ACTION_PLAN, "ongoing", "no"),
        (ALL_RULES["review"], "minuted", "2027-01-01"),
    ],
)
def test_an_unlisted_code_or_a_wrong_type_is_refused(rule, name, wrong):
    with pytest.raises(FactError) as error:
        assess(rule, {name: wrong}, TODAY)
    assert error.value.field == name
    assert error.value.message


def test_dates_may_be_dates():
    assert assess(ACTION_PLAN, {"due_on": TODAY, "done_on": TODAY}, TODAY).outcome == Outcome.MET


def test_facts_of_other_rules_are_left_alone():
    facts = {"due_on": "2027-06-01", "kind": "nonsense", "paid_on": "never", 7: None}
    assert assess(ACTION_PLAN, facts, TODAY).outcome == Outcome.AT_RISK


@pytest.mark.parametrize("facts", [None, [], "facts", 3])
def test_facts_must_be_a_table(facts):
    with pytest.raises(FactError) as error:
        assess(ACTION_PLAN, facts, TODAY)
    assert error.value.field == "facts"


@pytest.mark.parametrize("day", ["2027-06-01", None, datetime(2027, 6, 1, tzinfo=UTC), date.min])
def test_the_day_must_be_a_date(day):
    with pytest.raises(FactError) as error:
        assess(ACTION_PLAN, {}, day)
    assert error.value.field == "on"


def test_an_absent_fact_and_null_are_the_same():
    facts = {"due_on": "2027-06-01"}
    nulls = dict.fromkeys(fact_names("fixed_deadline"))
    assert assess(ACTION_PLAN, {**nulls, **facts}, TODAY) == assess(ACTION_PLAN, facts, TODAY)


def test_a_blank_code_is_a_missing_code():
    assert assess(THURROCK_NOTICE, {"kind": " "}, TODAY).missing == ("kind",)


@pytest.mark.parametrize("rule", ALL_RULES.values(), ids=ALL_RULES)
def test_withdrawn_comes_before_every_other_test(rule):
    facts = {"withdrawn_on": "2027-02-01"}
    before = verdict(rule, facts, "2027-01-31")
    after = verdict(rule, facts, "2027-02-01")
    assert (after.outcome, after.reason) == (Outcome.NOT_APPLICABLE, "The act was withdrawn.")
    assert before.reassess_on == on("2027-02-01")
    assert after.reassess_on is None


def test_a_contradiction_is_an_error_even_when_withdrawn_and_whatever_the_day():
    facts = {"received_on": "2027-03-02", "paid_on": "2027-03-01", "withdrawn_on": "2026-01-01"}
    for day in ("2025-01-01", "2026-06-01", "2027-06-01"):
        with pytest.raises(FactError, match=r"paid_on .1 March 2027. is before received_on"):
            verdict(STOCKTON_PAYMENT, facts, day)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["end", "yes", "exceptional_circumstances", "2027-02-28", "1900-01-01"])
    | st.dates(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=4,
)


def field_at_fault(rule, facts, day):
    """Return the fact that is refused, or None where there is a verdict."""
    try:
        assess(rule, facts, day).as_dict()
    except FactError as error:
        return error.field.partition(".")[0]
    return None


@pytest.mark.parametrize("rule", ALL_RULES.values(), ids=ALL_RULES)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_whatever_the_facts_the_answer_is_a_verdict_or_a_fact_error(rule, data):
    facts = data.draw(st.dictionaries(st.sampled_from(fact_names(rule.type)), JSON))
    facts = {**data.draw(facts_for(rule)), **facts}
    day = data.draw(st.dates(date(101, 1, 1), date(9899, 12, 31)))
    assert field_at_fault(rule, facts, day) in {None, *fact_names(rule.type)}


@pytest.mark.parametrize("rule", ALL_RULES.values(), ids=ALL_RULES)
@pytest.mark.parametrize("edge", ["0101-01-01", "9899-12-31"])
def test_the_edges_of_the_calendar_do_not_break_a_count(rule, edge):
    given_facts = {"steps": {}, "fields": {}, "kind": "end", "exception": None}
    given_facts |= {"conditions": {"large": "yes", "urgent": "no"}, "told": {"service_users": edge}}
    given_facts |= dict.fromkeys(["sector_before", "sector_after", "own_before", "own_after"], 1)
    facts = {
        name: edge for name in fact_names(rule.type) if name.endswith(("_on", "_day", "_start"))
    }
    del facts["withdrawn_on"]
    if rule.type == "times_per_period":
        facts["held_on"] = [edge]
    answer = assess(rule, {**given_facts, **facts}, on(edge))
    assert answer.outcome in set(Outcome)
    as_dates = {name: [on(edge)] if isinstance(facts[name], list) else on(edge) for name in facts}
    assert assess(rule, {**given_facts, **as_dates}, on(edge)) == answer
