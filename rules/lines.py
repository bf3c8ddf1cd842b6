"""Assessing JSON lines: one act's facts in, one verdict out, a line each.

The line format serves commands that recompute many verdicts. A line that cannot be assessed
answers with the field at fault, so that one bad line never stops the rest.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from rules import facts as read
from rules.calendar import ENGLAND_AND_WALES, Holidays
from rules.registry import RULE_TYPES, Rule, assess, check_params
from rules.verdict import FactError

FindRule = Callable[[str, str, str], Rule]


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


# Python would read NaN and Infinity, which are not JSON and which nobody could read back.
_decode = json.JSONDecoder(parse_constant=_refuse_constant).decode
_encode = json.JSONEncoder().encode


def assess_line(
    line: str, find_rule: FindRule, holidays: Holidays = ENGLAND_AND_WALES
) -> tuple[str, bool]:
    """Return the answer to one line, without a newline, and whether it could be assessed.

    A line names its rule by compact, provision and type, or gives the params of a type itself.
    `find_rule(compact, provision, rule_type)` raises FactError for what it does not know.
    """
    identity = None
    try:
        question = _question(line)
        identity = _identity(question)
        rule = _rule(question, find_rule)
        verdict = assess(rule, _facts(question), _on(question), holidays)
    except FactError as error:
        fault = {"field": error.field, "message": error.message}
        return _encode({"id": identity, "error": fault}), False
    return _encode({"id": identity, **verdict.as_dict()}), True


def _question(line: str) -> Mapping[str, Any]:
    try:
        question = _decode(line)
    except (ValueError, RecursionError):
        raise FactError("line", "this line is not JSON") from None
    if not isinstance(question, dict):
        raise FactError("line", "a JSON object is needed")
    return question


def _identity(question: Mapping[str, Any]) -> str | int | None:
    value = question.get("id")
    if value is None or isinstance(value, str | int):
        return value
    raise FactError("id", "text or a whole number is needed")


def _rule(question: Mapping[str, Any], find_rule: FindRule) -> Rule:
    if question.get("params") is None:
        return find_rule(*(_named(question, name) for name in ("compact", "provision", "rule")))
    for name in ("compact", "provision"):
        if question.get(name) is not None:
            raise FactError(name, "params stand in place of a compact and its provision")
    rule_type = _named(question, "rule")
    if rule_type not in RULE_TYPES:
        raise FactError("rule", f"{rule_type[:40]!r} is not one of {', '.join(RULE_TYPES)}")
    rule = Rule(rule_type, question["params"])
    check_params(rule)
    return rule


def _named(question: Mapping[str, Any], name: str) -> str:
    value = question.get(name)
    if isinstance(value, str) and value.strip():
        return value
    raise FactError(name, "text is needed")


def _facts(question: Mapping[str, Any]) -> Mapping[str, Any]:
    facts = question.get("facts")
    if isinstance(facts, dict):
        return facts
    raise FactError("facts", "an object of names and values is needed")


def _on(question: Mapping[str, Any]) -> date:
    return read.as_day(question.get("on"), "on")
