"""Minimum period: the rules specification, section 3.2."""

import pytest

from rules import FactError, Outcome
from tests.rules.examples import (
    STOCKTON_CONSULTATION,
    THURROCK_CONSULTATION,
    on,
    outcomes,
    verdict,
)

LATER = "2030-01-01"


def consultation(opens_on="2014-12-01", closes_on="2015-02-23", **more):
    return {"formal_written": True, "opens_on": opens_on, "closes_on": closes_on, **more}


@pytest.mark.parametrize(
    ("opens", "earliest"), [("2014-12-01", "2015-02-23"), ("2028-01-10", "2028-04-03")]
)
def test_twelve_weeks_leave_the_opening_day_out(opens, earliest):
    answer = verdict(THURROCK_CONSULTATION, consultation(opens, earliest), LATER)
    assert (answer.outcome, answer.spare_days) == (Outcome.MET, 0)
    assert answer.due_on == on(earliest)


def test_three_days_short():
    answer = verdict(THURROCK_CONSULTATION, consultation(closes_on="2015-02-20"), LATER)
    assert (answer.outcome, answer.shortfall_days) == (Outcome.BREACH, 3)
    assert answer.last_day_to_act == on("2015-02-20")
    assert answer.breached_on == on("2015-02-21")


def test_long_enough_is_on_track_until_the_earliest_close_and_then_met_while_open():
    facts = consultation(closes_on="2015-03-30")
    assert outcomes(THURROCK_CONSULTATION, facts, "2015-02-22", "2015-02-23") == [
        "on_track", "met",
    ]  # fmt: skip
    answer = verdict(THURROCK_CONSULTATION, facts, "2015-02-22")
    assert answer.reassess_on == on("2015-02-23")
    assert answer.last_day_to_act == on("2015-03-30")


def test_too_short_is_at_risk_up_to_the_close_and_then_a_breach():
    facts = consultation(closes_on="2015-02-20")
    days = ("2014-11-01", "2015-02-20", "2015-02-21")
    assert outcomes(THURROCK_CONSULTATION, facts, *days) == ["at_risk", "at_risk", "breach"]
    answer = verdict(THURROCK_CONSULTATION, facts, "2014-11-01")
    assert (answer.shortfall_days, answer.reassess_on) == (None, on("2015-02-21"))


def test_the_clock_starts_when_the_documents_are_complete():
    late = consultation(documents_complete_on="2014-12-02")
    answer = verdict(THURROCK_CONSULTATION, late, LATER)
    assert (answer.outcome, answer.shortfall_days) == (Outcome.BREACH, 1)
    early = consultation(documents_complete_on="2014-11-02")
    assert verdict(THURROCK_CONSULTATION, early, LATER).outcome == Outcome.MET


def test_documents_are_a_target_and_seen_before_their_day():
    facts = consultation(documents_complete_on="2014-12-02")
    assert verdict(THURROCK_CONSULTATION, facts, "2014-11-01").due_on == on("2015-02-24")


@pytest.mark.parametrize(
    ("explained_on", "late"),
    [("2014-11-30", False), ("2014-12-01", False), ("2014-12-02", True), ("2015-05-01", True)],
)
def test_an_explanation_is_late_after_the_opening(explained_on, late):
    facts = consultation(
        closes_on="2015-02-20", explanation="Purdah", explained_on=explained_on
    )  # fmt: skip
    answer = verdict(THURROCK_CONSULTATION, facts, LATER)
    assert (answer.outcome, answer.late, answer.shortfall_days) == (Outcome.EXPLAINED, late, 3)
    assert answer.breached_on is None


@pytest.mark.parametrize(
    "explained", [{"explanation": " ", "explained_on": "2014-12-01"}, {"explanation": "Purdah"}]
)
def test_a_blank_or_undated_explanation_explains_nothing(explained):
    facts = consultation(closes_on="2015-02-20", **explained)
    assert verdict(THURROCK_CONSULTATION, facts, LATER).outcome == Outcome.BREACH


def test_an_explanation_after_the_close_closes_the_breach_on_its_day():
    facts = consultation(closes_on="2015-02-20", explanation="x", explained_on="2015-03-01")
    days = ("2015-02-20", "2015-02-21", "2015-02-28", "2015-03-01")
    assert outcomes(THURROCK_CONSULTATION, facts, *days) == [
        "at_risk", "breach", "breach", "explained",
    ]  # fmt: skip


def test_an_informal_exercise_is_a_departure_in_thurrock_however_long():
    facts = consultation(closes_on="2015-06-30", formal_written=False)
    answer = verdict(THURROCK_CONSULTATION, facts, LATER)
    assert (answer.outcome, answer.shortfall_days) == (Outcome.BREACH, 0)
    explained = {**facts, "explanation": "A drop-in was asked for", "explained_on": "2014-12-01"}
    answer = verdict(THURROCK_CONSULTATION, explained, LATER)
    assert (answer.outcome, answer.shortfall_days) == (Outcome.EXPLAINED, 0)
    stockton = {**facts, "significant_effect": "yes"}
    assert verdict(STOCKTON_CONSULTATION, stockton, LATER).outcome == Outcome.MET


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({}, ("formal_written",)),
        ({"formal_written": True}, ("opens_on", "closes_on")),
        ({"formal_written": False, "opens_on": "2014-12-01"}, ("closes_on",)),
        ({"formal_written": False, "closes_on": "2014-12-01"}, ("opens_on",)),
    ],
)
def test_what_is_missing_in_thurrock(facts, missing):
    answer = verdict(THURROCK_CONSULTATION, facts, LATER)
    assert (answer.outcome, answer.missing) == (Outcome.CANNOT_ASSESS, missing)


def test_stockton_turns_on_a_significant_effect():
    facts = consultation(formal_written=None)
    assert verdict(STOCKTON_CONSULTATION, facts, LATER).missing == ("significant_effect",)
    no = verdict(STOCKTON_CONSULTATION, {**facts, "significant_effect": "no"}, LATER)
    yes = verdict(STOCKTON_CONSULTATION, {**facts, "significant_effect": "yes"}, LATER)
    assert (no.outcome, yes.outcome) == (Outcome.NOT_APPLICABLE, Outcome.MET)


@pytest.mark.parametrize(
    ("facts", "field", "other"),
    [
        (consultation(closes_on="2014-11-30"), "closes_on", "opens_on"),
        (
            consultation(documents_complete_on="2015-02-24"),
            "documents_complete_on",
            "closes_on",
        ),
    ],
)
def test_contradictions(facts, field, other):
    with pytest.raises(FactError, match=other) as error:
        verdict(THURROCK_CONSULTATION, facts, "2010-01-01")
    assert error.value.field == field


def test_equal_dates_are_no_contradiction():
    facts = consultation(closes_on="2014-12-01", documents_complete_on="2014-12-01")
    assert verdict(THURROCK_CONSULTATION, facts, LATER).shortfall_days == 84
