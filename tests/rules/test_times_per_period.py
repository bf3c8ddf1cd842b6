"""So many times a period: the rules specification, section 3.15."""

import pytest

from rules import FactError, Outcome
from tests.rules.examples import THREE_TIMES_A_YEAR, TWICE_IN_FOUR_MONTHS, on, outcomes, verdict

LATER = "2030-01-01"


def year(*held_on, period_start_on="2026-04-01"):
    return {"period_start_on": period_start_on, "held_on": list(held_on)}


@pytest.mark.parametrize(
    ("third", "outcome", "spare"),
    [
        ("2027-03-30", "met", 1),
        ("2027-03-31", "met", 0),
        ("2027-04-01", "breach", None),
        ("2026-03-31", "breach", None),
        ("2026-04-01", "met", 151),
    ],
)
def test_only_days_of_the_period_count(third, outcome, spare):
    answer = verdict(THREE_TIMES_A_YEAR, year("2026-06-10", "2026-10-31", third), LATER)
    assert (answer.outcome, answer.spare_days) == (outcome, spare)
    assert answer.due_on == answer.last_day_to_act == on("2027-03-31")
    assert answer.breached_on == (on("2027-04-01") if outcome == "breach" else None)
    assert answer.shortfall_days is None


def test_the_order_is_free_and_a_day_counts_once():
    held = ["2026-12-01", "2026-06-10", "2026-06-10", "2026-09-01", "2027-02-01"]
    answer = verdict(THREE_TIMES_A_YEAR, year(*held), LATER)
    assert (answer.outcome, answer.spare_days) == (Outcome.MET, 120)
    twice = verdict(THREE_TIMES_A_YEAR, year("2026-06-10", "2026-06-10", "2026-09-01"), LATER)
    assert twice.outcome == Outcome.BREACH
    assert twice.reason == "It was held 2 of 3 times by 31 March 2027."


def test_not_often_enough_is_at_risk_from_sixty_days_before():
    days = ("2027-01-29", "2027-01-30", "2027-03-31", "2027-04-01")
    assert outcomes(THREE_TIMES_A_YEAR, year("2026-06-10"), *days) == [
        "on_track", "at_risk", "at_risk", "breach",
    ]  # fmt: skip


def test_a_planned_day_counts_when_it_has_come():
    facts = year("2026-06-10", "2026-09-10", "2026-12-10")
    days = ("2026-12-09", "2026-12-10")
    assert outcomes(THREE_TIMES_A_YEAR, facts, *days) == ["on_track", "met"]
    assert verdict(THREE_TIMES_A_YEAR, facts, "2026-12-09").reassess_on == on("2026-12-10")


@pytest.mark.parametrize(
    ("start", "due"),
    [("2026-10-31", "2027-02-27"), ("2027-10-31", "2028-02-28"), ("2027-01-01", "2027-04-30")],
)
def test_a_period_of_four_months_ends_the_day_before_its_like(start, due):
    assert verdict(TWICE_IN_FOUR_MONTHS, year(period_start_on=start), LATER).due_on == on(due)


@pytest.mark.parametrize("held", [None, [], [None]])
def test_no_day_at_all(held):
    facts = {"period_start_on": "2026-04-01", "held_on": held}
    assert outcomes(THREE_TIMES_A_YEAR, facts, "2026-05-01", "2027-04-01") == ["on_track", "breach"]


def test_without_a_start_nothing_can_be_said():
    answer = verdict(THREE_TIMES_A_YEAR, {"held_on": ["2026-06-10"]}, LATER)
    assert answer.missing == ("period_start_on",)


@pytest.mark.parametrize(
    "held", ["2026-06-10", {"first": "2026-06-10"}, 3, ["2026-02-30"], [20260610], [["2026-06-10"]]]
)
def test_days_are_a_list_of_dates(held):
    with pytest.raises(FactError) as error:
        verdict(THREE_TIMES_A_YEAR, {"period_start_on": "2026-04-01", "held_on": held}, LATER)
    assert error.value.field == "held_on"
