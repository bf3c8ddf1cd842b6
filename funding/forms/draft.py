"""A draft decision read back as its pages: each page's forms, filled with what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from json import dumps
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from accounts.models import User
from commitments.checks import RuleBook
from compacts.models import Compact, Provision, Rule
from funding.actions.answers import AgreementAnswers, DecisionAnswers, NoticeAnswers
from funding.forms.asked import AskedForm
from funding.forms.opening import KindForm, ReasonsForm, Recipient, RecipientsForm
from funding.forms.rows import (
    AgreementRow,
    NoticeRow,
    initial_of_agreement,
    initial_of_notice,
)
from funding.models import FundingDecision

TITLES = {
    "kind": "The decision",
    "recipients": "Who is it for?",
    "reasons": "The reasons",
    "steps": "What came before the decision?",
    "notice": "What notice is given?",
    "agreement": "What is agreed?",
    "conditions": "What was settled before the agreement?",
    "check": "Check your answers",
}
NOT_ANSWERS = {"csrfmiddlewaretoken", "once", "version", "seen", "go", "back_to"}
SEVERAL = ("agreements", "organisations")
AWARDS = (FundingDecision.Kind.AWARD, FundingDecision.Kind.RENEW)

Data = Mapping[str, list[str]]


def pages_of(kind: str) -> list[str]:
    first = ["kind", "recipients", "reasons", "steps"]
    if kind in FundingDecision.NEEDS_NOTICE:
        return [*first, "notice"]
    if kind in AWARDS:
        return [*first, "agreement", "conditions"]
    return first


def answers_in(posted: Any) -> dict[str, list[str]]:
    """What a page sent, without what is not an answer."""
    return {
        name: values
        for name, values in posted.lists()
        if name not in NOT_ANSWERS and not name.endswith("-asked")
    }


def digest(answers: Data | None) -> str:
    """What a page's hidden field remembers of the answers it was opened with."""
    return sha256(dumps(answers or {}, sort_keys=True).encode()).hexdigest()[:16]


def right_answers(form: Any) -> dict[str, Any]:
    """What a form says that is right, with or without errors beside it."""
    if not form.is_bound:
        return {}
    form.is_valid()
    return form.cleaned_data


class Draft:
    """The pages of one draft. Earlier pages shape later ones, so they are read in order."""

    def __init__(self, decision: FundingDecision, user: User) -> None:
        self.decision, self.user = decision, user
        self.act = decision.act
        self.rule_book = RuleBook.for_areas([self.act.area])
        self.pages = pages_of(decision.kind)
        self._known: dict[str, list[forms.Form]] = {}
        if self.is_typed("reasons"):
            form = self.forms("reasons")[0]
            decision.rationale = form.cleaned_data["rationale"] if form.is_valid() else ""

    def is_typed(self, page: str) -> bool:
        return page in self.decision.typed

    def forms(self, page: str) -> list[Any]:
        """The page's forms as last saved."""
        if page not in self._known:
            typed = self.decision.typed.get(page)
            self._known[page] = self.build(
                page, MultiValueDict(typed) if typed is not None else None
            )
        return self._known[page]

    def put(self, page: str, forms_shown: list[Any]) -> None:
        """Reads a page from these forms from now on, such as one that is still being typed."""
        self._known[page] = forms_shown

    def as_initial(self, page: str) -> dict[str, Any]:
        """A page's answers to start from, where nothing is to be complained of yet."""
        typed = self.decision.typed.get(page, {})
        return {name: said if name in SEVERAL else said[-1] for name, said in typed.items() if said}

    def build(self, page: str, data: Any = None, first: dict[str, Any] | None = None) -> list[Any]:
        """The page's forms over `data`, or empty."""
        decision = self.decision
        if page == "kind":
            saved = {
                "kind": decision.kind,
                "funder": self.act.responsible_id,
                "programme": decision.programme,
                "decided_on": decision.decided_on,
            }
            return [KindForm(data, user=self.user, area=self.act.area, initial=saved)]
        if page == "recipients":
            return [RecipientsForm(data, decision=decision, initial=first)]
        if page == "reasons":
            return [ReasonsForm(data)]
        if page == "steps":
            rules = self.rules("decision", decision.kind)
            return [AskedForm(data, rules=rules, event_on=decision.decided_on)]
        if page == "conditions":
            return [
                AskedForm(
                    data,
                    rules=self._agreement_rules(),
                    event_on=self._made_on(),
                    event_words="the agreement",
                )
            ]
        return [self._row(page, each, data) for each in self.recipients()]

    def _row(self, page: str, recipient: Recipient, data: Any) -> NoticeRow | AgreementRow:
        if page == "agreement":
            return AgreementRow(
                data,
                recipient=recipient,
                decision=self.decision,
                initial=initial_of_agreement(recipient),
            )
        return NoticeRow(
            data,
            recipient=recipient,
            decision=self.decision,
            rules=self.rules("notice", self.notice_kind),
            initial=initial_of_notice(recipient, self.decision),
        )

    @property
    def notice_kind(self) -> str:
        return "change" if self.decision.kind == FundingDecision.Kind.VARY else self.decision.kind

    def rules(self, kind: str, subkind: str) -> list[Rule]:
        """What the compact in force on the date of the decision asks, where the funder is party."""
        on = self.decision.decided_on
        if on is None or not self.is_party:
            return []
        return self.rule_book.rules_for(self.act.area_id, on, kind, subkind)

    @property
    def compact(self) -> Compact | None:
        on = self.decision.decided_on
        found = self.rule_book.edition_on(self.act.area_id, on) if on else None
        return found[0].compact if found else None

    @property
    def is_party(self) -> bool:
        on = self.decision.decided_on
        found = self.rule_book.edition_on(self.act.area_id, on) if on else None
        return bool(found and on and found[0].binds(self.act.responsible, on))

    def _agreement_rules(self) -> list[Rule]:
        mechanisms = {right_answers(row).get("mechanism") for row in self.forms("agreement")}
        rules = {
            rule.pk: rule for each in mechanisms if each for rule in self.rules("agreement", each)
        }
        return sorted(rules.values(), key=lambda rule: (rule.provision.position, rule.position))

    @property
    def quoted(self) -> list[Provision]:
        """The clauses that the page of notices answers to."""
        return [rule.provision for rule in self.rules("notice", self.notice_kind)]

    def _made_on(self) -> date | None:
        known = [right_answers(row) for row in self.forms("agreement")]
        days = [each.get("made_on") or each.get("start_on") for each in known]
        return min((day for day in days if day), default=None)

    def recipients(self) -> list[Recipient]:
        if not self.is_typed("recipients"):
            return []
        return right_answers(self.forms("recipients")[0]).get("recipients") or []

    # What stands at the end

    def unfinished(self) -> list[str]:
        """The pages that are not answered, or not answered rightly."""
        return [
            page
            for page in self.pages
            if not self.is_typed(page)
            or not self.forms(page)
            or not all(form.is_valid() for form in self.forms(page))
        ]

    def decision_answers(self) -> DecisionAnswers:
        steps = self.forms("steps")[0]
        known = right_answers(steps)
        return DecisionAnswers(
            kind=self.decision.kind,
            decided_on=self.decision.decided_on,
            programme=self.decision.programme,
            rationale=self.decision.rationale,
            problems_logged=known.get("problems_logged"),
            order_attested=bool(known.get("order_attested")),
            steps=steps.step_days(),
            records=steps.record_words(),
        )

    def notice_answers(self) -> list[NoticeAnswers]:
        return [row.answers() for row in self.forms("notice")] if "notice" in self.pages else []

    def agreement_answers(self) -> list[AgreementAnswers]:
        if "agreement" not in self.pages:
            return []
        asked = self.forms("conditions")[0]
        right_answers(asked)
        steps, records = asked.step_days(), asked.record_words()
        return [row.answers(steps=steps, records=records) for row in self.forms("agreement")]
