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
