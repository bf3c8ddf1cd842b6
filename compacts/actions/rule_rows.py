"""The rules of a clause, read from a compact's file: type, params, the act judged, labels, cases."""

from __future__ import annotations

from typing import Any

from compacts.actions.reading import Table, as_json, fit
from compacts.acts import act_kinds, facts_lacking, noun_of
from compacts.models import Rule
from rules import FactError, check_params
from rules import Rule as RuleOfLaw
from rules.words import listed

EVENTS = ("opens_on", "closes_on")
LISTED_CODES = ("steps", "fields")
SINGLE_CODES = ("condition", "when", "unless", "addressee")

Row = dict[str, Any]


def read_rule(table: Table) -> Row:
    """One rule in the field names of its model. Faults go to the table."""
    applies = table.table("applies_to")
    kinds = act_kinds()
    act = applies.choice("act", kinds, needed=False)
    row = {
        "type": table.text("type"),
        "params": as_json(table.mapping("params")),
        "act_kind": act,
        "act_subkinds": applies.texts("kinds", kinds[act].subkinds if act in kinds else ()),
        "event": applies.choice("event", EVENTS, needed=False),
        "labels": table.mapping("labels"),
        "local": table.optional("local"),
        "golden_cases": _cases(table),
    }
    if row["event"] and act != "consultation":
        applies.fault("event", "only a consultation has several events")
    applies.done()
    _check_rule(table, row)
    fit(table, Rule, row)
    table.done()
    return row


def _check_rule(table: Table, row: Row) -> None:
    """The engine's own reading of type and params, and a label for every code."""
    try:
        check_params(RuleOfLaw(row["type"], row["params"]))
    except FactError as error:
        table.fault(error.field, error.message)
        return
    if row["type"] != "reported_only" and not row["golden_cases"]:
        table.fault("cases", "a computed rule needs a golden case")
    if row["params"].get("when") and row["params"].get("when") == row["params"].get("unless"):
        table.fault("params.unless", "is the same as params.when: the clause would never apply")
    _check_labels(table, row["params"], row["labels"])
    _check_act(table, row)


def _check_act(table: Table, row: Row) -> None:
    """An act must be able to tell what the rule needs, or the duty could never be met."""
    asked = {name: row[name] for name in ("type", "params", "act_kind", "event")}
    lacking = facts_lacking(Rule(**asked))
    if lacking:
        act, needed = noun_of(row["act_kind"]), listed(list(lacking), "or")
        table.fault(
            "applies_to.act",
            f"{row['type']} needs {needed}, which the record of this act ({act}) does not hold; "
            "null keeps the rule for the calculator alone",
        )


def _check_labels(table: Table, params: Row, labels: Row) -> None:
    """Steps and records have a label each; a condition and an addressee may have one."""
    needed = [code for name in LISTED_CODES for code in params.get(name, ())]
    possible = [*needed, *(params[name] for name in SINGLE_CODES if params.get(name))]
    for code in needed:
        if code not in labels:
            table.fault(f"labels.{code}", "is missing: every code has a label in plain words")
    for code, label in labels.items():
        if code not in possible:
            own = f": it has {', '.join(possible)}" if possible else ""
            table.fault(f"labels.{code}", f"is not a code of this rule{own}")
        elif not isinstance(label, str) or not label.strip():
            table.fault(f"labels.{code}", "words are needed: quote them")


def _cases(table: Table) -> list[Row]:
    if not table.has("cases"):
        table.take("cases")
        return []
    cases = []
    for case in table.tables("cases"):
        row = {
            "name": case.text("name"),
            "on": as_json(case.day("on")),
            "facts": as_json(case.mapping("facts")),
            "expect": as_json(case.mapping("expect")),
        }
        if row["on"] is None:
            case.fault("on", "a date is needed")
        if "outcome" not in row["expect"]:
            case.fault("expect.outcome", "is missing")
        case.done()
        cases.append(row)
    return cases
