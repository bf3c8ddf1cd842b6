"""The ten rule types by name, and the way in: the rules specification, sections 2 and 3.

`assess` is a pure function of a rule, facts, a day and the bank holidays.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from types import ModuleType
from typing import Any, Protocol, cast

from rules import (
    fixed_deadline,
    lead_time,
    minimum_notice,
    minimum_period,
    minimum_term,
    payment_period,
    prior_step,
    recurring_review,
    reported_only,
    required_record,
)
from rules.as_at import AsAt
from rules.calendar import ENGLAND_AND_WALES, Holidays
from rules.facts import FIRST_YEAR, LAST_YEAR
from rules.params import Params
from rules.verdict import FactError, Verdict, not_applicable
from rules.words import plain


class _KnownFacts(Protocol):
    withdrawn_on: date | None


class _SettingsReader(Protocol):
    def read(self, params: Params) -> Any: ...


class _FactsReader(Protocol):
    def read(self, facts: Mapping[str, Any], settings: Any) -> _KnownFacts: ...


class RuleType(Protocol):
    """What each rule type's module offers."""

    FACTS: tuple[str, ...]
    Settings: _SettingsReader
    Facts: _FactsReader

    def judge(self, settings: Any, facts: Any, at: AsAt) -> Verdict: ...

    def describe(self, settings: Any) -> str: ...


def _by_name(*modules: ModuleType) -> dict[str, RuleType]:
    return {module.__name__.rpartition(".")[2]: cast(RuleType, module) for module in modules}


_TYPES = _by_name(
    minimum_notice,
    minimum_period,
    lead_time,
    payment_period,
    minimum_term,
    prior_step,
    required_record,
    fixed_deadline,
    recurring_review,
    reported_only,
)
RULE_TYPES: tuple[str, ...] = tuple(_TYPES)


@dataclass(frozen=True)
class Rule:
    """A rule type with its params, as a compact's library file gives them."""

    type: str
    params: Mapping[str, Any]

    @property
    def kind(self) -> RuleType:
        return _type_named(self.type)

    @cached_property
    def settings(self) -> Any:
        """Return the params read and checked, once a rule."""
        params = Params(self.params)
        settings = self.kind.Settings.read(params)
        params.done()
        return settings


def assess(
    rule: Rule, facts: Mapping[str, Any], on: date, holidays: Holidays = ENGLAND_AND_WALES
) -> Verdict:
    """Return the verdict of one rule on one act's facts, as they stand on a day.

    Raises FactError where the facts contradict each other or cannot be read, whatever the day.
    """
    _require_day(on)
    if not isinstance(facts, Mapping):
        raise FactError("facts", "a table of names and values is needed")
    kind, settings = rule.kind, rule.settings
    known = kind.Facts.read(facts, settings)
    at = AsAt(on, holidays)
    verdict = _judge(kind, settings, known, at)
    at.note(f"Assessed as at {plain(on)}.")
    reassess_on = at.next_change
    while reassess_on is not None:
        later = AsAt(reassess_on, holidays)
        if _judge(kind, settings, known, later) != verdict:
            break
        reassess_on = later.next_change
    return verdict.completed(reassess_on, tuple(at.workings))


def _judge(kind: RuleType, settings: Any, facts: _KnownFacts, at: AsAt) -> Verdict:
    """Return the verdict as it stands, without the day on which it may change."""
    withdrawn_on = at.act(facts.withdrawn_on)
    if withdrawn_on is not None:
        at.note(f"Withdrawn on {plain(withdrawn_on)}.")
        return not_applicable("The act was withdrawn.")
    return kind.judge(settings, facts, at)


def _require_day(on: date) -> None:
    if not isinstance(on, date) or isinstance(on, datetime):
        raise FactError("on", "a date is needed")
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        raise FactError("on", f"{on.isoformat()} is outside the calendar in use")


def check_params(rule: Rule) -> None:
    """Raise FactError for an unknown type, or for params unknown, missing or wrong."""
    _ = rule.settings


def describe(rule: Rule) -> str:
    """Return how the rule is checked, in one or two plain sentences."""
    return rule.kind.describe(rule.settings)


def fact_names(rule_type: str) -> tuple[str, ...]:
    """Return the facts of a rule type in the specification's order, `withdrawn_on` last."""
    return _type_named(rule_type).FACTS


def _type_named(name: str) -> RuleType:
    try:
        return _TYPES[name]
    except (KeyError, TypeError):
        raise FactError("type", f"{name!r} is not a rule type") from None
