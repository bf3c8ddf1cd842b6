"""A time before an event: the rules specification, section 3.13."""

import pytest

from rules import Outcome, Rule
from tests.rules.examples import ANNOUNCEMENT, PAPERS, on, outcomes, verdict

LATER = "2028-06-01"


def meeting(done_on=None, event_on="2027-02-08", **more):
    return {"event_on": event_on, "done_on": done_on, **more}


@pytest.mark.parametrize(
    ("done", "outcome", "spare", "short"),
    [
        ("2027-01-29", "met", 3, None),
        ("2027-02-01", "met", 0, None),
        ("2027-02-02", "breach", None, 1),
        ("2027-02-08", "breach", None, 7),
        ("2027-02-20", "breach", None, 19),
    ],
)
def test_the_day_before_on_and_after(done, outcome, spare, short):
    answer = verdict(PAPERS, meeting(done), LATER)
    assert (answer.outcome, answer.spare_days, answer.shortfall_days) == (outcome, spare, short)
    assert answer.due_on == answer.last_day_to_act == on("2027-02-01")
    assert answer.breached_on == (on("2027-02-02") if short else None)


def test_not_done_is_at_risk_and_then_a_breach_even_before_the_event():
    days = ("2027-01-24", "2027-01-25", "2027-02-01", "2027-02-02")
    assert outcomes(PAPERS, meeting(), *days) == ["on_track", "at_risk", "at_risk", "breach"]
    assert verdict(PAPERS, meeting(), "2027-02-02").shortfall_days is None


@pytest.mark.parametrize(
    ("event", "due"),
    [
        ("2027-02-07", "2027-01-31"),  # a Sunday: the Friday before it is the last of the five
        ("2027-01-04", "2026-12-23"),
        ("2012-01-09", "2012-01-02"),
    ],
)
def test_five_working_days_back(event, due):
    assert verdict(PAPERS, meeting(event_on=event), LATER).due_on == on(due)


@pytest.mark.parametrize(
    ("event", "year"), [("2012-01-06", 2011), ("2029-01-02", 2029), ("2011-05-03", 2011)]
)
def test_past_either_end_of_the_holidays_nothing_is_assumed(event, year):
    answer = verdict(PAPERS, meeting(event_on=event), "2031-01-01")
    assert (answer.outcome, answer.missing) == ("cannot_assess", (f"bank_holidays:{year}",))


@pytest.mark.parametrize(
    ("event", "due"),
    [
        ("2027-03-31", "2027-02-28"),
        ("2027-03-28", "2027-02-28"),
        ("2027-03-27", "2027-02-27"),
        ("2027-02-28", "2027-01-31"),
        ("2028-02-29", "2028-01-31"),
        ("2028-02-28", "2028-01-28"),
    ],
)
def test_a_month_back_is_the_greatest_day_that_complies(event, due):
    assert verdict(ANNOUNCEMENT, meeting(event_on=event), LATER).due_on == on(due)


def test_four_weeks_before_a_consultation_opens():
    rule = Rule("minimum_gap", {"length": {"count": 4, "unit": "weeks"}})
    assert verdict(rule, meeting("2027-01-11"), LATER).outcome == Outcome.MET
    assert verdict(rule, meeting("2027-01-12"), LATER).shortfall_days == 1


@pytest.mark.parametrize(
    ("explained", "late"), [("2026-12-01", False), ("2027-02-08", False), ("2027-02-09", True)]
)
@pytest.mark.parametrize(("done", "short"), [("2027-01-20", 12), (None, None)])
def test_an_explanation_is_late_after_the_event(explained, late, done, short):
    facts = meeting(done, explanation="Called at short notice", explained_on=explained)
    answer = verdict(ANNOUNCEMENT, facts, LATER)
    assert (answer.outcome, answer.late, answer.shortfall_days) == ("explained", late, short)


def test_without_leave_an_explanation_excuses_nothing():
    facts = meeting("2027-02-05", explanation="x", explained_on="2027-01-01")
    assert verdict(PAPERS, facts, LATER).outcome == Outcome.BREACH


def test_what_is_planned_is_not_done_yet():
    answer = verdict(PAPERS, meeting("2027-01-29"), "2027-01-28")
    assert (answer.outcome, answer.reassess_on) == (Outcome.AT_RISK, on("2027-01-29"))


def test_without_an_event_nothing_can_be_said():
    assert verdict(PAPERS, meeting("2027-01-29", None), LATER).missing == ("event_on",)
