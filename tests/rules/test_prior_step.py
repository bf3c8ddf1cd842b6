"""Steps before an event: the rules specification, section 3.6."""

import pytest

from rules import FactError, Outcome
from tests.rules.examples import (
    DISCUSSED_FIRST,
    IMPACT_FIRST,
    TIMETABLE_FIRST,
    on,
    outcomes,
    verdict,
)

LATER = "2030-01-01"


def decision(step=None, event_on="2027-02-12", **more):
    return {"event_on": event_on, "steps": {"impact_assessed": step}, **more}


@pytest.mark.parametrize(
    ("step", "outcome"),
    [
        ("2027-02-11", "met"),
        ("2027-02-12", "cannot_assess"),
        ("2027-02-13", "breach"),
        (None, "breach"),
    ],
)
def test_the_day_before_on_and_after(step, outcome):
    assert verdict(IMPACT_FIRST, decision(step), LATER).outcome == outcome


def test_done_before_is_met_at_once():
    answer = verdict(IMPACT_FIRST, decision("2026-12-01"), "2026-12-01")
    assert (answer.outcome, answer.reassess_on, answer.spare_days) == (Outcome.MET, None, None)
    assert answer.due_on == answer.last_day_to_act == on("2027-02-11")


def test_not_done_is_at_risk_from_28_days_before_the_event():
    days = ("2027-01-14", "2027-01-15", "2027-02-11", "2027-02-12")
    assert outcomes(IMPACT_FIRST, decision(), *days) == [
        "on_track", "at_risk", "at_risk", "breach",
    ]  # fmt: skip
    answer = verdict(IMPACT_FIRST, decision(), "2027-02-12")
    assert (answer.breached_on, answer.shortfall_days) == (on("2027-02-12"), None)


def test_a_step_that_is_planned_counts_from_its_day():
    planned = decision("2027-02-01")
    assert outcomes(IMPACT_FIRST, planned, "2027-01-31", "2027-02-01") == ["at_risk", "met"]
    assert verdict(IMPACT_FIRST, planned, "2027-01-20").reassess_on == on("2027-02-01")


def test_the_same_day_turns_on_the_order():
    same_day = decision("2027-02-12")
    assert verdict(IMPACT_FIRST, same_day, LATER).missing == ("order",)
    attested = verdict(IMPACT_FIRST, {**same_day, "order_attested": True}, LATER)
    assert attested.outcome == Outcome.MET
    denied = verdict(IMPACT_FIRST, {**same_day, "order_attested": False}, LATER)
    assert denied.missing == ("order",)


def test_a_decision_taken_again_after_the_step_is_remedied():
    facts = decision("2027-02-20", retaken_on="2027-03-05")
    days = ("2027-02-12", "2027-03-04", "2027-03-05")
    assert outcomes(IMPACT_FIRST, facts, *days) == ["breach", "breach", "remedied"]
    answer = verdict(IMPACT_FIRST, facts, LATER)
    assert (answer.breached_on, answer.late) == (on("2027-02-12"), False)
    same_day = decision("2027-03-05", retaken_on="2027-03-05")
    assert verdict(IMPACT_FIRST, same_day, LATER).outcome == Outcome.BREACH


def test_each_of_three_steps_is_needed():
    steps = {"discussed": "2027-01-10", "opportunity_to_respond": "2027-01-20"}
    facts = {"event_on": "2027-02-12", "steps": steps}
    short = verdict(DISCUSSED_FIRST, facts, LATER)
    assert (short.outcome, short.reason) == (
        Outcome.BREACH,
        "Not done before the event: response considered.",
    )
    done = {**facts, "steps": {**steps, "response_considered": "2027-02-11"}}
    assert verdict(DISCUSSED_FIRST, done, LATER).outcome == Outcome.MET
    one_later = {**facts, "steps": {**steps, "response_considered": "2027-02-13"}}
    assert verdict(DISCUSSED_FIRST, one_later, LATER).outcome == Outcome.BREACH


@pytest.mark.parametrize(
    ("other", "outcome"), [("2027-02-13", "breach"), ("2027-02-11", "cannot_assess")]
)
def test_a_later_step_outweighs_one_on_the_same_day(other, outcome):
    steps = {
        "discussed": "2027-02-12",
        "opportunity_to_respond": "2027-01-20",
        "response_considered": other,
    }
    facts = {"event_on": "2027-02-12", "steps": steps, "order_attested": None}
    assert verdict(DISCUSSED_FIRST, facts, LATER).outcome == outcome


@pytest.mark.parametrize(
    ("facts", "outcome", "missing"),
    [
        ({"problems_logged": False}, "not_applicable", ()),
        ({"problems_logged": True}, "cannot_assess", ("event_on",)),
        ({}, "cannot_assess", ("event_on", "problems_logged")),
        ({"event_on": "2027-02-12"}, "cannot_assess", ("problems_logged",)),
        ({"event_on": "2027-02-12", "problems_logged": True}, "breach", ()),
    ],
)
def test_the_condition_comes_first(facts, outcome, missing):
    answer = verdict(TIMETABLE_FIRST, facts, LATER)
    assert (answer.outcome, answer.missing) == (outcome, missing)


def test_steps_of_other_rules_are_left_alone():
    facts = {
        "event_on": "2027-02-12",
        "steps": {"impact_assessed": "2027-01-01", "discussed": None},
    }
    assert verdict(IMPACT_FIRST, facts, LATER).outcome == Outcome.MET


def test_a_step_with_a_wrong_date_is_named():
    with pytest.raises(FactError) as error:
        verdict(IMPACT_FIRST, decision("2027-02-30"), LATER)
    assert error.value.field == "steps.impact_assessed"


def test_taken_again_before_the_event_is_a_contradiction():
    with pytest.raises(FactError, match="event_on") as error:
        verdict(IMPACT_FIRST, decision(retaken_on="2027-02-11"), "2020-01-01")
    assert error.value.field == "retaken_on"


def unsaid(*unknown, **steps):
    return {"event_on": "2027-02-12", "steps": steps, "unknown": list(unknown)}


@pytest.mark.parametrize(
    ("facts", "outcome", "missing"),
    [
        (unsaid("impact_assessed"), "cannot_assess", ("steps.impact_assessed",)),
        (unsaid("another_step"), "breach", ()),
        (unsaid(), "breach", ()),
        (unsaid("impact_assessed", impact_assessed="2027-02-11"), "met", ()),
        (unsaid("impact_assessed", impact_assessed="2027-02-12"), "cannot_assess", ("order",)),
        (unsaid("impact_assessed", impact_assessed="2027-02-13"), "breach", ()),
        (
            unsaid("impact_assessed") | {"retaken_on": "2027-03-01"},
            "cannot_assess",
            ("steps.impact_assessed",),
        ),
    ],
)
def test_a_step_that_nobody_has_spoken_of_is_not_known(facts, outcome, missing):
    answer = verdict(IMPACT_FIRST, facts, LATER)
    assert (answer.outcome, answer.missing) == (outcome, missing)


def test_silence_does_not_hide_a_step_that_was_not_done():
    known = {"discussed": "2027-01-10"}
    facts = unsaid("response_considered", **known)
    answer = verdict(DISCUSSED_FIRST, facts, LATER)
    assert answer.reason == "Not done before the event: opportunity to respond."
    all_silent = unsaid("response_considered", "opportunity_to_respond", **known)
    assert verdict(DISCUSSED_FIRST, all_silent, LATER).missing == (
        "steps.opportunity_to_respond",
        "steps.response_considered",
    )


def test_what_is_not_known_is_asked_before_the_order_of_a_day():
    facts = unsaid(
        "response_considered", discussed="2027-02-12", opportunity_to_respond="2027-01-01"
    )
    assert verdict(DISCUSSED_FIRST, facts, LATER).missing == ("steps.response_considered",)


def test_before_the_event_silence_changes_nothing():
    days = ("2027-01-14", "2027-01-15", "2027-02-11", "2027-02-12")
    assert outcomes(IMPACT_FIRST, unsaid("impact_assessed"), *days) == [
        "on_track", "at_risk", "at_risk", "cannot_assess",
    ]  # fmt: skip


@pytest.mark.parametrize("unknown", ["impact_assessed", {"impact_assessed": True}, [7], 1])
def test_what_is_not_known_is_a_list_of_codes(unknown):
    with pytest.raises(FactError) as error:
        verdict(IMPACT_FIRST, decision() | {"unknown": unknown}, LATER)
    assert error.value.field == "unknown"
