"""How a rule is checked, for a reader: the facts it needs, and its golden cases worked out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from compacts.fact_parts import Fact
from compacts.facts import facts_of, flattened, label_in
from compacts.models import Rule
from pages.shown import pounds
from rules import Verdict, assess
from rules.words import listed, plain


@dataclass(frozen=True, slots=True)
class Example:
    """A golden case and the verdict that the engine gives it."""

    name: str
    on: date
    facts: list[tuple[str, Any]]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Checked:
    """A computed rule as a reader meets it."""

    rule: Rule
    facts: list[Fact]
    examples: list[Example]

    @property
    def calculator_value(self) -> str:
        return calculator_value(self.rule)


def is_computed(rule: Rule) -> bool:
    return rule.type != "reported_only"


def calculator_value(rule: Rule) -> str:
    """The rule as the calculator's address names it: clause and type."""
    return f"{rule.provision.ref}:{rule.type}"


def checked(rule: Rule) -> Checked:
    return Checked(rule, facts_of(rule), [_example(rule, case) for case in rule.golden_cases])


def _example(rule: Rule, case: dict[str, Any]) -> Example:
    on = date.fromisoformat(case["on"])
    return Example(
        case["name"], on, facts_shown(rule, case["facts"]), assess(rule.law, case["facts"], on)
    )


def facts_shown(rule: Rule, facts: dict[str, Any]) -> list[tuple[str, Any]]:
    """Facts under their labels, codes as the choices that people see, dates as dates."""
    asked = {fact.name: fact for fact in facts_of(rule)}
    return [
        (label_in(rule, name), _shown(asked.get(name), value))
        for name, value in flattened(facts).items()
        if value is not None
    ]


def _shown(fact: Fact | None, value: Any) -> Any:
    if isinstance(value, list | tuple):
        return listed([_as_text(_shown(fact, each)) for each in value])
    if fact is not None and fact.choices:
        return dict(fact.choices).get(value, value)
    if fact is not None and fact.kind == "money":
        return pounds(value)
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


def _as_text(value: Any) -> str:
    return plain(value) if isinstance(value, date) else str(value)
