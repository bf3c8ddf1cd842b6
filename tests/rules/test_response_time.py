"""Answers within a time: the rules specification, section 3.12."""

import pytest

from rules import FactError, Outcome
from tests.rules.examples import ACKNOWLEDGEMENT, APPEAL, on, outcomes, verdict

LATER = "2028-06-01"


def appeal(triggered_on="2027-02-15", done_on=None, **more):
    return {"triggered_on": triggered_on, "done_on": done_on, **more}


@pytest.mark.parametrize(
    ("done", "outcome", "spare", "short", "late"),
    [
        ("2027-02-15", "met", 14, None, False),
        ("2027-02-28", "met", 1, None, False),
        ("2027-03-01", "met", 0, None, False),
        ("2027-03-02", "remedied", None, 1, True),
        ("2027-04-30", "remedied", None, 60, True),
    ],
)
def test_done_by_the_day_is_met_and_later_is_remedied(done, outcome, spare, short, late):
    answer = verdict(APPEAL, appeal(done_on=done), LATER)
    found = (answer.outcome, answer.spare_days, answer.shortfall_days, answer.late)
    assert found == (outcome, spare, short, late)
    assert answer.due_on == answer.last_day_to_act == on("2027-03-01")
    assert answer.breached_on == (on("2027-03-02") if late else None)


def test_fourteen_days_over_a_leap_day():
    assert verdict(APPEAL, appeal("2028-02-15"), LATER).due_on == on("2028-02-29")
    assert verdict(APPEAL, appeal("2028-02-16"), LATER).due_on == on("2028-03-01")


def test_not_done_is_at_risk_from_a_week_before():
    days = ("2027-02-21", "2027-02-22", "2027-03-01", "2027-03-02")
    assert outcomes(APPEAL, appeal(), *days) == ["on_track", "at_risk", "at_risk", "breach"]
    answer = verdict(APPEAL, appeal(), LATER)
    assert (answer.breached_on, answer.shortfall_days) == (on("2027-03-02"), None)


def test_done_later_turns_the_breach_on_its_day():
    facts = appeal(done_on="2027-03-10")
    before = verdict(APPEAL, facts, "2027-03-09")
    assert (before.outcome, before.reassess_on) == (Outcome.BREACH, on("2027-03-10"))
    assert verdict(APPEAL, facts, "2027-03-10").outcome == Outcome.REMEDIED


@pytest.mark.parametrize(
    ("triggered", "due"),
    [
        ("2026-12-23", "2027-01-04"),  # Christmas, Boxing Day's substitute, New Year's Day
        ("2026-12-24", "2027-01-05"),
        ("2027-02-05", "2027-02-12"),
        ("2027-02-06", "2027-02-12"),
    ],
)
def test_five_working_days(triggered, due):
    answer = verdict(ACKNOWLEDGEMENT, appeal(triggered), LATER)
    assert answer.due_on == on(due)


@pytest.mark.parametrize("triggered", [None, "2027-02-15"])
def test_before_it_is_triggered_nothing_can_be_said(triggered):
    answer = verdict(APPEAL, appeal(triggered), "2027-02-14")
    assert (answer.outcome, answer.missing) == (Outcome.CANNOT_ASSESS, ("triggered_on",))
    assert answer.reassess_on == (on(triggered) if triggered else None)


@pytest.mark.parametrize(
    ("triggered", "year"), [("2028-12-27", 2029), ("2030-01-02", 2030), ("2011-12-01", 2011)]
)
def test_past_either_end_of_the_holidays_nothing_is_assumed(triggered, year):
    answer = verdict(ACKNOWLEDGEMENT, appeal(triggered, triggered), "2031-01-01")
    assert (answer.outcome, answer.missing) == ("cannot_assess", (f"bank_holidays:{year}",))


SAID = {"explanation": "The panel could not meet", "explained_on": "2027-02-22"}


@pytest.mark.parametrize(
    ("change", "outcome", "late"),
    [
        ({}, "explained", False),
        ({"explained_on": "2027-02-23"}, "explained", True),
        ({"explained_on": None}, "breach", False),
        ({"explanation": " "}, "breach", False),
        ({"done_on": "2027-02-24"}, "explained", False),
        ({"done_on": "2027-02-24", "explanation": None}, "remedied", True),
    ],
)
def test_an_explanation_is_late_after_the_last_day(change, outcome, late):
    facts = {**appeal("2027-02-15"), **SAID, **change}
    answer = verdict(ACKNOWLEDGEMENT, facts, LATER)
    assert (answer.due_on, answer.outcome, answer.late) == (on("2027-02-22"), outcome, late)
    assert answer.shortfall_days == (2 if "done_on" in change else None)
    assert (answer.breached_on is None) is (outcome == "explained")


def test_an_explanation_changes_nothing_while_there_is_time():
    facts = {**appeal(), **SAID}
    assert outcomes(ACKNOWLEDGEMENT, facts, "2027-02-22", "2027-02-23") == ["at_risk", "explained"]


def test_without_leave_an_explanation_excuses_nothing():
    facts = {**appeal(), **SAID}
    assert verdict(APPEAL, facts, LATER).outcome == Outcome.BREACH
    done = {**facts, "done_on": "2027-03-05"}
    assert verdict(APPEAL, done, LATER).outcome == Outcome.REMEDIED


def test_done_before_it_was_triggered_is_a_contradiction():
    with pytest.raises(FactError, match="triggered_on") as error:
        verdict(APPEAL, appeal(done_on="2027-02-14"), "2020-01-01")
    assert error.value.field == "done_on"
