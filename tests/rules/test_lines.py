"""One line of JSON in, one line out."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import RULE_TYPES, FactError, fact_names, params_of
from rules.lines import assess_line
from tests.rules.examples import THURROCK_NOTICE

LINE = {
    "id": "c-1",
    "compact": "thurrock-2012",
    "provision": "4.4",
    "rule": "minimum_notice",
    "facts": {
        "kind": "end", "received_on": "2027-01-01", "in_writing": True, "last_day": "2027-03-31",
    },
    "on": "2027-02-01",
}  # fmt: skip


def find_rule(compact, provision, rule_type):
    for field, asked, known in [
        ("compact", compact, "thurrock-2012"),
        ("provision", provision, "4.4"),
        ("rule", rule_type, "minimum_notice"),
    ]:
        if asked != known:
            raise FactError(field, f"{asked!r} is not known")
    return THURROCK_NOTICE


def answer(line):
    text, ok = assess_line(line if isinstance(line, str) else json.dumps(line), find_rule)
    assert "\n" not in text
    assert text.isascii()
    return json.loads(text), ok


def test_a_line_answers_with_its_id_and_the_eleven_fields():
    found, ok = answer(LINE)
    assert ok
    assert list(found) == [
        "id", "outcome", "reason", "due_on", "last_day_to_act", "breached_on", "shortfall_days",
        "spare_days", "late", "missing", "reassess_on", "workings",
    ]  # fmt: skip
    assert (found["id"], found["outcome"], found["shortfall_days"]) == ("c-1", "breach", 1)
    assert found["due_on"] == "2026-12-31"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"compact": "thurrock-1999"}, "compact"),
        ({"provision": "9.9"}, "provision"),
        ({"rule": "lead_time"}, "rule"),
        ({"rule": None}, "rule"),
        ({"compact": 7}, "compact"),
        ({"facts": None}, "facts"),
        ({"facts": []}, "facts"),
        ({"facts": {"kind": "stop"}}, "kind"),
        ({"facts": {"last_day": "2027-02-30"}}, "last_day"),
        ({"on": None}, "on"),
        ({"on": "today"}, "on"),
        ({"on": "2027-02-30"}, "on"),
    ],
)
def test_a_bad_line_names_what_is_wrong(change, field):
    found, ok = answer({**LINE, **change})
    assert not ok
    assert (found["id"], found["error"]["field"]) == ("c-1", field)
    assert found["error"]["message"]
    assert set(found) == {"id", "error"}


@pytest.mark.parametrize(
    "line", ["", "{", "[]", "7", "null", '{"id": NaN}', "[" * 100_000, "\ufeff{}"]
)
def test_what_is_no_json_object_answers_with_no_id(line):
    found, ok = answer(line)
    assert not ok
    assert (found["id"], found["error"]["field"]) == (None, "line")


def test_an_id_is_text_or_a_whole_number():
    assert answer({**LINE, "id": 7})[0]["id"] == 7
    assert answer({**LINE, "id": "\ud800"})[1]
    found, ok = answer({**LINE, "id": [1]})
    assert not ok
    assert (found["id"], found["error"]["field"]) == (None, "id")


WITH_PARAMS = {
    "id": 1,
    "rule": "response_time",
    "params": {"length": {"count": 14, "unit": "days"}},
    "facts": {"triggered_on": "2027-02-15", "done_on": "2027-03-02"},
    "on": "2027-04-01",
}


def test_a_line_may_give_the_params_in_place_of_the_clause():
    found, ok = answer(WITH_PARAMS)
    assert ok
    assert (found["id"], found["outcome"], found["shortfall_days"]) == (1, "remedied", 1)
    empty = {"rule": "fixed_deadline", "params": {}, "compact": None, "provision": None}
    found, ok = answer({**WITH_PARAMS, **empty, "facts": {"due_on": "2027-01-01"}})
    assert (ok, found["outcome"]) == (True, "breach")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"params": []}, "params"),
        ({"params": "14 days"}, "params"),
        ({"params": 14}, "params"),
        ({"params": {}}, "params.length"),
        ({"params": {"length": {"count": 0, "unit": "days"}}}, "params.length"),
        ({"params": {"length": WITH_PARAMS["params"]["length"], "days": 14}}, "params.days"),
        ({"rule": "minimum_notice", "params": {"months": 3}}, "params.triggers"),
        ({"rule": "no_such_rule"}, "rule"),
        ({"rule": None}, "rule"),
        ({"rule": 7}, "rule"),
        ({"compact": "thurrock-2012"}, "compact"),
        ({"provision": "4.4"}, "provision"),
        ({"params": None}, "compact"),
        ({"facts": None}, "facts"),
        ({"facts": {"triggered_on": "2027-02-30"}}, "triggered_on"),
        ({"facts": {"triggered_on": "2027-02-02", "done_on": "2027-02-01"}}, "done_on"),
        ({"on": None}, "on"),
    ],
)
def test_bad_params_or_facts_answer_with_the_field(change, field):
    found, ok = answer({**WITH_PARAMS, **change})
    assert not ok
    assert (found["id"], found["error"]["field"]) == (1, field)
    assert found["error"]["message"]


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["end", "steps", "days", "2027-02-28", "count", "unit", ""]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["count", "unit", "large", "x"]), inner, max_size=2)
    ),
    max_leaves=5,
)
LENGTHS = st.fixed_dictionaries(
    {"count": st.integers(-1, 70), "unit": st.sampled_from(["days", "working_days", "weeks"])}
)


@pytest.mark.parametrize("rule_type", RULE_TYPES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_the_params_and_facts_a_line_is_answered(rule_type, data):
    names = [param.name for param in params_of(rule_type)]
    length = {"length": LENGTHS} if "length" in names else {}
    wild = {name: VALUES for name in names if name != "length"}
    params = data.draw(st.fixed_dictionaries({}, optional={**wild, **length}) | VALUES)
    facts = data.draw(st.dictionaries(st.sampled_from(fact_names(rule_type)), VALUES))
    line = {"id": 1, "rule": rule_type, "params": params, "facts": facts, "on": "2027-02-28"}
    found, ok = answer(line)
    assert found["id"] == 1
    assert ok == ("outcome" in found)
    assert ok or found["error"]["field"]
