"""What every verdict promises: the rules specification, section 2."""

import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules import TARGETS, FactError, Outcome, assess, fact_names
from tests.rules.examples import ALL_RULES, lasting
from tests.rules.strategies import FIRST_DAY, LAST_DAY, facts_for

FIELDS = [
    "outcome", "reason", "due_on", "last_day_to_act", "breached_on", "shortfall_days",
    "spare_days", "late", "missing", "reassess_on", "workings",
]  # fmt: skip
UNDATED = {Outcome.NOT_APPLICABLE, Outcome.CANNOT_ASSESS}
SHORT = {Outcome.BREACH, Outcome.REMEDIED, Outcome.EXPLAINED}
NO_SPARE = {"prior_step", "required_record", "proportionate_cut"}

each_rule = pytest.mark.parametrize("rule", ALL_RULES.values(), ids=ALL_RULES)
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def assess_or_skip(rule, facts, day):
    """Return the verdict, or None where the facts contradict each other."""
    try:
        return assess(rule, facts, day)
    except FactError:
        return None


@pytest.mark.slow
@each_rule
@settings(unhurried, max_examples=25)
@given(data=st.data())
def test_reassess_on_is_the_next_day_on_which_time_changes_the_verdict(rule, data):
    """Walk through the days: the verdict changes on `reassess_on` and on no other day."""
    facts = data.draw(facts_for(rule))
    if assess_or_skip(rule, facts, FIRST_DAY) is None:
        return
    day = FIRST_DAY
    answer = assess(rule, facts, day)
    while day < LAST_DAY:
        day += timedelta(days=1)
        following = assess(rule, facts, day)
        changed = lasting(following) != lasting(answer)
        assert changed == (answer.reassess_on == day), (day, facts)
        if not changed:
            assert following.reassess_on == answer.reassess_on, (day, facts)
        answer = following
    assert answer.reassess_on is None or answer.reassess_on > LAST_DAY


@each_rule
@settings(unhurried, max_examples=25)
@given(data=st.data())
def test_each_field_stands_where_its_outcome_says(rule, data):
    facts = data.draw(facts_for(rule))
    day = data.draw(st.dates(FIRST_DAY, LAST_DAY))
    answer = assess_or_skip(rule, facts, day)
    if answer is None:
        return
    outcome = answer.outcome
    dated = outcome not in UNDATED and rule.params.get("due_weeks", 12) is not None
    assert (answer.due_on is not None) == dated
    assert (answer.last_day_to_act is not None) == dated
    assert (answer.breached_on is not None) == (outcome in {Outcome.BREACH, Outcome.REMEDIED})
    assert answer.shortfall_days is None or outcome in SHORT
    assert (answer.spare_days is not None) == (outcome is Outcome.MET and rule.type not in NO_SPARE)
    assert bool(answer.missing) == (outcome is Outcome.CANNOT_ASSESS)
    assert not answer.late or outcome in {Outcome.EXPLAINED, Outcome.REMEDIED}
    assert answer.reassess_on is None or answer.reassess_on > day
    assert answer.spare_days is None or answer.spare_days >= 0
    assert answer.shortfall_days is None or answer.shortfall_days >= 0
    assert answer.breached_on is None or outcome is Outcome.REMEDIED or answer.breached_on <= day


@each_rule
@settings(unhurried, max_examples=15)
@given(data=st.data())
def test_a_verdict_as_plain_data_has_its_eleven_fields_and_survives_json(rule, data):
    answer = assess_or_skip(
        rule, data.draw(facts_for(rule)), data.draw(st.dates(FIRST_DAY, LAST_DAY))
    )
    if answer is None:
        return
    fields = answer.as_dict()
    assert list(fields) == FIELDS
    assert type(fields["outcome"]) is str
    assert json.loads(json.dumps(fields)) == fields
    words = " ".join([answer.reason, *answer.workings]).lower()
    assert "legal" not in words
    assert "unlawful" not in words
    assert answer.reason.endswith(".")
    assert answer.workings


@each_rule
@settings(unhurried, max_examples=15)
@given(data=st.data())
def test_the_same_question_has_the_same_answer(rule, data):
    facts, day = data.draw(facts_for(rule)), data.draw(st.dates(FIRST_DAY, LAST_DAY))
    assert assess_or_skip(rule, facts, day) == assess_or_skip(rule, dict(facts), day)


def acts_of(rule):
    """The dated acts of a rule; a move ahead is as good as given (docs/rule-readings.md, 9)."""
    dated = {name for name in fact_names(rule.type) if name.endswith("_on")}
    return sorted(dated - TARGETS - {"moved_on", "held_on"}) + ["held_on"] * ("held_on" in dated)


@each_rule
@settings(unhurried, max_examples=25)
@given(data=st.data())
def test_an_act_ahead_is_as_absent_and_a_target_is_not(rule, data):
    facts, day = data.draw(facts_for(rule)), data.draw(st.dates(FIRST_DAY, LAST_DAY))
    ahead = (day + timedelta(days=data.draw(st.integers(1, 9)))).isoformat()
    name = data.draw(st.sampled_from(acts_of(rule)))
    planned = [ahead] if isinstance(facts.get(name), list) else ahead
    found = assess_or_skip(rule, {**facts, name: planned}, day)
    expected = assess_or_skip(rule, {**facts, name: None}, day)
    if found is not None and expected is not None:
        assert found.completed(None, ()) == expected.completed(None, ())


def test_targets_are_facts_of_some_rule():
    assert {name for rule in ALL_RULES.values() for name in fact_names(rule.type)} >= TARGETS
