"""Golden cases: what each rule must answer, run whenever a compact's file is loaded."""

from __future__ import annotations

from datetime import date
from typing import Any

from compacts.actions.reading import Faults
from rules import FactError, assess
from rules import Rule as RuleOfLaw

EXPECTABLE = (
    "outcome", "reason", "due_on", "last_day_to_act", "breached_on", "shortfall_days", "spare_days",
    "late", "missing", "reassess_on",
)  # fmt: skip


def run_golden_cases(provisions: dict[str, dict[str, Any]], faults: Faults) -> None:
    """Adds a fault for every case whose verdict is not the expected one, naming the field."""
    for ref, provision in provisions.items():
        for number, rule in enumerate(provision["rules"]):
            law = RuleOfLaw(rule["type"], rule["params"])
            for case in rule["golden_cases"]:
                place = f"rules[{number}], case {case['name']!r}"
                for key, message in _misses(law, case):
                    faults.add(f"provision {ref}", f"{place}, {key}", message)


def _misses(law: RuleOfLaw, case: dict[str, Any]) -> list[tuple[str, str]]:
    try:
        verdict = assess(law, case["facts"], date.fromisoformat(case["on"])).as_dict()
    except FactError as error:
        return [(f"facts.{error.field}", error.message)]
    misses = []
    for key, expected in case["expect"].items():
        if key not in EXPECTABLE:
            misses.append((f"expect.{key}", "is not a field of a verdict"))
        elif verdict[key] != expected:
            found = f"expected {_shown(expected)}, found {_shown(verdict[key])}"
            misses.append((f"expect.{key}", found))
    return misses


def _shown(value: Any) -> str:
    return "nothing" if value in (None, [], "") else str(value)
