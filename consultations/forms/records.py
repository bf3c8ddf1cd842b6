"""What clauses ask to have on record, as questions under the clauses' own labels."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from commitments.checks import RuleBook
from compacts.fact_words import asking, coded_words
from compacts.models import Provision, Rule
from consultations.forms.parts import LONGEST, day
from consultations.models import Consultation
from consultations.subjects.consultations import FROM_COLUMNS
from pages.forms import PageForm, YesNoField
from pages.naming import name_errors
from rules import coded_facts

STEP, RECORD = "step-", "record-"
CODED = ("steps", "fields")
HINTS = {
    "opens_on": "What was done, or where it is written down.",
    "closes_on": "Asked for once it has closed. What was done, or where it is written down.",
}


@dataclass(slots=True)
class Clause:
    """A clause with the questions it puts, and what it asks that is answered elsewhere."""

    provision: Provision
    names: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    fields: list[forms.BoundField] = field(default_factory=list)


def ask_records(
    form: PageForm, rules: Iterable[Rule], *, own: Collection[str], records: dict[str, str]
) -> list[Clause]:
    """Adds a field for each record code that the rules ask for and no column of ours answers."""
    clauses: dict[int, Clause] = {}
    for rule in rules:
        clause = clauses.setdefault(rule.provision_id, Clause(rule.provision))
        codes = coded_facts(rule.law)
        for table, code in [(name, code) for name in CODED for code in codes.get(name, ())]:
            label = coded_words(table, code, rule.labels).label
            name = f"{RECORD if table == 'fields' else STEP}{code}"
            if code in own or name in form.fields:
                clause.elsewhere.append(label)
                continue
            asked = _question(table, label, HINTS.get(rule.event, HINTS["opens_on"]))
            asked.initial = records.get(code)
            form.fields[name] = asked
            name_errors(name, asked)
            clause.names.append(name)
    return [each for each in clauses.values() if each.names]


def _question(table: str, label: str, hint: str) -> forms.Field:
    if table == "steps":
        return day(label)
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
    )


def coded(form: PageForm, start: str) -> dict[str, Any]:
    """The answers of one table by code, as JSON values; blank ones are left out."""
    known = form.cleaned_data
    return {
        name.removeprefix(start): value.isoformat() if isinstance(value, date) else value
        for name, value in known.items()
        if name.startswith(start) and value
    }


class RecordsForm(PageForm):
    """Built from the rules of the compact in force on the opening."""

    def __init__(self, *args: Any, consultation: Consultation, user: User, on: date, **kwargs: Any):
        self.consultation, self.on = consultation, on
        super().__init__(*args, **kwargs)
        rules = rules_for(consultation, on)
        known = {**consultation.records, **consultation.steps}
        self.clauses = ask_records(self, rules, own=FROM_COLUMNS, records=known)
        steps = any(coded_facts(rule.law).get("steps") for rule in rules)
        told_on = consultation.told_on
        self.asks_order = steps and told_on is not None and told_on == consultation.opens_on
        if self.asks_order:
            self.fields["order_attested"] = YesNoField(
                required=False,
                initial=consultation.order_attested,
                **asking("consultation", "order_attested"),
            )

    @property
    def groups(self) -> list[Clause]:
        for clause in self.clauses:
            clause.fields = [self[name] for name in clause.names]
        return self.clauses

    def answers(self) -> dict[str, Any]:
        """What was asked here as answered, and what was not asked as it was."""
        answers: dict[str, Any] = {}
        for table, start in (("records", RECORD), ("steps", STEP)):
            kept = getattr(self.consultation, table)
            unasked = {code: said for code, said in kept.items() if start + code not in self.fields}
            answers[table] = {**unasked, **coded(self, start)}
        if self.asks_order:
            answers["order_attested"] = self.cleaned_data.get("order_attested")
        return answers


def rules_for(consultation: Consultation, on: date) -> list[Rule]:
    """What will judge it: the rules of the edition on its opening, where the lead is bound."""
    act = consultation.act
    day_of_act = consultation.opens_on or on
    rule_book = RuleBook.for_areas([act.area])
    found = rule_book.edition_on(act.area_id, day_of_act)
    if found is None or not found[0].binds(act.responsible, day_of_act):
        return []
    return rule_book.rules_for(act.area_id, day_of_act, "consultation")
