"""Law in, verdict out: the rule engine, in the standard library only.

The modules follow the rules specification: `calendar` is section 1, `verdict` section 2, and each
rule type of section 3 has a module of its own name.
"""

from rules.as_at import TARGETS
from rules.calendar import (
    ENGLAND_AND_WALES,
    Advisory,
    Holidays,
    HorizonError,
    add_months,
    advisories,
    is_working_day,
    latest_day,
    working_days_after,
)
from rules.length import Length, Unit
from rules.registry import (
    RULE_TYPES,
    Rule,
    assess,
    check_params,
    coded_facts,
    describe,
    fact_names,
    facts_needed,
    outcomes_of,
    params_of,
)
from rules.verdict import GRAVEST_FIRST, FactError, Outcome, Verdict, gravest

__all__ = [
    "ENGLAND_AND_WALES",
    "GRAVEST_FIRST",
    "RULE_TYPES",
    "TARGETS",
    "Advisory",
    "FactError",
    "Holidays",
    "HorizonError",
    "Length",
    "Outcome",
    "Rule",
    "Unit",
    "Verdict",
    "add_months",
    "advisories",
    "assess",
    "check_params",
    "coded_facts",
    "describe",
    "fact_names",
    "facts_needed",
    "is_working_day",
    "latest_day",
    "outcomes_of",
    "params_of",
    "working_days_after",
    "gravest",
]
