"""The older types with a length, and the notice's other params: the specification, section 3.11."""

import pytest

from rules import FactError, Outcome, Rule, describe
from tests.rules.examples import (
    CONSULTATION_IN_DAYS,
    LEAD_TIME_IN_WORKING_DAYS,
    NOTICE_IN_WORKING_DAYS,
    PAYMENT_IN_DAYS,
    RECORD_IN_WORKING_DAYS,
    REVIEW_IN_WEEKS,
    TERM_IN_WEEKS,
    USERS_TOLD,
    on,
    outcomes,
    verdict,
)
from tests.rules.test_minimum_notice import EXCEPTIONAL, moved, notice

LATER = "2028-06-01"


# Notice -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "last_day", "outcome", "spare", "short"),
    [
        ("2027-03-12", "2027-03-31", "met", 1, None),
        ("2027-03-14", "2027-03-31", "met", 1, None),  # a Sunday; 26 and 29 March are holidays
        ("2027-03-15", "2027-03-31", "met", 0, None),
        ("2027-03-16", "2027-03-31", "breach", None, 1),
        ("2027-03-18", "2027-03-31", "breach", None, 5),
    ],
)
def test_ten_working_days_of_notice(received, last_day, outcome, spare, short):
    answer = verdict(NOTICE_IN_WORKING_DAYS, notice(received, last_day), LATER)
    assert (answer.outcome, answer.spare_days, answer.shortfall_days) == (outcome, spare, short)


def test_the_latest_day_in_working_days():
    answer = verdict(NOTICE_IN_WORKING_DAYS, notice(None, "2027-03-31"), LATER)
    assert (answer.due_on, answer.breached_on) == (on("2027-03-15"), on("2027-03-16"))


@pytest.mark.parametrize(
    ("last_day", "received", "year"),
    [
        ("2029-01-31", None, 2029),
        ("2012-01-10", None, 2011),
        ("2028-12-27", "2028-12-20", 2029),  # the count from the receipt runs out of the data
        ("2012-02-29", "2011-12-01", 2011),
    ],
)
def test_past_either_end_of_the_holidays_a_notice_is_not_judged(last_day, received, year):
    answer = verdict(NOTICE_IN_WORKING_DAYS, notice(received, last_day), "2029-06-01")
    assert (answer.outcome, answer.missing) == ("cannot_assess", (f"bank_holidays:{year}",))


def test_a_move_is_measured_in_the_same_length():
    rule = Rule("minimum_notice", {"length": {"count": 13, "unit": "weeks"}, "triggers": ["end"]})
    answer = verdict(rule, moved("2027-02-01", "2027-01-01", "2027-04-02"), LATER)
    assert (answer.outcome, answer.shortfall_days) == (Outcome.REMEDIED, 2)
    assert answer.breached_on == on("2026-12-31")


def test_a_central_notice_is_measured_in_the_same_length():
    params = {"length": {"count": 30, "unit": "days"}, "triggers": ["end"]}
    rule = Rule("minimum_notice", {**params, "exception": "central_government"})
    facts = notice("2016-03-02", "2016-03-31", exception="central_government")
    facts |= {"central_notice_received_on": "2016-03-01", "central_last_day": "2016-03-31"}
    assert verdict(rule, facts, LATER).outcome == Outcome.BREACH
    facts["central_notice_received_on"] = "2016-03-02"
    assert verdict(rule, facts, LATER).outcome == Outcome.EXPLAINED


FIXED = Rule("minimum_notice", {"months": 6, "triggers": ["end"], "fixed_terms": True})


@pytest.mark.parametrize(
    ("received", "ends", "renewal", "outcome"),
    [
        ("2026-09-30", False, None, "met"),
        ("2026-12-01", True, "no", "breach"),
        ("2026-11-20", True, "yes", "breach"),
        ("2026-09-30", True, None, "met"),
        ("2026-12-01", None, None, "breach"),
    ],
)
def test_a_fixed_term_that_just_ends_is_covered(received, ends, renewal, outcome):
    facts = notice(received, fixed_term_end=ends, renewal_expected=renewal)
    assert verdict(FIXED, facts, LATER).outcome == outcome


def test_a_fixed_term_still_has_to_be_a_trigger():
    facts = notice("2026-09-30", kind="reduce", fixed_term_end=True)
    assert verdict(FIXED, facts, LATER).outcome == Outcome.NOT_APPLICABLE
    assert verdict(FIXED, {"fixed_term_end": True}, LATER).missing == ("kind",)


def users(told=None, **more):
    """The organisation itself had notice in good time; its users may not have had it."""
    facts = notice("2026-06-01", "2027-03-31", told={"service_users": told, "staff": "2026-06-01"})
    return facts | more


@pytest.mark.parametrize(
    ("told", "outcome", "spare", "short"),
    [
        ("2027-02-16", "met", 1, None),
        ("2027-02-17", "met", 0, None),
        ("2027-02-18", "breach", None, 1),
        (None, "breach", None, None),
    ],
)
def test_the_addressees_date_takes_the_place_of_the_receipt(told, outcome, spare, short):
    answer = verdict(USERS_TOLD, users(told), LATER)
    assert (answer.outcome, answer.spare_days, answer.shortfall_days) == (outcome, spare, short)
    assert answer.due_on == on("2027-02-17")


@pytest.mark.parametrize("in_writing", [None, False, True])
def test_writing_is_not_asked_of_an_addressee(in_writing):
    assert verdict(USERS_TOLD, users("2027-02-01", in_writing=in_writing), LATER).outcome == "met"


@pytest.mark.parametrize("told", [None, {}, {"staff": "2026-06-01"}])
def test_nobody_told_is_no_notice_yet(told):
    facts = users() | {"told": told}
    days = ("2027-01-19", "2027-01-20", "2027-02-17", "2027-02-18")
    assert outcomes(USERS_TOLD, facts, *days) == ["on_track", "at_risk", "at_risk", "breach"]


def test_an_addressee_still_to_be_told_is_not_told_yet():
    answer = verdict(USERS_TOLD, users("2027-02-10"), "2027-02-09")
    assert (answer.outcome, answer.reassess_on) == (Outcome.AT_RISK, on("2027-02-10"))


def test_the_exception_serves_an_addressee_too():
    answer = verdict(USERS_TOLD, users("2027-03-01", **EXCEPTIONAL), LATER)
    assert (answer.outcome, answer.late, answer.shortfall_days) == ("explained", False, 12)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"service_users": "2027-02-30"}, "told.service_users"),
        ({"staff": 7}, "told.staff"),
        ("2027-02-10", "told"),
    ],
)
def test_a_wrong_date_of_an_addressee_is_named(told, field):
    with pytest.raises(FactError) as error:
        verdict(USERS_TOLD, users() | {"told": told}, LATER)
    assert error.value.field == field


def test_the_words_say_whom_to_tell():
    assert describe(USERS_TOLD).startswith(
        "Notice to reduce or end support must reach service users at least 6 weeks before"
    )
    answer = verdict(USERS_TOLD, users(), LATER)
    assert answer.reason == (
        "No notice to service users was received by 17 February 2027, the latest day."
    )


# The other types --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("closes", "outcome", "days"),
    [("2027-03-27", "breach", 1), ("2027-03-28", "met", 0), ("2027-03-29", "met", 1)],
)
def test_a_consultation_in_days(closes, outcome, days):
    facts = {"opens_on": "2027-02-28", "closes_on": closes}
    answer = verdict(CONSULTATION_IN_DAYS, facts, LATER)
    assert answer.outcome == outcome
    assert (answer.spare_days if outcome == "met" else answer.shortfall_days) == days


def test_a_consultation_in_working_days_needs_the_holidays():
    rule = Rule("minimum_period", {"length": {"count": 20, "unit": "working_days"}})
    facts = {"opens_on": "2028-12-18", "closes_on": "2029-02-01"}
    assert verdict(rule, facts, LATER).missing == ("bank_holidays:2029",)


@pytest.mark.parametrize(
    ("informed", "outcome", "days"),
    [("2027-03-14", "met", 1), ("2027-03-15", "met", 0), ("2027-03-16", "breach", 1)],
)
def test_a_lead_time_in_working_days(informed, outcome, days):
    facts = {"decided_on": "2027-03-01", "informed_on": informed, "expected_start": "2027-03-31"}
    answer = verdict(LEAD_TIME_IN_WORKING_DAYS, facts, LATER)
    assert answer.outcome == outcome
    assert (answer.spare_days if outcome == "met" else answer.shortfall_days) == days


def test_a_payment_in_days_counts_every_day_and_warns_a_week_before():
    facts = {"received_on": "2026-12-15"}
    days = ("2027-01-06", "2027-01-07", "2027-01-14", "2027-01-15")
    assert outcomes(PAYMENT_IN_DAYS, facts, *days) == ["on_track", "at_risk", "at_risk", "breach"]
    assert verdict(PAYMENT_IN_DAYS, facts, LATER).due_on == on("2027-01-14")
    paid = verdict(PAYMENT_IN_DAYS, {**facts, "paid_on": "2027-01-16"}, LATER)
    assert (paid.outcome, paid.shortfall_days) == (Outcome.BREACH, 2)


def test_a_payment_in_days_needs_no_holidays_and_counts_a_resubmission_alike():
    facts = {"received_on": "2030-12-15", "queried_on": "2030-12-20"}
    facts |= {"resubmitted_on": "2031-01-10", "paid_on": "2031-02-09"}
    assert verdict(PAYMENT_IN_DAYS, facts, "2031-06-01").outcome == Outcome.EXPLAINED
    late = {**facts, "paid_on": "2031-02-10"}
    assert verdict(PAYMENT_IN_DAYS, late, "2031-06-01").outcome == Outcome.BREACH


def test_agreed_terms_warn_as_before_whatever_the_unit():
    facts = {"received_on": "2027-01-04", "agreed_terms_on": "2027-01-01"}
    facts["agreed_due_on"] = "2027-03-01"
    assert outcomes(PAYMENT_IN_DAYS, facts, "2027-02-14", "2027-02-15") == ["on_track", "at_risk"]


def test_a_payment_length_in_working_days_is_the_older_param():
    facts = {"received_on": "2014-12-01"}
    for params in ({"working_days": 30}, {"length": {"count": 30, "unit": "working_days"}}, {}):
        rule = Rule("payment_period", params)
        assert verdict(rule, facts, "2015-01-01") == verdict(
            Rule("payment_period", {}), facts, "2015-01-01"
        )


@pytest.mark.parametrize(("last_day", "outcome"), [("2028-03-28", "breach"), ("2028-03-29", "met")])
def test_a_term_in_weeks_runs_to_the_day_before(last_day, outcome):
    facts = {"start_on": "2027-04-01", "last_day": last_day}
    assert verdict(TERM_IN_WEEKS, facts, LATER).outcome == outcome


def test_a_record_in_working_days():
    facts = {"event_on": "2027-03-15", "fields": {}}
    days = ("2027-03-27", "2027-03-28", "2027-03-31", "2027-04-01")
    assert outcomes(RECORD_IN_WORKING_DAYS, facts, *days) == [
        "on_track", "at_risk", "at_risk", "breach",
    ]  # fmt: skip


def test_a_review_in_weeks():
    facts = {"anchor_on": "2027-01-04", "held_on": "2027-07-05", "minuted": True}
    assert verdict(REVIEW_IN_WEEKS, facts, LATER).spare_days == 0
    assert verdict(REVIEW_IN_WEEKS, {**facts, "held_on": "2027-07-06"}, LATER).shortfall_days == 1
