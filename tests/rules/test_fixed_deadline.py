"""Planned actions: the rules specification, section 3.8."""

import pytest

from rules import Outcome
from tests.rules.examples import ACTION_PLAN, on, outcomes, verdict

# The 30 dated rows of the Thurrock 2006 action plan; the 31st is ongoing.
THURROCK_2006_DUE = """\
2006-12-31 2007-01-31 2007-03-31 2007-03-31 2007-01-31 2007-06-30 2007-11-30 2008-11-30 2007-01-31
2007-04-30 2007-05-31 2007-07-31 2007-04-30 2007-07-31 2007-10-31 2007-04-30 2007-05-31 2007-07-31
2007-09-30 2007-12-31 2007-04-30 2007-06-30 2007-07-31 2007-09-30 2007-07-31 2007-09-30 2008-01-31
2007-05-31 2007-07-31 2007-10-31
"""


@pytest.mark.parametrize(("day", "overdue"), [("2007-08-01", 21), ("2008-12-01", 30)])
def test_the_action_plan_with_nothing_done(day, overdue):
    dated = [{"due_on": due, "ongoing": False} for due in THURROCK_2006_DUE.split()]
    rows = [*dated, {"ongoing": True}]
    assert len(rows) == 31
    found = [verdict(ACTION_PLAN, row, day).outcome for row in rows]
    assert found.count(Outcome.BREACH) == overdue


def test_june_07_is_its_last_day():
    facts = {"due_on": "2007-06-30"}
    days = ("2007-06-01", "2007-06-02", "2007-06-30", "2007-07-01")
    assert outcomes(ACTION_PLAN, facts, *days) == ["on_track", "at_risk", "at_risk", "breach"]
    answer = verdict(ACTION_PLAN, facts, "2007-07-01")
    assert (answer.breached_on, answer.shortfall_days) == (on("2007-07-01"), None)


@pytest.mark.parametrize(
    ("done", "outcome", "spare", "short", "late"),
    [
        ("2007-06-29", "met", 1, None, False),
        ("2007-06-30", "met", 0, None, False),
        ("2007-07-01", "remedied", None, 1, True),
        ("2007-07-31", "remedied", None, 31, True),
    ],
)
def test_done_by_the_day_is_met_and_later_is_remedied(done, outcome, spare, short, late):
    answer = verdict(ACTION_PLAN, {"due_on": "2007-06-30", "done_on": done}, "2008-01-01")
    found = (answer.outcome, answer.spare_days, answer.shortfall_days, answer.late)
    assert found == (outcome, spare, short, late)
    assert answer.breached_on == (on("2007-07-01") if outcome == "remedied" else None)


def test_an_ongoing_action_is_never_overdue():
    assert verdict(ACTION_PLAN, {"ongoing": True}, "2090-01-01").outcome == Outcome.NOT_APPLICABLE


def test_without_a_date_nothing_can_be_said():
    assert verdict(ACTION_PLAN, {"ongoing": False}, "2007-01-01").missing == ("due_on",)
    assert verdict(ACTION_PLAN, {}, "2007-01-01").missing == ("due_on",)
