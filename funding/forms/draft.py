"""A draft decision read back as its pages: each page's forms, filled with what was typed."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

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
from pages.wizard import Draft, right_answers

TITLES = {
    "kind": "The decision",
    "recipients": "Who is it for?",
    "reasons": "The reasons",
    "steps": "What came before the decision?",
    "notice": "What notice is given?",
    "agreement": "What is agreed?",
    "conditions": "What was settled before the agreement?",
}
AWARDS = (FundingDecision.Kind.AWARD, FundingDecision.Kind.RENEW)
ROW_PAGES = ("notice", "agreement")


def pages_of(kind: str) -> list[str]:
    first = ["kind", "recipients", "reasons", "steps"]
    if kind in FundingDecision.NEEDS_NOTICE:
        return [*first, "notice"]
    if kind in AWARDS:
        return [*first, "agreement", "conditions"]
    return first


class DecisionDraft(Draft):
    """The pages of one draft. Earlier pages shape later ones, so they are read in order."""

    titles = TITLES

    def __init__(self, decision: FundingDecision, user: User, on: date) -> None:
        super().__init__(decision, user, on)
        self.decision, self.act = decision, decision.act
        # Set on the row in hand: notices begin with the decision's rationale before it is recorded.
        if self.is_typed("reasons"):
            form = self.forms("reasons")[0]
            decision.rationale = form.cleaned_data["rationale"] if form.is_valid() else ""

    @cached_property
    def rule_book(self) -> RuleBook:
        return RuleBook.for_areas([self.act.area])

    @property
    def pages(self) -> list[str]:
        return pages_of(self.decision.kind)

    def is_valid(self, page: str) -> bool:
        """Whether the page is answered, and rightly: the record is made from what was typed."""
        return all(form.is_bound for form in self.forms(page)) and super().is_valid(page)

    def build(self, page: str, data: Any = None, files: Any = None) -> list[Any]:
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
            return [RecipientsForm(data, decision=decision)]
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
                    kind="agreement",
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
            rules=self.rules("notice", self.decision.notice_kind),
            initial=initial_of_notice(recipient, self.decision),
        )

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
        return [rule.provision for rule in self.rules("notice", self.decision.notice_kind)]

    def _made_on(self) -> date | None:
        known = [right_answers(row) for row in self.forms("agreement")]
        days = [each.get("made_on") or each.get("start_on") for each in known]
        # The steps are asked once for all agreements, so they have to come before the earliest.
        return min((day for day in days if day), default=None)

    def recipients(self) -> list[Recipient]:
        # A page that is still being typed was put beside the row, which knows nothing of it.
        if not self.is_typed("recipients") and "recipients" not in self._known:
            return []
        return right_answers(self.forms("recipients")[0]).get("recipients") or []

    # What stands at the end

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
