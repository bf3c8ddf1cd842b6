"""Payment period: the rules specification, section 3.4."""

import pytest

from rules import FactError, Holidays, Outcome, assess
from tests.rules.examples import STOCKTON_PAYMENT, on, outcomes, verdict

LATER = "2028-06-01"


def claim(received_on="2014-12-01", **more):
    return {"received_on": received_on, **more}


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2014-12-01", "2015-01-15"),
        ("2026-04-02", "2026-05-19"),
        ("2026-12-27", "2027-02-09"),
        ("2022-08-22", "2022-10-05"),
    ],
)
def test_the_examples(received, due):
    on_the_day = verdict(STOCKTON_PAYMENT, claim(received, paid_on=due), LATER)
    assert (on_the_day.outcome, on_the_day.spare_days) == (Outcome.MET, 0)
    assert on_the_day.due_on == on_the_day.last_day_to_act == on(due)


def test_paid_one_day_late():
    answer = verdict(STOCKTON_PAYMENT, claim(paid_on="2015-01-16"), LATER)
    assert (answer.outcome, answer.shortfall_days) == (Outcome.BREACH, 1)
    assert answer.breached_on == on("2015-01-16")


def test_unpaid_is_at_risk_from_the_21st_working_day():
    days = ("2014-12-01", "2015-01-01", "2015-01-02", "2015-01-15", "2015-01-16")
    assert outcomes(STOCKTON_PAYMENT, claim(), *days) == [
        "on_track", "on_track", "at_risk", "at_risk", "breach",
    ]  # fmt: skip
    assert verdict(STOCKTON_PAYMENT, claim(), "2014-12-01").reassess_on == on("2015-01-02")


def test_a_query_does_not_stop_the_clock():
    queried = claim(queried_on="2014-12-10", resubmitted_on="2015-01-10")
    answer = verdict(STOCKTON_PAYMENT, queried, "2015-01-16")
    assert (answer.outcome, answer.shortfall_days) == (Outcome.BREACH, None)
    assert answer.breached_on == on("2015-01-16")


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({}, "explained"),
        ({"paid_on": "2015-02-20"}, "explained"),  # the 30th working day after 9 January
        ({"paid_on": "2015-02-23"}, "breach"),
        ({"queried_on": None}, "breach"),
        ({"resubmitted_on": None}, "breach"),
    ],
)
def test_a_queried_claim_paid_in_time_after_it_came_back_is_explained(change, outcome):
    facts = claim(queried_on="2014-12-10", resubmitted_on="2015-01-09", paid_on="2015-02-01")
    answer = verdict(STOCKTON_PAYMENT, {**facts, **change}, LATER)
    assert answer.outcome == outcome
    assert answer.shortfall_days == (on({**facts, **change}["paid_on"]) - on("2015-01-15")).days
    assert answer.late is False


@pytest.mark.parametrize(
    ("agreed_on", "due"),
    [("2014-11-01", "2015-03-01"), ("2014-12-01", "2015-03-01"), ("2014-12-02", "2015-01-15")],
)
def test_only_terms_agreed_by_the_receipt_replace_the_period(agreed_on, due):
    facts = claim(agreed_terms_on=agreed_on, agreed_due_on="2015-03-01")
    assert verdict(STOCKTON_PAYMENT, facts, LATER).due_on == on(due)


def test_agreed_terms_warn_fourteen_days_before():
    facts = claim(agreed_terms_on="2014-11-01", agreed_due_on="2015-03-01")
    days = ("2015-02-14", "2015-02-15", "2015-03-01", "2015-03-02")
    assert outcomes(STOCKTON_PAYMENT, facts, *days) == [
        "on_track", "at_risk", "at_risk", "breach",
    ]  # fmt: skip


def test_agreed_terms_without_their_day_cannot_be_assessed():
    facts = claim(agreed_terms_on="2014-11-01")
    assert verdict(STOCKTON_PAYMENT, facts, LATER).missing == ("agreed_due_on",)


@pytest.mark.parametrize("received", [None, "2014-12-01"])
def test_before_the_receipt_nothing_can_be_said(received):
    answer = verdict(STOCKTON_PAYMENT, claim(received), "2014-11-30")
    assert (answer.outcome, answer.missing) == (Outcome.CANNOT_ASSESS, ("received_on",))
    assert answer.reassess_on == (on(received) if received else None)


@pytest.mark.parametrize(
    ("facts", "year"),
    [
        (claim("2028-12-01"), 2029),
        (claim("2028-12-01", paid_on="2028-12-04"), 2029),
        (claim("2011-06-01"), 2011),
        (claim("2032-06-01"), 2032),
        (
            claim(
                "2028-10-02",
                queried_on="2028-10-03",
                resubmitted_on="2028-12-01",
                paid_on="2028-12-20",
            ),
            2029,
        ),
    ],
)
def test_past_the_holidays_on_record_nothing_is_assumed(facts, year):
    answer = verdict(STOCKTON_PAYMENT, facts, "2033-01-01")
    assert (answer.outcome, answer.missing) == (
        Outcome.CANNOT_ASSESS,
        (f"bank_holidays:{year}",),
    )
    assert answer.reassess_on is None


def test_agreed_terms_need_no_bank_holidays():
    facts = claim("2030-01-02", agreed_terms_on="2029-01-01", agreed_due_on="2030-03-01")
    assert verdict(STOCKTON_PAYMENT, facts, "2030-03-02").outcome == Outcome.BREACH


def test_the_holidays_are_handed_in():
    none = Holidays(frozenset(), 2014, 2015, "no holidays at all")
    answer = assess(STOCKTON_PAYMENT, claim(), on("2015-01-01"), none)
    assert answer.due_on == on("2015-01-12")
    assert any("no holidays at all" in step for step in answer.workings)


@pytest.mark.parametrize(
    ("facts", "field", "other"),
    [
        (claim(paid_on="2014-11-30"), "paid_on", "received_on"),
        (
            claim(queried_on="2014-12-10", resubmitted_on="2014-12-09"),
            "resubmitted_on",
            "queried_on",
        ),
    ],
)
def test_contradictions(facts, field, other):
    with pytest.raises(FactError, match=other) as error:
        verdict(STOCKTON_PAYMENT, facts, "2010-01-01")
    assert error.value.field == field
