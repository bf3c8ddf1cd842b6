"""What the compact asks for, as a form: a date a step, a text a record, and the clauses behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms

from compacts.fact_words import asking, coded_words
from compacts.models import Provision, Rule
from organisations.models import Sector
from pages.forms import DateField, PageForm, YesNoField
from pages.naming import name_errors
from rules import coded_facts

# It has a question of its own on other pages, and a column of its own.
ASKED_ELSEWHERE = {"rationale"}
STEP, RECORD = "step-", "record-"


@dataclass(slots=True)
class Clause:
    """A clause with the questions that it puts on the page."""

    provision: Provision
    names: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)


class AskedForm(PageForm):
    """Built from the rules that will judge the record. The steps must come before `event_on`.

    What the voluntary sector promised is not asked of the funder: its own side puts that on record.
    """

    mark_optional = False

    def __init__(
        self,
        *args: Any,
        rules: Iterable[Rule],
        event_on: date | None,
        kind: str = "decision",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.event_on, self.kind = event_on, kind
        self.clauses: list[Clause] = []
        self.steps: dict[str, str] = {}
        self.records: dict[str, str] = {}
        self.asks_problems = False
        for rule in rules:
            if rule.provision.sector != Sector.VCS:
                self._ask(rule)
        self.clauses = [each for each in self.clauses if each.names or each.repeated]
        if self._same_day():
            question = YesNoField(required=False, **asking(kind, "order_attested"))
            self._add("order_attested", question)

    def _ask(self, rule: Rule) -> None:
        clause, codes = self._clause(rule.provision), coded_facts(rule.law)
        if rule.params.get("condition") == "problems_logged" and not self.asks_problems:
            self.asks_problems = True
            question = YesNoField(required=False, **asking(self.kind, "problems_logged"))
            clause.names.append(self._add("problems_logged", question))
        for code in codes.get("steps", ()):
            label = coded_words("steps", code, rule.labels).asked
            day = DateField(label=label, required=False)
            self._once(clause, f"{STEP}{code}", self.steps, label, day)
        for code in codes.get("fields", ()):
            if code in ASKED_ELSEWHERE:
                continue
            known = coded_words("records", code, rule.labels)
            words = forms.CharField(
                label=known.asked,
                required=False,
                max_length=2000,
                widget=forms.Textarea({"rows": 3}),
                help_text=known.hint,
            )
            self._once(clause, f"{RECORD}{code}", self.records, known.label, words)

    def _clause(self, provision: Provision) -> Clause:
        for clause in self.clauses:
            if clause.provision.pk == provision.pk:
                return clause
        self.clauses.append(Clause(provision))
        return self.clauses[-1]

    def _once(
        self, clause: Clause, name: str, kept: dict[str, str], label: str, asked: forms.Field
    ) -> None:
        if name in self.fields:
            if name not in clause.names:
                clause.repeated.append(kept[name])
            return
        kept[name] = label
        clause.names.append(self._add(name, asked))

    def _add(self, name: str, asked: forms.Field) -> str:
        self.fields[name] = asked
        name_errors(name, asked)
        return name

    def _same_day(self) -> bool:
        if self.event_on is None:
            return False
        return any(self._day(name) == self.event_on for name in self.steps)

    def _day(self, name: str) -> date | None:
        try:
            return self.fields[name].clean(self[name].value())
        # What is no date yet is no day; the fault itself is told when the form is cleaned.
        except forms.ValidationError:
            return None

    @property
    def groups(self) -> list[tuple[Clause, list[forms.BoundField]]]:
        return [(clause, [self[name] for name in clause.names]) for clause in self.clauses]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        asked = "order_attested" in self.fields and "order_attested" not in self.errors
        if asked and answers.get("order_attested") is None:
            self.add_error(
                "order_attested",
                f"Say whether each step dated on the day of the {self.kind} came before it",
            )
        return answers

    def step_days(self) -> dict[str, date]:
        return self._said(STEP, self.steps)

    def record_words(self) -> dict[str, str]:
        return self._said(RECORD, self.records)

    def _said(self, start: str, names: Sequence[str] | dict[str, str]) -> dict[str, Any]:
        known = getattr(self, "cleaned_data", {})
        return {name.removeprefix(start): known[name] for name in names if known.get(name)}
