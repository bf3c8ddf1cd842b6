"""The rule types by name, and the way in: the rules specification, sections 2 and 3.

`assess` is a pure function of a rule, facts, a day and the bank holidays.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from types import ModuleType
from typing import Any, Protocol, cast

from rules import (
    conditions,
    fixed_deadline,
    lead_time,
    maximum_length,
    minimum_gap,
    minimum_notice,
    minimum_period,
    minimum_term,
    payment_period,
    prior_step,
    proportionate_cut,
    recurring_review,
    reported_only,
    required_record,
    response_time,
    times_per_period,
)
from rules.as_at import AsAt
from rules.calendar import ENGLAND_AND_WALES, Holidays, HorizonError
from rules.conditions import Answers, Conditions
from rules.facts import FIRST_YEAR, LAST_YEAR
from rules.params import Param, Params
from rules.verdict import FactError, Outcome, Verdict, cannot_assess, not_applicable
from rules.words import plain


class _KnownFacts(Protocol):
    withdrawn_on: date | None


class _SettingsReader(Protocol):
    def read(self, params: Params) -> Any: ...


class _FactsReader(Protocol):
    def read(self, facts: Mapping[str, Any], settings: Any) -> _KnownFacts: ...


class RuleType(Protocol):
    """What each rule type's module offers.

    Its facts in the specification's order, its params, and the outcomes of its own tests.
    """

    FACTS: tuple[str, ...]
    PARAMS: tuple[Param, ...]
    OUTCOMES: tuple[Outcome, ...]
    Settings: _SettingsReader
    Facts: _FactsReader

    def judge(self, settings: Any, facts: Any, at: AsAt) -> Verdict: ...

    def describe(self, settings: Any) -> str: ...

    def needed(self, settings: Any) -> tuple[str, ...]: ...


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
    response_time,
    minimum_gap,
    maximum_length,
    times_per_period,
    proportionate_cut,
)
RULE_TYPES: tuple[str, ...] = tuple(_TYPES)

# Facts that are tables or lists of codes, and the setting that says which codes a rule reads.
_CODED = {"steps": "steps", "unknown": "steps", "fields": "fields", "told": "addressee"}


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
        """Return the type's own params, read and checked once a rule."""
        params = Params(self.params)
        settings = self.kind.Settings.read(params)
        Conditions.read(params)
        params.done()
        return settings

    @cached_property
    def conditions(self) -> Conditions | None:
        """Return the conditions under which the rule applies; None where it has none."""
        return Conditions.read(Params(self.params))

    @cached_property
    def coded(self) -> Mapping[str, tuple[str, ...]]:
        """Return the codes read of each fact that is a table or a list of codes."""
        found = {
            name: _as_codes(getattr(self.settings, setting))
            for name, setting in _CODED.items()
            if name in self.kind.FACTS
        }
        found["conditions"] = () if self.conditions is None else self.conditions.codes
        return found


def assess(
    rule: Rule, facts: Mapping[str, Any], on: date, holidays: Holidays = ENGLAND_AND_WALES
) -> Verdict:
    """Return the verdict of one rule on one act's facts, as they stand on a day.

    Raises FactError where the facts contradict each other or cannot be read, whatever the day.
    """
    _require_day(on)
    if not isinstance(facts, Mapping):
        raise FactError("facts", "a table of names and values is needed")
    case = _Case(rule, facts)
    at = AsAt(on, holidays)
    verdict = case.judge(at)
    at.note(f"Assessed as at {plain(on)}.")
    reassess_on = at.next_change
    while reassess_on is not None:
        later = AsAt(reassess_on, holidays)
        if case.judge(later) != verdict:
            break
        reassess_on = later.next_change
    return verdict.completed(reassess_on, tuple(at.workings))


class _Case:
    """One rule and one act's facts, read and checked, ready to be judged on any day."""

    __slots__ = ("_answers", "_conditions", "_facts", "_kind", "_settings")

    def __init__(self, rule: Rule, facts: Mapping[str, Any]) -> None:
        self._kind, self._settings = rule.kind, rule.settings
        self._facts = self._kind.Facts.read(facts, self._settings)
        self._conditions = rule.conditions
        self._answers: Answers = {}
        if self._conditions is not None:
            self._answers = conditions.read_answers(facts)

    def judge(self, at: AsAt) -> Verdict:
        """Return the verdict as it stands, without the day on which it may change."""
        withdrawn_on = at.act(self._facts.withdrawn_on)
        if withdrawn_on is not None:
            at.note(f"Withdrawn on {plain(withdrawn_on)}.")
            return not_applicable("The act was withdrawn.")
        if self._conditions is not None:
            outside = self._conditions.judge(self._answers, at)
            if outside is not None:
                return outside
        try:
            return self._kind.judge(self._settings, self._facts, at)
        except HorizonError as past:
            return cannot_assess(f"bank_holidays:{past.year}")


def _require_day(on: date) -> None:
    if not isinstance(on, date) or isinstance(on, datetime):
        raise FactError("on", "a date is needed")
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        raise FactError("on", f"{on.isoformat()} is outside the calendar in use")


def check_params(rule: Rule) -> None:
    """Raise FactError for an unknown type, or for params unknown, missing or wrong."""
    _ = rule.settings


def describe(rule: Rule) -> str:
    """Return how the rule is checked, in a few plain sentences."""
    said = rule.kind.describe(rule.settings)
    return said if rule.conditions is None else f"{said} {rule.conditions.words}"


def fact_names(rule_type: str) -> tuple[str, ...]:
    """Return the facts of a rule type in the specification's order, `withdrawn_on` last."""
    *own, withdrawn_on = _type_named(rule_type).FACTS
    return (*own, "conditions", withdrawn_on)


def coded_facts(rule: Rule) -> Mapping[str, tuple[str, ...]]:
    """Return the codes that the rule reads of each fact that is a table or a list of codes."""
    return rule.coded


def _as_codes(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def facts_needed(rule: Rule) -> tuple[str, ...]:
    """Return the facts without which the rule can never be met, coded ones as "steps.CODE".

    What cannot supply them cannot carry the rule.
    """
    asked = () if rule.conditions is None else rule.conditions.codes
    return (*rule.kind.needed(rule.settings), *(f"conditions.{code}" for code in asked))


def params_of(rule_type: str) -> tuple[Param, ...]:
    """Return the params of a rule type, the conditions that every type takes last."""
    return (*_type_named(rule_type).PARAMS, *conditions.PARAMS)


def outcomes_of(rule_type: str) -> tuple[Outcome, ...]:
    """Return what a rule type can answer, in the order of the specification."""
    own = {Outcome.NOT_APPLICABLE, Outcome.CANNOT_ASSESS, *_type_named(rule_type).OUTCOMES}
    return tuple(outcome for outcome in Outcome if outcome in own)


def _type_named(name: str) -> RuleType:
    try:
        return _TYPES[name]
    except (KeyError, TypeError):
        known = ", ".join(RULE_TYPES)
        raise FactError("type", f"{name!r} is not a rule type: one of {known}") from None
