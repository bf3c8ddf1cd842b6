"""Minimum term: the rules specification, section 3.5."""

import pytest

from rules import FactError, Outcome
from tests.rules.examples import STOCKTON_TERM, THURROCK_TERM, on, outcomes, verdict

LATER = "2030-01-01"


def agreement(start_on="2015-04-01", last_day="2018-03-31", **more):
    return {"start_on": start_on, "last_day": last_day, **more}


@pytest.mark.parametrize(
    ("rule", "start", "last_day", "outcome", "days"),
    [
        (STOCKTON_TERM, "2015-04-01", "2018-03-31", "met", 0),
        (STOCKTON_TERM, "2015-04-01", "2018-04-30", "met", 30),
        (STOCKTON_TERM, "2015-04-01", "2018-03-30", "breach", 1),
        (STOCKTON_TERM, "2024-02-29", "2027-02-27", "met", 0),
        (STOCKTON_TERM, "2024-02-29", "2027-02-26", "breach", 1),
        (THURROCK_TERM, "2015-04-01", "2017-03-31", "met", 0),
        (THURROCK_TERM, "2015-04-01", "2017-03-30", "breach", 1),
    ],
)
def test_the_examples(rule, start, last_day, outcome, days):
    answer = verdict(rule, agreement(start, last_day), LATER)
    assert answer.outcome == outcome
    assert (answer.spare_days if outcome == "met" else answer.shortfall_days) == days


def test_long_enough_is_met_at_once():
    answer = verdict(STOCKTON_TERM, agreement(), "2014-01-01")
    assert (answer.outcome, answer.reassess_on) == (Outcome.MET, None)
    assert (answer.due_on, answer.last_day_to_act) == (on("2018-03-31"), on("2015-03-31"))


def test_too_short_is_at_risk_before_the_start_and_a_breach_from_it():
    short = agreement(last_day="2016-03-31")
    assert outcomes(STOCKTON_TERM, short, "2015-03-31", "2015-04-01") == ["at_risk", "breach"]
    at_risk = verdict(STOCKTON_TERM, short, "2015-03-01")
    assert (at_risk.shortfall_days, at_risk.reassess_on) == (None, on("2015-04-01"))
    breach = verdict(STOCKTON_TERM, short, LATER)
    assert breach.breached_on == on("2015-04-01")
    assert at_risk.last_day_to_act == breach.last_day_to_act == on("2015-03-31")


@pytest.mark.parametrize(
    ("explained", "late"),
    [("2015-03-31", False), ("2015-04-01", False), ("2015-04-02", True)],
)
def test_an_explanation_is_late_after_the_start(explained, late):
    facts = agreement(last_day="2016-03-31", explanation="One-off event", explained_on=explained)
    answer = verdict(STOCKTON_TERM, facts, LATER)
    assert (answer.outcome, answer.late, answer.shortfall_days) == (Outcome.EXPLAINED, late, 730)
    assert answer.last_day_to_act == on("2015-03-31")


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({}, ("start_on", "last_day")),
        ({"start_on": "2015-04-01"}, ("last_day",)),
        ({"last_day": "2015-04-01"}, ("start_on",)),
    ],
)
def test_what_is_missing(facts, missing):
    assert verdict(STOCKTON_TERM, facts, LATER).missing == missing


def test_an_end_before_the_start_is_a_contradiction():
    with pytest.raises(FactError, match="start_on") as error:
        verdict(STOCKTON_TERM, agreement(last_day="2015-03-31"), LATER)
    assert error.value.field == "last_day"
