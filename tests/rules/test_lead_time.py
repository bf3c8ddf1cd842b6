"""Lead time: the rules specification, section 3.3."""

import pytest

from rules import FactError, Outcome
from tests.rules.examples import STOCKTON_LEAD_TIME, on, outcomes, verdict

LATER = "2030-01-01"


def award(decided_on=None, informed_on=None, **more):
    facts = {"decided_on": decided_on, "informed_on": informed_on, "expected_start": "2015-04-01"}
    return {**facts, **more}


def test_the_example_four_days_short():
    answer = verdict(STOCKTON_LEAD_TIME, award("2014-12-15", "2015-01-05"), LATER)
    assert (answer.outcome, answer.shortfall_days) == (Outcome.BREACH, 4)
    assert answer.due_on == answer.last_day_to_act == on("2015-01-01")
    assert answer.breached_on == on("2015-01-02")


@pytest.mark.parametrize(
    ("informed", "outcome", "spare"),
    [("2014-12-31", "met", 1), ("2015-01-01", "met", 0), ("2015-01-02", "breach", None)],
)
def test_the_day_before_on_and_after(informed, outcome, spare):
    answer = verdict(STOCKTON_LEAD_TIME, award("2014-12-15", informed), LATER)
    assert (answer.outcome, answer.spare_days) == (outcome, spare)


@pytest.mark.parametrize("done", [("2014-12-15", None), (None, "2014-12-15"), (None, None)])
def test_half_done_is_not_done(done):
    days = ("2014-12-03", "2014-12-04", "2015-01-01", "2015-01-02")
    assert outcomes(STOCKTON_LEAD_TIME, award(*done), *days) == [
        "on_track", "at_risk", "at_risk", "breach",
    ]  # fmt: skip
    assert verdict(STOCKTON_LEAD_TIME, award(*done), LATER).shortfall_days is None


def test_an_explanation_changes_nothing_while_there_is_time():
    facts = award(explanation="The budget is late", explained_on="2014-11-01")
    days = ("2014-12-03", "2015-01-01", "2015-01-02")
    assert outcomes(STOCKTON_LEAD_TIME, facts, *days) == ["on_track", "at_risk", "explained"]
    assert verdict(STOCKTON_LEAD_TIME, facts, LATER).shortfall_days is None


@pytest.mark.parametrize(("explained", "late"), [("2015-04-01", False), ("2015-04-02", True)])
def test_an_explanation_is_late_after_the_expected_start(explained, late):
    facts = award("2014-12-15", "2015-01-05", explanation="x", explained_on=explained)
    answer = verdict(STOCKTON_LEAD_TIME, facts, LATER)
    assert (answer.outcome, answer.late, answer.shortfall_days) == (Outcome.EXPLAINED, late, 4)


def test_the_shortfall_appears_on_the_day_it_is_done():
    facts = award("2014-12-15", "2015-01-05")
    before = verdict(STOCKTON_LEAD_TIME, facts, "2015-01-04")
    assert (before.shortfall_days, before.reassess_on) == (None, on("2015-01-05"))


def test_without_an_expected_start_nothing_can_be_said():
    answer = verdict(STOCKTON_LEAD_TIME, award(expected_start=None), LATER)
    assert answer.missing == ("expected_start",)


def test_told_before_decided_is_a_contradiction():
    with pytest.raises(FactError, match="decided_on") as error:
        verdict(STOCKTON_LEAD_TIME, award("2014-12-15", "2014-12-14"), "2014-01-01")
    assert error.value.field == "informed_on"
