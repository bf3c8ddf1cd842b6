"""A compact with a clause for each of the newer rules, as its file would say it."""

from __future__ import annotations

from typing import Any

from tests.compacts.small import File, clause

WORKING_DAYS = {"count": 5, "unit": "working_days"}


def rule(
    kind: str,
    params: dict[str, Any],
    facts: dict[str, Any],
    outcome: str,
    labels: dict[str, str] | None = None,
) -> dict[str, Any]:
    case = {"name": "one", "on": "2027-06-01", "facts": facts, "expect": {"outcome": outcome}}
    return {"type": kind, "params": params, "labels": labels or {}, "cases": [case]}


RULES = {
    "2.1": rule(
        "response_time",
        {"length": {"count": 14, "unit": "days"}, "when": "in_writing_made"},
        {"triggered_on": "2027-02-15", "conditions": {"in_writing_made": "yes"}},
        "breach",
        {"in_writing_made": "The appeal was made in writing"},
    ),
    "2.2": rule(
        "minimum_gap",
        {"length": WORKING_DAYS, "may_explain": True},
        {"event_on": "2027-02-08", "done_on": "2027-02-01"},
        "met",
    ),
    "2.3": rule(
        "maximum_length",
        {"length": {"count": 36, "unit": "months"}},
        {"start_on": "2027-04-01", "end_on": "2030-03-31"},
        "met",
    ),
    "2.4": rule(
        "times_per_period",
        {"times": 2, "months": 12},
        {"period_start_on": "2026-04-01", "held_on": ["2026-06-10", "2026-09-10"]},
        "met",
    ),
    "2.5": rule(
        "proportionate_cut",
        {},
        {
            "event_on": "2027-03-01",
            "sector_before": 1000,
            "sector_after": 900.5,
            "own_before": 2000,
            "own_after": 1900,
        },
        "breach",
    ),
    "2.6": rule(
        "minimum_notice",
        {
            "length": {"count": 30, "unit": "days"},
            "triggers": ["end"],
            "fixed_terms": True,
            "addressee": "service_users",
        },
        {"kind": "end", "last_day": "2027-03-31", "told": {"service_users": "2027-03-01"}},
        "met",
        {"service_users": "People who use the service"},
    ),
    "2.7": rule(
        "payment_period",
        {"length": {"count": 30, "unit": "days"}, "unless": "disputed"},
        {"received_on": "2027-03-01", "conditions": {"disputed": "no"}},
        "breach",
    ),
    "2.8": rule(
        "prior_step",
        {"steps": ["impact_assessed"]},
        {"event_on": "2027-03-01", "unknown": ["impact_assessed"]},
        "cannot_assess",
        {"impact_assessed": "Impact assessed"},
    ),
}


def load(trial: File) -> None:
    """Adds the clauses to the trial compact and loads it."""
    trial.clauses.extend(clause(ref, f"Promise {ref}.", each) for ref, each in RULES.items())
    trial.load()
