"""Minimum notice: the rules specification, section 3.1."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import FactError, Outcome
from tests.rules.examples import DAY, STOCKTON_NOTICE, THURROCK_NOTICE, on, outcomes, verdict

LATER = "2030-01-01"


def notice(received_on=None, last_day="2027-03-31", **more):
    facts = {"kind": "end", "in_writing": True, "received_on": received_on, "last_day": last_day}
    return {**facts, **more}


@pytest.mark.parametrize(
    ("received", "last_day", "outcome", "spare", "short"),
    [
        ("2026-12-31", "2027-03-31", "met", 0, None),
        ("2027-01-01", "2027-03-31", "breach", None, 1),
        ("2013-12-23", "2014-03-31", "met", 8, None),
        ("2026-11-30", "2027-02-28", "met", 0, None),
        ("2026-12-01", "2027-02-28", "breach", None, 1),
        ("2027-11-30", "2028-02-29", "met", 0, None),
        ("2027-11-30", "2028-02-28", "breach", None, 1),
        ("2026-03-31", "2026-06-30", "met", 0, None),
        ("2014-05-05", "2014-03-31", "breach", None, 127),
    ],
)
@pytest.mark.parametrize("rule", [THURROCK_NOTICE, STOCKTON_NOTICE])
def test_the_table(rule, received, last_day, outcome, spare, short):
    answer = verdict(rule, notice(received, last_day), LATER)
    assert (answer.outcome, answer.spare_days, answer.shortfall_days) == (outcome, spare, short)
    assert answer.reassess_on is None


def test_a_breach_is_dated_the_day_after_the_latest_day():
    short = verdict(THURROCK_NOTICE, notice("2027-01-01"), LATER)
    assert short.breached_on == on("2027-01-01")
    leap = verdict(THURROCK_NOTICE, notice("2027-11-30", "2028-02-28"), LATER)
    assert (leap.due_on, leap.last_day_to_act) == (on("2027-11-28"), on("2027-11-28"))


def test_no_notice_is_on_track_then_at_risk_then_a_breach():
    days = ("2026-12-02", "2026-12-03", "2026-12-31", "2027-01-01")
    assert outcomes(THURROCK_NOTICE, notice(), *days) == [
        "on_track", "at_risk", "at_risk", "breach",
    ]  # fmt: skip
    answer = verdict(THURROCK_NOTICE, notice(), "2027-01-01")
    assert answer.breached_on == on("2027-01-01")
    assert answer.shortfall_days is None


def test_a_notice_that_is_still_a_plan_is_no_notice():
    planned = notice("2026-12-20")
    assert outcomes(THURROCK_NOTICE, planned, "2026-12-19", "2026-12-20") == ["at_risk", "met"]
    assert verdict(THURROCK_NOTICE, planned, "2026-12-19").reassess_on == on("2026-12-20")
    assert verdict(THURROCK_NOTICE, planned, "2026-11-01").reassess_on == on("2026-12-03")


@pytest.mark.parametrize(
    ("rule", "kind", "outcome"),
    [
        (THURROCK_NOTICE, "change", "met"),
        (THURROCK_NOTICE, "reduce", "met"),
        (STOCKTON_NOTICE, "reduce", "not_applicable"),
        (STOCKTON_NOTICE, "change", "not_applicable"),
        (STOCKTON_NOTICE, "end", "met"),
    ],
)
def test_only_the_compacts_own_triggers_count(rule, kind, outcome):
    assert verdict(rule, notice("2026-12-01", kind=kind), LATER).outcome == outcome


@pytest.mark.parametrize("kind", ["change", "reduce", "end"])
def test_a_fixed_term_that_just_ends_turns_on_the_renewal(kind):
    facts = notice("2026-12-01", kind=kind, fixed_term_end=True)
    assert verdict(THURROCK_NOTICE, facts, LATER).missing == ("renewal_expected",)
    no = verdict(THURROCK_NOTICE, {**facts, "renewal_expected": "no"}, LATER)
    yes = verdict(THURROCK_NOTICE, {**facts, "renewal_expected": "yes"}, LATER)
    assert (no.outcome, yes.outcome) == (Outcome.NOT_APPLICABLE, Outcome.MET)


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({}, ("kind",)),
        ({"fixed_term_end": True}, ("kind", "renewal_expected")),
        ({"kind": "end"}, ("last_day",)),
        ({"kind": "end", "previous_last_day": "2027-01-01"}, ("last_day", "moved_on")),
        (notice("2026-12-01", previous_last_day="2027-03-01"), ("moved_on",)),
        (notice("2026-12-01", in_writing=None), ("in_writing",)),
    ],
)
def test_what_is_missing_is_named_in_order(facts, missing):
    answer = verdict(THURROCK_NOTICE, facts, LATER)
    assert (answer.outcome, answer.missing) == (Outcome.CANNOT_ASSESS, missing)


def test_spoken_notice_is_no_notice():
    spoken = notice("2026-10-01", in_writing=False)
    assert outcomes(THURROCK_NOTICE, spoken, "2026-12-01", "2026-12-31", "2027-01-01") == [
        "on_track", "at_risk", "breach",
    ]  # fmt: skip
    assert verdict(THURROCK_NOTICE, spoken, LATER).shortfall_days is None


def test_writing_is_not_asked_for_before_the_notice_is_received():
    planned = notice("2026-12-20", in_writing=None)
    answer = verdict(THURROCK_NOTICE, planned, "2026-12-01")
    assert (answer.outcome, answer.reassess_on) == (Outcome.ON_TRACK, on("2026-12-03"))
    assert outcomes(THURROCK_NOTICE, planned, "2026-12-19", "2026-12-20") == [
        "at_risk", "cannot_assess",
    ]  # fmt: skip


EXCEPTIONAL = {
    "exception": "exceptional_circumstances",
    "rationale": "The grant to us was cut without warning",
    "rationale_given_on": "2027-01-10",
}


@pytest.mark.parametrize(
    ("change", "outcome", "late"),
    [
        ({}, "explained", False),
        ({"rationale_given_on": "2027-01-11"}, "explained", True),
        ({"exception": None}, "breach", False),
        ({"exception": "central_government"}, "breach", False),
        ({"rationale": "  "}, "breach", False),
        ({"rationale": None}, "breach", False),
        ({"rationale_given_on": None}, "breach", False),
    ],
)
def test_exceptional_circumstances_need_the_code_and_the_rationale(change, outcome, late):
    answer = verdict(THURROCK_NOTICE, {**notice("2027-01-10"), **EXCEPTIONAL, **change}, LATER)
    assert (answer.outcome, answer.late, answer.shortfall_days) == (outcome, late, 10)
    assert (answer.breached_on is None) is (outcome == "explained")


def test_a_rationale_still_to_come_does_not_excuse_yet():
    facts = {**notice("2027-01-10"), **EXCEPTIONAL, "rationale_given_on": "2027-01-20"}
    before = verdict(THURROCK_NOTICE, facts, "2027-01-19")
    assert (before.outcome, before.reassess_on) == (Outcome.BREACH, on("2027-01-20"))
    assert verdict(THURROCK_NOTICE, facts, "2027-01-20").outcome == Outcome.EXPLAINED


def test_no_exception_excuses_a_notice_that_never_came():
    assert verdict(THURROCK_NOTICE, {**notice(), **EXCEPTIONAL}, LATER).outcome == Outcome.BREACH


CENTRAL = {
    "exception": "central_government",
    "central_notice_received_on": "2016-01-15",
    "central_last_day": "2016-03-31",
}


@pytest.mark.parametrize(
    ("change", "outcome", "missing"),
    [
        ({}, "explained", ()),
        ({"central_notice_received_on": "2015-12-31"}, "breach", ()),
        ({"central_notice_received_on": "2016-01-01"}, "explained", ()),
        ({"central_notice_received_on": "2015-12-10"}, "breach", ()),
        (
            {"central_notice_received_on": None},
            "cannot_assess",
            ("central_notice_received_on",),
        ),
        ({"central_last_day": None}, "cannot_assess", ("central_last_day",)),
        (
            {"central_notice_received_on": None, "central_last_day": None},
            "cannot_assess",
            ("central_notice_received_on", "central_last_day"),
        ),
        (
            {"central_notice_received_on": "2016-02-20"},
            "cannot_assess",
            ("central_notice_received_on",),
        ),
        ({"exception": "exceptional_circumstances"}, "breach", ()),
        ({"exception": None}, "breach", ()),
    ],
)
def test_central_government_excuses_where_its_own_notice_was_short(change, outcome, missing):
    facts = {**notice("2016-01-22", "2016-03-31"), **CENTRAL, **change}
    answer = verdict(STOCKTON_NOTICE, facts, "2016-02-19")
    assert (answer.outcome, answer.missing) == (outcome, missing)
    assert answer.late is False


def test_central_notice_still_to_come_is_looked_at_on_its_day():
    facts = {**notice("2016-01-22", "2016-03-31"), **CENTRAL}
    facts["central_notice_received_on"] = "2016-02-20"
    before = verdict(STOCKTON_NOTICE, facts, "2016-02-01")
    assert (before.outcome, before.reassess_on) == (Outcome.CANNOT_ASSESS, on("2016-02-20"))
    assert verdict(STOCKTON_NOTICE, facts, "2016-02-20").outcome == Outcome.EXPLAINED


def moved(moved_on, received_on="2027-01-01", last_day="2027-04-01"):
    return notice(
        received_on, last_day, previous_last_day="2027-03-31", moved_on=moved_on
    )  # fmt: skip


@pytest.mark.parametrize(
    ("moved_on", "late"), [("2027-02-01", False), ("2027-03-31", False), ("2027-04-01", True)]
)
def test_short_notice_is_remedied_by_moving_the_last_day(moved_on, late):
    answer = verdict(THURROCK_NOTICE, moved(moved_on), LATER)
    assert (answer.outcome, answer.late) == (Outcome.REMEDIED, late)
    assert answer.due_on == on("2027-01-01")
    assert answer.breached_on == on("2027-01-01")
    assert answer.shortfall_days == 1
    assert answer.spare_days is None


def test_until_the_move_the_previous_last_day_is_in_force():
    facts = moved("2027-02-01")
    before = verdict(THURROCK_NOTICE, facts, "2027-01-31")
    assert (before.outcome, before.shortfall_days) == (Outcome.BREACH, 1)
    assert before.due_on == on("2026-12-31")
    assert before.reassess_on == on("2027-02-01")


def test_a_notice_that_was_long_enough_stands_when_the_end_is_put_back():
    answer = verdict(THURROCK_NOTICE, moved("2027-02-01", "2026-12-31"), LATER)
    assert (answer.outcome, answer.spare_days) == (Outcome.MET, 1)


def test_a_notice_after_the_move_is_measured_to_the_new_last_day_only():
    facts = moved("2027-01-15", "2027-01-20", "2027-04-30")
    answer = verdict(THURROCK_NOTICE, facts, LATER)
    assert (answer.outcome, answer.spare_days) == (Outcome.MET, 10)
    same_day = moved("2027-01-20", "2027-01-20", "2027-04-30")
    assert verdict(THURROCK_NOTICE, same_day, LATER).outcome == Outcome.REMEDIED


def test_a_move_that_is_not_far_enough_leaves_a_breach():
    answer = verdict(THURROCK_NOTICE, moved("2027-02-01", "2027-01-10"), LATER)
    assert (answer.outcome, answer.shortfall_days) == (Outcome.BREACH, 9)


def test_an_end_brought_forward_is_a_contradiction():
    facts = notice("2027-02-01", "2027-02-28", previous_last_day="2027-03-31")
    with pytest.raises(FactError, match="previous_last_day") as error:
        verdict(THURROCK_NOTICE, facts, "2020-01-01")
    assert error.value.field == "last_day"


@given(gap=st.integers(0, 60), first=st.integers(-120, 30), last=st.dates(on("2026-01-01")))
def test_an_earlier_notice_never_does_worse(gap, first, last):
    last = min(last, on("2090-01-01"))
    later = last + first * DAY
    earlier = later - gap * DAY
    answers = [
        verdict(THURROCK_NOTICE, notice(day, last), "2095-01-01") for day in (earlier, later)
    ]
    if answers[1].outcome == Outcome.MET:
        assert answers[0].outcome == Outcome.MET
        assert answers[0].spare_days >= answers[1].spare_days
    if answers[0].outcome == Outcome.BREACH:
        assert answers[1].outcome == Outcome.BREACH
        assert answers[1].shortfall_days >= answers[0].shortfall_days
