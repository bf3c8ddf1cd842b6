"""Records after an event: the rules specification, section 3.7."""

import pytest

from rules import Outcome
from tests.rules.examples import FEEDBACK, RATIONALE, on, outcomes, verdict

LATER = "2030-01-01"
BOTH = {"feedback_published": "Paper of 7 June", "sent": True}


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        ("The grant ended", "met"),
        (True, "met"),
        (0, "met"),
        ("2027-01-01", "met"),
        (None, "outstanding"),
        (False, "outstanding"),
        ("", "outstanding"),
        (" \t\n", "outstanding"),
        ([], "outstanding"),
    ],
)
def test_false_and_blank_text_are_blank(value, outcome):
    facts = {"event_on": "2027-02-12", "fields": {"rationale": value}}
    assert verdict(RATIONALE, facts, LATER).outcome == outcome


def test_without_a_date_in_the_clause_it_is_outstanding_and_never_a_breach():
    facts = {"event_on": "2027-02-12"}
    assert outcomes(RATIONALE, facts, "2027-02-11", "2027-02-12", "2090-01-01") == [
        "on_track", "outstanding", "outstanding",
    ]  # fmt: skip
    answer = verdict(RATIONALE, facts, LATER)
    assert (answer.due_on, answer.last_day_to_act, answer.reassess_on) == (None, None, None)


def test_with_a_date_it_is_on_track_at_risk_and_a_breach():
    facts = {"event_on": "2027-02-12", "fields": {"sent": True}}
    days = ("2027-02-11", "2027-02-12", "2027-04-08", "2027-04-09", "2027-05-07", "2027-05-08")
    assert outcomes(FEEDBACK, facts, *days) == [
        "on_track", "on_track", "on_track", "at_risk", "at_risk", "breach",
    ]  # fmt: skip
    answer = verdict(FEEDBACK, facts, LATER)
    assert (answer.due_on, answer.breached_on) == (on("2027-05-07"), on("2027-05-08"))
    assert answer.shortfall_days is None


def test_every_field_is_needed():
    facts = {"event_on": "2027-02-12", "fields": BOTH}
    assert verdict(FEEDBACK, facts, LATER).outcome == Outcome.MET
    assert verdict(FEEDBACK, facts, LATER).spare_days is None
    half = {"event_on": "2027-02-12", "fields": {**BOTH, "sent": " "}}
    assert verdict(FEEDBACK, half, LATER).reason == "Not on record: sent."


def test_before_the_event_it_is_on_track_whatever_is_recorded():
    facts = {"event_on": "2027-02-12", "fields": BOTH}
    assert outcomes(FEEDBACK, facts, "2027-02-11", "2027-02-12") == ["on_track", "met"]


def test_without_an_event_nothing_can_be_said():
    assert verdict(RATIONALE, {"fields": BOTH}, LATER).missing == ("event_on",)
