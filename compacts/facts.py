"""The facts that a clause asks for, under the words of `compacts/fact_words.py`.

Rule types share names (`received_on` of a notice, of a claim), so a fact is looked up by both.
Steps and records are named `steps.CODE` and `fields.CODE`, conditions and those who are told
`conditions.CODE` and `told.CODE`, under the clause's own labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from compacts.fact_parts import Fact
from compacts.fact_words import CODED, coded_words, fact_words, label_of, words_known
from compacts.models import Rule
from pages.naming import lowered
from rules import coded_facts as codes_of
from rules import fact_names

NO_EXCEPTION = ("", "For no reason that the clause allows")
CONDITION = Fact("", "", "The clause applies only then.", "yes_no")
ON_EVERY_ACT = "withdrawn_on"


DUE: dict[str, str] = {
    "minimum_notice": "Latest day for the notice",
    "minimum_period": "Earliest day to close",
    "lead_time": "Latest day to decide and inform",
    "payment_period": "Latest day to pay",
    "minimum_term": "Earliest last day",
    "prior_step": "Latest day for the steps",
    "required_record": "Latest day for the record",
    "fixed_deadline": "Due",
    "recurring_review": "Latest day for the review",
    "response_time": "Latest day to do it",
    "minimum_gap": "Latest day to do it",
    "maximum_length": "Latest end",
    "times_per_period": "Last day of the period",
    "proportionate_cut": "Latest day to change it",
}
"""What `due_on` of a verdict is called, by rule type."""

HEADINGS: dict[str, str] = {
    "minimum_notice": "Notice before support changes or ends",
    "minimum_period": "Length of a consultation",
    "lead_time": "Deciding before the start",
    "payment_period": "Payment",
    "minimum_term": "Length of funding",
    "fixed_deadline": "Actions and reviews with a date",
    "recurring_review": "Actions and reviews with a date",
    "prior_step": "Steps that must come first",
    "required_record": "Records to be made",
    "response_time": "Answers within a time",
    "minimum_gap": "Time before a meeting or event",
    "maximum_length": "Longest time",
    "times_per_period": "How often in a period",
    "proportionate_cut": "Cuts in proportion",
}
"""Where the calculator lists the clauses of a rule type, in the order of its page; types may share one."""


def fact(rule_type: str, name: str) -> Fact:
    """How a fact of a rule type is asked for. Raises KeyError for one it does not have."""
    known = words_known(rule_type, name)
    if known is None or name not in (*fact_names(rule_type), ON_EVERY_ACT):
        raise KeyError(name)
    return known


def facts_of(rule: Rule) -> list[Fact]:
    """Every fact that matters to this clause: its conditions, then the specification's order."""
    params, codes = rule.params, codes_of(rule.law)
    facts = coded_facts("conditions", codes["conditions"], rule.labels)
    for name in fact_names(rule.type):
        if name == "unknown":
            choices = tuple((code, label_of(code, rule.labels)) for code in codes[name])
            facts.append(replace(fact(rule.type, name), choices=choices))
        elif name in codes:
            asked = () if name == "conditions" else codes[name]
            facts.extend(coded_facts(name, asked, rule.labels))
        elif _matters(rule, name):
            facts.append(_fitted(fact(rule.type, name), params))
    condition = params.get("condition")
    if rule.type == "prior_step" and condition and condition != "problems_logged":
        facts.insert(0, replace(CONDITION, name=condition, label=label_of(condition, rule.labels)))
    return facts


def coded_facts(table: str, codes: Iterable[str], labels: Mapping[str, str]) -> list[Fact]:
    """The codes of a table, such as a clause's steps, each under the clause's own label."""
    return [coded_words(table, code, labels) for code in codes]


def _matters(rule: Rule, name: str) -> bool:
    """Whether the clause's own figures leave any use for a fact."""
    rule_type, params = rule.type, rule.params
    if name in ("explanation", "explained_on"):
        return bool(getattr(rule.law.settings, "may_explain", True))
    if rule_type == "minimum_notice":
        # Where the clause wants somebody else told, their day takes its place, and need not be in
        # writing (rule-readings.md, 29).
        if name in ("received_on", "in_writing"):
            return params.get("addressee") is None
        # A clause that covers fixed terms treats one like any other ending, so nothing turns on
        # these.
        if name in ("fixed_term_end", "renewal_expected"):
            return not params.get("fixed_terms")
        exception = params.get("exception")
        if name == "exception":
            return exception is not None
        if name in ("rationale", "rationale_given_on"):
            return bool(exception == "exceptional_circumstances")
        if name in ("central_notice_received_on", "central_last_day"):
            return bool(exception == "central_government")
    if rule_type == "minimum_period":
        if name == "formal_written":
            return bool(params.get("informal_needs_explanation"))
        if name == "significant_effect":
            return bool(params.get("condition") == name)
    if rule_type == "prior_step" and name == "problems_logged":
        return bool(params.get("condition") == name)
    if rule_type == "recurring_review" and name == "report_published_on":
        return bool(params.get("report_required"))
    return True


def _fitted(each: Fact, params: Mapping[str, Any]) -> Fact:
    """The exception of this compact, and no other compact's."""
    if each.name != "exception":
        return each
    own = tuple(choice for choice in each.choices if choice[0] == params.get("exception"))
    return replace(each, choices=(NO_EXCEPTION, *own))


def label_in(rule: Rule, name: str) -> str:
    """What a fact is called beside a verdict: "steps.CODE" and `missing` names are understood."""
    return fact_words(rule.type, name, rule.labels).label


def in_words_of(rule: Rule, sentence: str) -> str:
    """A sentence of the engine, which knows only codes, with the clause's own labels for them."""
    said = {code.replace("_", " "): lowered(label) for code, label in rule.labels.items()}
    if not said:
        return sentence
    # The longest first, or a code that begins another would be found in its place.
    codes = "|".join(map(re.escape, sorted(said, key=len, reverse=True)))
    listed = rf"((?<=: )|(?<=, )|(?<= and )|(?<= or ))({codes})(?=[.,]| and | or )"
    return re.sub(listed, lambda found: said[found[2]], sentence)


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as the engine takes them: `steps.CODE` and its like go into their tables."""
    facts: dict[str, Any] = {}
    for name, value in values.items():
        table, _, code = name.partition(".")
        if code and table in CODED:
            facts.setdefault(table, {})[code] = value
        else:
            facts[name] = value
    return facts


def flattened(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The other way round: one level of names."""
    flat: dict[str, Any] = {}
    for name, value in facts.items():
        if name in CODED and isinstance(value, Mapping):
            flat.update({f"{name}.{code}": inner for code, inner in value.items()})
        else:
            flat[name] = value
    return flat
