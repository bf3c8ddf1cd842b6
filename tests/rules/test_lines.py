"""One line of JSON in, one line out."""

import json

import pytest

from rules import FactError
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
