"""Reviews: the rules specification, section 3.9."""

import pytest

from rules import FactError
from tests.rules.examples import SOUTHEND_REPORT, THURROCK_REVIEW, on, outcomes, verdict

LATER = "2030-01-01"


def review(held_on=None, anchor_on="2007-11-30", **more):
    return {"anchor_on": anchor_on, "held_on": held_on, "minuted": True, **more}


def test_not_held_is_at_risk_from_sixty_days_before():
    days = ("2008-09-30", "2008-10-01", "2008-11-30", "2008-12-01")
    assert outcomes(THURROCK_REVIEW, review(), *days) == [
        "on_track", "at_risk", "at_risk", "breach",
    ]  # fmt: skip
    assert verdict(THURROCK_REVIEW, review(), LATER).breached_on == on("2008-12-01")


@pytest.mark.parametrize(
    ("held", "outcome", "spare", "short", "late"),
    [
        ("2008-11-29", "met", 1, None, False),
        ("2008-11-30", "met", 0, None, False),
        ("2008-12-01", "remedied", None, 1, True),
    ],
)
def test_held_by_the_day_is_met_and_later_is_remedied(held, outcome, spare, short, late):
    answer = verdict(THURROCK_REVIEW, review(held), LATER)
    found = (answer.outcome, answer.spare_days, answer.shortfall_days, answer.late)
    assert found == (outcome, spare, short, late)
    assert answer.breached_on == (on("2008-12-01") if late else None)


@pytest.mark.parametrize(
    ("anchor", "due"), [("2024-02-29", "2025-02-28"), ("2027-02-28", "2028-02-28")]
)
def test_a_year_from_the_end_of_february(anchor, due):
    assert verdict(THURROCK_REVIEW, review(anchor_on=anchor), LATER).due_on == on(due)


@pytest.mark.parametrize("minuted", [None, False])
def test_a_review_counts_as_held_only_with_minutes(minuted):
    answer = verdict(THURROCK_REVIEW, review("2008-11-01", minuted=minuted), LATER)
    assert answer.missing == ("minuted",)


def test_a_report_that_is_required_is_outstanding_until_it_is_published():
    facts = review("2008-11-01", report_published_on="2009-02-01")
    days = ("2008-11-01", "2009-01-31", "2009-02-01")
    assert outcomes(SOUTHEND_REPORT, facts, *days) == ["outstanding", "outstanding", "met"]
    assert outcomes(THURROCK_REVIEW, facts, *days) == ["met", "met", "met"]
    answer = verdict(SOUTHEND_REPORT, facts, "2008-11-01")
    assert (answer.due_on, answer.reassess_on) == (on("2008-11-30"), on("2009-02-01"))


def test_without_an_anchor_nothing_can_be_said():
    assert verdict(THURROCK_REVIEW, review(anchor_on=None), LATER).missing == ("anchor_on",)


def test_held_before_the_last_one_is_a_contradiction():
    with pytest.raises(FactError, match="anchor_on") as error:
        verdict(THURROCK_REVIEW, review("2007-11-29"), "2000-01-01")
    assert error.value.field == "held_on"
