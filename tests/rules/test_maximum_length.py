"""Longest times: the rules specification, section 3.14."""

import pytest

from rules import FactError, Outcome, Rule
from tests.rules.examples import THREE_YEARS_AT_MOST, TWELVE_WEEKS_AT_MOST, on, outcomes, verdict

LATER = "2035-01-01"


def term(end_on="2030-03-31", start_on="2027-04-01", **more):
    return {"start_on": start_on, "end_on": end_on, **more}


@pytest.mark.parametrize(
    ("start", "end", "outcome", "days"),
    [
        ("2027-04-01", "2030-03-30", "met", 1),
        ("2027-04-01", "2030-03-31", "met", 0),
        ("2027-04-01", "2030-04-01", "breach", 1),
        ("2028-02-29", "2031-02-27", "met", 0),
        ("2028-02-29", "2031-02-28", "breach", 1),
        ("2027-01-31", "2030-01-30", "met", 0),
    ],
)
def test_three_years_end_the_day_before_their_like(start, end, outcome, days):
    answer = verdict(THREE_YEARS_AT_MOST, term(end, start), LATER)
    assert answer.outcome == outcome
    assert (answer.spare_days if outcome == "met" else answer.shortfall_days) == days


@pytest.mark.parametrize(
    ("end", "outcome"), [("2027-06-23", "met"), ("2027-06-24", "met"), ("2027-06-25", "breach")]
)
def test_twelve_weeks_leave_the_first_day_out(end, outcome):
    assert verdict(TWELVE_WEEKS_AT_MOST, term(end), LATER).outcome == outcome


def test_ten_working_days_need_the_holidays():
    rule = Rule("maximum_length", {"length": {"count": 10, "unit": "working_days"}})
    assert verdict(rule, term("2027-01-08", "2026-12-22"), LATER).spare_days == 0
    past = verdict(rule, term("2029-01-02", "2028-12-22"), LATER)
    assert past.missing == ("bank_holidays:2029",)


def test_short_enough_is_met_at_once():
    answer = verdict(THREE_YEARS_AT_MOST, term(), "2020-01-01")
    assert (answer.outcome, answer.reassess_on) == (Outcome.MET, None)
    assert (answer.due_on, answer.last_day_to_act) == (on("2030-03-31"), on("2027-03-31"))


def test_too_long_is_at_risk_before_the_start_and_a_breach_from_it():
    days = ("2027-03-31", "2027-04-01")
    assert outcomes(THREE_YEARS_AT_MOST, term("2030-04-30"), *days) == ["at_risk", "breach"]
    at_risk = verdict(THREE_YEARS_AT_MOST, term("2030-04-30"), "2027-01-01")
    assert (at_risk.shortfall_days, at_risk.reassess_on) == (None, on("2027-04-01"))
    breach = verdict(THREE_YEARS_AT_MOST, term("2030-04-30"), LATER)
    assert (breach.breached_on, breach.shortfall_days) == (on("2027-04-01"), 30)
    assert breach.last_day_to_act == on("2027-03-31")


@pytest.mark.parametrize(
    ("explained", "late"), [("2027-03-31", False), ("2027-04-01", False), ("2027-04-02", True)]
)
def test_an_explanation_is_late_after_the_start(explained, late):
    facts = term("2027-07-01", explanation="Over the summer", explained_on=explained)
    answer = verdict(TWELVE_WEEKS_AT_MOST, facts, LATER)
    assert (answer.outcome, answer.late, answer.shortfall_days) == ("explained", late, 7)
    assert verdict(THREE_YEARS_AT_MOST, {**facts, "end_on": "2031-01-01"}, LATER).outcome == (
        Outcome.BREACH
    )


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({}, ("start_on", "end_on")),
        ({"start_on": "2027-04-01"}, ("end_on",)),
        ({"end_on": "2027-04-01"}, ("start_on",)),
    ],
)
def test_what_is_missing(facts, missing):
    assert verdict(THREE_YEARS_AT_MOST, facts, LATER).missing == missing


def test_an_end_before_the_start_is_a_contradiction():
    with pytest.raises(FactError, match="start_on") as error:
        verdict(THREE_YEARS_AT_MOST, term("2027-03-31"), LATER)
    assert error.value.field == "end_on"
    assert verdict(THREE_YEARS_AT_MOST, term("2027-04-01"), LATER).outcome == Outcome.MET
