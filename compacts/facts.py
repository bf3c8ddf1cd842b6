"""The vocabulary of facts: what each one is called on every form, in plain words.

Rule types share names (`received_on` of a notice, of a claim), so a fact is looked up by both.
Steps and records are named `steps.CODE` and `fields.CODE`, conditions and those who are told
`conditions.CODE` and `told.CODE`, under the clause's own labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from compacts.models import Rule
from rules import coded_facts as codes_of
from rules import fact_names

Kind = Literal["date", "dates", "yes_no", "choice", "choices", "money", "text", "long_text"]
Choices = tuple[tuple[str, str], ...]

YES_OR_NO: Choices = (("yes", "Yes"), ("no", "No"))
NOTICE_KINDS: Choices = (
    ("change", "It changes"),
    ("reduce", "It is reduced"),
    ("end", "It ends"),
)
EXCEPTIONS: Choices = (
    ("exceptional_circumstances", "Yes, exceptional circumstances"),
    ("central_government", "Yes, central government's own notice was too short"),
)
NO_EXCEPTION = ("", "No")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a rule asks about an act."""

    name: str
    label: str
    hint: str = ""
    kind: Kind = "date"
    choices: Choices = ()


def _date(name: str, label: str, hint: str = "") -> Fact:
    return Fact(name, label, hint)


EXPLANATION = Fact(
    "explanation",
    "Explanation",
    "Why it was done differently. A departure with an explanation counts as explained.",
    "long_text",
)
EXPLAINED_ON = _date("explained_on", "Explanation given on")
WITHDRAWN_ON = _date(
    "withdrawn_on", "Withdrawn on", "Leave empty unless the whole thing was withdrawn."
)
EVENT_ON = _date("event_on", "Date of the decision or event")
DONE_ON = _date("done_on", "Done on", "Leave empty while it is not done.")

_FACTS: dict[str, tuple[Fact, ...]] = {
    "minimum_notice": (
        Fact("kind", "What happens to the support?", kind="choice", choices=NOTICE_KINDS),
        _date(
            "received_on",
            "Notice received on",
            "The day it reached the organisation. Leave empty while no notice has been given.",
        ),
        Fact("in_writing", "Was the notice in writing?", "A letter or an e-mail.", "yes_no"),
        _date(
            "last_day",
            "Last day of support on the old terms",
            "For a change from 1 April, the last day is 31 March.",
        ),
        Fact(
            "fixed_term_end",
            "Does it end only because a fixed term runs out?",
            kind="yes_no",
        ),
        Fact(
            "renewal_expected",
            "Could the organisation expect a renewal?",
            "Answer this where a fixed term runs out.",
            "choice",
            YES_OR_NO,
        ),
        Fact(
            "exception",
            "Does the clause's exception apply?",
            "Answer this where the notice is shorter than the clause asks.",
            "choice",
            EXCEPTIONS,
        ),
        Fact(
            "rationale",
            "Rationale given for the shorter notice",
            "In the words given to the organisation.",
            "long_text",
        ),
        _date("rationale_given_on", "Rationale given on"),
        _date("central_notice_received_on", "Central government's notice received on"),
        _date("central_last_day", "Last day of central government's funding"),
        _date(
            "previous_last_day",
            "Last day as first notified",
            "Where the last day was later put back.",
        ),
        _date("moved_on", "Day on which the last day was put back"),
    ),
    "minimum_period": (
        Fact("formal_written", "Is it a formal, written consultation?", kind="yes_no"),
        Fact(
            "significant_effect",
            "Is it likely to have a significant effect on the sector?",
            kind="choice",
            choices=YES_OR_NO,
        ),
        _date("opens_on", "Opens on"),
        _date(
            "documents_complete_on",
            "All documents available from",
            "Where that is later than the opening. The period is counted from then.",
        ),
        _date("closes_on", "Closes on", "The planned day, then the day it really closed."),
        EXPLANATION,
        EXPLAINED_ON,
    ),
    "lead_time": (
        _date("decided_on", "Decided on"),
        _date("informed_on", "Organisation informed on"),
        _date("expected_start", "Expected start", "The day the service or funding is to begin."),
        EXPLANATION,
        EXPLAINED_ON,
    ),
    "payment_period": (
        _date("received_on", "Invoice or claim received on"),
        _date("paid_on", "Paid on", "Leave empty while it is unpaid."),
        _date("agreed_terms_on", "Other payment terms agreed on", "Where there are any."),
        _date("agreed_due_on", "Day for payment under those terms"),
        _date("queried_on", "Queried on", "Where the claim was sent back with a question."),
        _date("resubmitted_on", "Resubmitted on"),
    ),
    "minimum_term": (
        _date("start_on", "Funding starts on"),
        _date("last_day", "Last day of the funding"),
        EXPLANATION,
        EXPLAINED_ON,
    ),
    "prior_step": (
        EVENT_ON,
        Fact(
            "unknown",
            "Is it not known whether any of these was done?",
            "A step without a date counts as not done, unless it is marked here.",
            "choices",
        ),
        Fact("problems_logged", "Were problems with the service logged?", kind="yes_no"),
        Fact(
            "order_attested",
            "If both were on the same day: did the step come first?",
            kind="yes_no",
        ),
        _date("retaken_on", "Decision taken again on", "Where it was reconsidered afterwards."),
    ),
    "required_record": (EVENT_ON,),
    "fixed_deadline": (
        _date("due_on", "Due on"),
        DONE_ON,
        Fact("ongoing", "Is it ongoing work without a date?", kind="yes_no"),
    ),
    "recurring_review": (
        _date("anchor_on", "Last review held on", "Or the last day of the month the text names."),
        _date("held_on", "This review held on", "Leave empty while it has not been held."),
        Fact("minuted", "Was it minuted?", kind="yes_no"),
        _date("report_published_on", "Report published on"),
    ),
    "reported_only": (),
    "response_time": (
        _date("triggered_on", "The time runs from", "The day of what is to be answered."),
        DONE_ON,
        EXPLANATION,
        EXPLAINED_ON,
    ),
    "minimum_gap": (
        _date("event_on", "Date of the meeting or event"),
        DONE_ON,
        EXPLANATION,
        EXPLAINED_ON,
    ),
    "maximum_length": (
        _date("start_on", "Starts on"),
        _date("end_on", "Ends on", "The planned day, then the day it really ended."),
        EXPLANATION,
        EXPLAINED_ON,
    ),
    "times_per_period": (
        _date("period_start_on", "The period starts on"),
        Fact("held_on", "Held on", "One date a line. The same day counts once.", "dates"),
    ),
    "proportionate_cut": (
        EVENT_ON,
        Fact("sector_before", "Amount for the sector before", kind="money"),
        Fact("sector_after", "Amount for the sector after", kind="money"),
        Fact("own_before", "The body's own amount before", kind="money"),
        Fact("own_after", "The body's own amount after", kind="money"),
        EXPLANATION,
        EXPLAINED_ON,
    ),
}


@dataclass(frozen=True, slots=True)
class _Table:
    """How each code of a fact that is a table is asked for; `words` holds the clause's label."""

    kind: Kind
    hint: str
    words: str = "{}"
    choices: Choices = ()


_TABLES: dict[str, _Table] = {
    "steps": _Table("date", "The day it was done."),
    "fields": _Table("text", "What the record says, or where it is kept."),
    "conditions": _Table("choice", "Whether the clause applies turns on it.", choices=YES_OR_NO),
    "told": _Table("date", "Leave empty while they have not been told.", "{} told on"),
}
_BY_NAME = {(kind, each.name): each for kind, facts in _FACTS.items() for each in facts}
CONDITION = Fact("", "", "The clause applies only then.", "yes_no")


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
    return WITHDRAWN_ON if name == WITHDRAWN_ON.name else _BY_NAME[rule_type, name]


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
    asked = _TABLES[table]
    return [
        Fact(
            f"{table}.{code}",
            asked.words.format(label_of(code, labels)),
            asked.hint,
            asked.kind,
            asked.choices,
        )
        for code in codes
    ]


def label_of(code: str, labels: Mapping[str, str]) -> str:
    """A code in plain words: the clause's label, else the code without its underscores."""
    return labels.get(code) or code.replace("_", " ").capitalize()


def _matters(rule: Rule, name: str) -> bool:
    """Whether the clause's own figures leave any use for a fact."""
    rule_type, params = rule.type, rule.params
    if name in ("explanation", "explained_on"):
        return bool(getattr(rule.law.settings, "may_explain", True))
    if rule_type == "minimum_notice":
        if name in ("received_on", "in_writing"):
            return params.get("addressee") is None
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
    own = tuple(choice for choice in EXCEPTIONS if choice[0] == params.get("exception"))
    return replace(each, choices=(NO_EXCEPTION, *own))


def label_in(rule: Rule, name: str) -> str:
    """What a fact is called beside a verdict: "steps.CODE" and `missing` names are understood."""
    table, _, code = name.partition(".")
    if code and table in _TABLES:
        return coded_facts(table, [code], rule.labels)[0].label
    if name.startswith("bank_holidays:"):
        return f"The bank holidays of {name.partition(':')[2]}"
    if name == "order":
        return fact("prior_step", "order_attested").label
    try:
        return fact(rule.type, name).label
    except KeyError:
        return label_of(name, rule.labels)


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as the engine takes them: `steps.CODE` and its like go into their tables."""
    facts: dict[str, Any] = {}
    for name, value in values.items():
        table, _, code = name.partition(".")
        if code and table in _TABLES:
            facts.setdefault(table, {})[code] = value
        else:
            facts[name] = value
    return facts


def flattened(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The other way round: one level of names."""
    flat: dict[str, Any] = {}
    for name, value in facts.items():
        if name in _TABLES and isinstance(value, Mapping):
            flat.update({f"{name}.{code}": inner for code, inner in value.items()})
        else:
            flat[name] = value
    return flat
