"""The rules of the compacts that the tests stand on, and short ways to ask them."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from rules import Rule, Verdict, assess

DAY = timedelta(days=1)

THURROCK_NOTICE = Rule(
    "minimum_notice",
    {
        "months": 3,
        "triggers": ["change", "reduce", "end"],
        "exception": "exceptional_circumstances",
        "warn_days": 28,
    },
)
STOCKTON_NOTICE = Rule(
    "minimum_notice",
    {"months": 3, "triggers": ["end"], "exception": "central_government", "warn_days": 28},
)
THURROCK_CONSULTATION = Rule("minimum_period", {"weeks": 12, "informal_needs_explanation": True})
STOCKTON_CONSULTATION = Rule("minimum_period", {"weeks": 12, "condition": "significant_effect"})
STOCKTON_LEAD_TIME = Rule("lead_time", {"months": 3})
STOCKTON_PAYMENT = Rule("payment_period", {"working_days": 30})
STOCKTON_TERM = Rule("minimum_term", {"months": 36})
THURROCK_TERM = Rule("minimum_term", {"months": 24})
IMPACT_FIRST = Rule("prior_step", {"steps": ["impact_assessed"]})
DISCUSSED_FIRST = Rule(
    "prior_step", {"steps": ["discussed", "opportunity_to_respond", "response_considered"]}
)
TIMETABLE_FIRST = Rule(
    "prior_step", {"steps": ["improvement_timetable_agreed"], "condition": "problems_logged"}
)
RATIONALE = Rule("required_record", {"fields": ["rationale"], "due_weeks": None})
FEEDBACK = Rule("required_record", {"fields": ["feedback_published", "sent"], "due_weeks": 12})
ACTION_PLAN = Rule("fixed_deadline", {})
THURROCK_REVIEW = Rule("recurring_review", {"months": 12, "warn_days": 60})
SOUTHEND_REPORT = Rule("recurring_review", {"months": 12, "report_required": True})
GOOD_FAITH = Rule("reported_only", {})
TEN_WORKING_DAYS = {"count": 10, "unit": "working_days"}
NOTICE_IN_WORKING_DAYS = Rule(
    "minimum_notice", {"length": TEN_WORKING_DAYS, "triggers": ["change", "end"]}
)
USERS_TOLD = Rule(
    "minimum_notice",
    {
        "length": {"count": 6, "unit": "weeks"},
        "triggers": ["reduce", "end"],
        "fixed_terms": True,
        "addressee": "service_users",
        "exception": "exceptional_circumstances",
    },
)
CONSULTATION_IN_DAYS = Rule("minimum_period", {"length": {"count": 28, "unit": "days"}})
LEAD_TIME_IN_WORKING_DAYS = Rule("lead_time", {"length": TEN_WORKING_DAYS})
PAYMENT_IN_DAYS = Rule("payment_period", {"length": {"count": 30, "unit": "days"}})
TERM_IN_WEEKS = Rule("minimum_term", {"length": {"count": 52, "unit": "weeks"}})
RECORD_IN_WORKING_DAYS = Rule(
    "required_record", {"fields": ["sent"], "length": TEN_WORKING_DAYS, "warn_days": 3}
)
REVIEW_IN_WEEKS = Rule("recurring_review", {"length": {"count": 26, "unit": "weeks"}})
APPEAL = Rule("response_time", {"length": {"count": 14, "unit": "days"}})
ACKNOWLEDGEMENT = Rule(
    "response_time", {"length": {"count": 5, "unit": "working_days"}, "may_explain": True}
)
PAPERS = Rule("minimum_gap", {"length": {"count": 5, "unit": "working_days"}})
ANNOUNCEMENT = Rule(
    "minimum_gap", {"length": {"count": 1, "unit": "months"}, "may_explain": True, "warn_days": 14}
)
THREE_YEARS_AT_MOST = Rule("maximum_length", {"length": {"count": 36, "unit": "months"}})
TWELVE_WEEKS_AT_MOST = Rule(
    "maximum_length", {"length": {"count": 12, "unit": "weeks"}, "may_explain": True}
)
THREE_TIMES_A_YEAR = Rule("times_per_period", {"times": 3})
TWICE_IN_FOUR_MONTHS = Rule("times_per_period", {"times": 2, "months": 4, "warn_days": 14})
FAIR_CUT = Rule("proportionate_cut", {})
FAIR_CUT_ALWAYS = Rule("proportionate_cut", {"may_explain": False})
WHEN_LARGE = Rule("fixed_deadline", {"when": "large", "warn_days": 7})
UNLESS_URGENT = Rule("prior_step", {"steps": ["discussed"], "when": "large", "unless": "urgent"})

ALL_RULES = {
    "notice, Thurrock 2012": THURROCK_NOTICE,
    "notice, Stockton": STOCKTON_NOTICE,
    "consultation, Thurrock 2012": THURROCK_CONSULTATION,
    "consultation, Stockton": STOCKTON_CONSULTATION,
    "lead time": STOCKTON_LEAD_TIME,
    "payment": STOCKTON_PAYMENT,
    "term": STOCKTON_TERM,
    "one step": IMPACT_FIRST,
    "three steps": DISCUSSED_FIRST,
    "steps on a condition": TIMETABLE_FIRST,
    "record without a date": RATIONALE,
    "record with a date": FEEDBACK,
    "deadline": ACTION_PLAN,
    "review": THURROCK_REVIEW,
    "review with a report": SOUTHEND_REPORT,
    "reported only": GOOD_FAITH,
    "notice in working days": NOTICE_IN_WORKING_DAYS,
    "notice to users": USERS_TOLD,
    "consultation in days": CONSULTATION_IN_DAYS,
    "lead time in working days": LEAD_TIME_IN_WORKING_DAYS,
    "payment in days": PAYMENT_IN_DAYS,
    "term in weeks": TERM_IN_WEEKS,
    "record in working days": RECORD_IN_WORKING_DAYS,
    "review in weeks": REVIEW_IN_WEEKS,
    "appeal": APPEAL,
    "acknowledgement": ACKNOWLEDGEMENT,
    "papers": PAPERS,
    "announcement": ANNOUNCEMENT,
    "longest term": THREE_YEARS_AT_MOST,
    "longest consultation": TWELVE_WEEKS_AT_MOST,
    "three times a year": THREE_TIMES_A_YEAR,
    "twice in four months": TWICE_IN_FOUR_MONTHS,
    "cut": FAIR_CUT,
    "cut without excuse": FAIR_CUT_ALWAYS,
    "on a condition": WHEN_LARGE,
    "on two conditions": UNLESS_URGENT,
}


def on(text: str) -> date:
    return date.fromisoformat(text)


def verdict(rule: Rule, facts: Mapping[str, Any], day: str) -> Verdict:
    return assess(rule, facts, on(day))


def outcomes(rule: Rule, facts: Mapping[str, Any], *days: str) -> list[str]:
    """Return the outcome on each of the days."""
    return [str(verdict(rule, facts, day).outcome) for day in days]


def lasting(answer: Verdict) -> dict[str, Any]:
    """Return the fields that stay the same until `reassess_on`."""
    fields = answer.as_dict()
    del fields["reassess_on"], fields["workings"]
    return fields
