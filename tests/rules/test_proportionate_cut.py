"""Cuts in proportion: the rules specification, section 3.16."""

from decimal import Decimal, localcontext

import pytest

from rules import FactError, Outcome
from tests.rules.examples import FAIR_CUT, FAIR_CUT_ALWAYS, on, outcomes, verdict

LATER = "2030-01-01"
AMOUNTS = ("sector_before", "sector_after", "own_before", "own_after")


def cut(*amounts, event_on="2027-03-01", **more):
    return {"event_on": event_on, **dict(zip(AMOUNTS, amounts, strict=True)), **more}


@pytest.mark.parametrize(
    ("amounts", "outcome"),
    [
        ((100, 90, 100, 90), "met"),
        ((100, 91, 100, 90), "met"),
        ((100, 89, 100, 90), "breach"),
        ((100, 100, 100, 200), "met"),  # not cut at all
        ((100, 120, 100, 200), "met"),
        ((100, 99, 100, 200), "breach"),
        ((100, 0, 100, 0), "met"),
        ((100, 0, 100, "0.01"), "breach"),
        ((3, 1, 3_000, 1_000), "met"),
        ((3, "0.99", 3_000, 1_000), "breach"),
        (("9999999999.99", "3333333333.33", 3, 1), "met"),
        (("9999999999.99", "3333333333.32", 3, 1), "breach"),
    ],
)
def test_the_proportions_are_exact(amounts, outcome):
    answer = verdict(FAIR_CUT, cut(*amounts), LATER)
    assert answer.outcome == outcome
    assert answer.due_on == answer.last_day_to_act == on("2027-02-28")
    assert (answer.spare_days, answer.shortfall_days) == (None, None)
    assert answer.breached_on == (on("2027-03-01") if outcome == "breach" else None)


def test_the_callers_own_precision_changes_nothing():
    facts = cut("9999999999.99", "3333333333.32", Decimal("3.00"), Decimal("1.00"))
    with localcontext() as context:
        context.prec = 3
        assert verdict(FAIR_CUT, facts, LATER).outcome == Outcome.BREACH


@pytest.mark.parametrize("as_given", [1200.5, "1200.5", "1200.50", Decimal("1200.50"), "01200.50"])
def test_an_amount_may_be_a_number_or_its_text(as_given):
    steps = verdict(FAIR_CUT, cut(2000, as_given, 2000, 1200), LATER).workings
    assert "The sector's amount goes from £2,000 to £1,200.50." in steps


def test_fair_is_met_at_once():
    answer = verdict(FAIR_CUT, cut(100, 90, 100, 90), "2020-01-01")
    assert (answer.outcome, answer.reassess_on) == (Outcome.MET, None)


def test_too_large_is_at_risk_before_the_event_and_a_breach_from_it():
    facts = cut(100, 80, 100, 90)
    assert outcomes(FAIR_CUT, facts, "2020-01-01", "2027-02-28", "2027-03-01") == [
        "at_risk", "at_risk", "breach",
    ]  # fmt: skip
    assert verdict(FAIR_CUT, facts, "2020-01-01").reassess_on == on("2027-03-01")


@pytest.mark.parametrize(
    ("explained", "late"), [("2027-02-28", False), ("2027-03-01", False), ("2027-03-02", True)]
)
def test_an_explanation_is_late_after_the_event(explained, late):
    facts = cut(100, 80, 100, 90, explanation="A ring-fenced grant", explained_on=explained)
    answer = verdict(FAIR_CUT, facts, LATER)
    assert (answer.outcome, answer.late, answer.shortfall_days) == ("explained", late, None)
    assert verdict(FAIR_CUT_ALWAYS, facts, LATER).outcome == Outcome.BREACH


def test_what_is_missing_is_named_in_order():
    answer = verdict(FAIR_CUT, {"own_before": 7}, LATER)
    assert answer.missing == ("event_on", "sector_before", "sector_after", "own_after")
    not_cut = cut(100, 100, None, None)
    assert verdict(FAIR_CUT, not_cut, LATER).missing == ("own_before", "own_after")


@pytest.mark.parametrize("name", AMOUNTS)
@pytest.mark.parametrize(
    "wrong",
    [
        -1, "-0.01", "1.005", 1.005, "1234567890123", 1234567890123, "12345678901.23", 10**30, 1e15,
        "", " ", "£100", "1,000", "1e3", "1_000", ".5", "5.", "+5", "NaN", float("nan"),
        float("inf"), True, [], {}, Decimal("NaN"), "١٠٠",
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused_whatever_the_day(name, wrong):
    with pytest.raises(FactError) as error:
        verdict(FAIR_CUT, cut(100, 90, 100, 90, withdrawn_on="2020-01-01") | {name: wrong}, LATER)
    assert error.value.field == name


@pytest.mark.parametrize("name", ["sector_before", "own_before"])
def test_an_amount_before_is_more_than_nothing(name):
    with pytest.raises(FactError, match="more than 0") as error:
        verdict(FAIR_CUT, cut(100, 90, 100, 90) | {name: "0.00"}, LATER)
    assert error.value.field == name


@pytest.mark.parametrize("edge", ["999999999999", "9999999999.99", "0.01"])
def test_twelve_digits_and_two_places_are_possible(edge):
    assert verdict(FAIR_CUT, cut(edge, edge, edge, edge), LATER).outcome == Outcome.MET
