"""One recipient's part of a page: the notice it is given, or the agreement made with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from compacts.fact_table import EXCEPTIONS
from compacts.fact_words import asking
from compacts.models import Rule
from funding.actions.answers import AgreementAnswers, NoticeAnswers
from funding.forms.opening import Recipient
from funding.models import FundingDecision, Mechanism, Notice
from pages.forms import ChoiceRadios, DateField, MoneyField, PageForm, YesNoField
from pages.naming import lowered
from rules import coded_facts

UNEXPLAINED = "Record it without an explanation"
OFTEN_BLANK = ("amount", "renewal")


def _of_notice(name: str) -> dict[str, Any]:
    return {**asking("notice", name), "required": False}


def _of_agreement(name: str) -> dict[str, Any]:
    return {**asking("agreement", name), "required": False}


class NoticeRow(PageForm):
    mark_optional = False

    method = ChoiceRadios(
        choices=Notice.Method.choices,
        **_of_notice("method"),
        hints={"meeting": "Words alone are not notice: the time runs once it is in writing"},
    )
    sent_on = DateField(**_of_notice("sent_on"))
    received_on = DateField(**_of_notice("received_on"))
    last_day = DateField(**asking("notice", "last_day"))
    fixed_term_end = YesNoField(**_of_notice("fixed_term_end"))
    renewal_expected = ChoiceRadios(
        choices=[("yes", "Yes"), ("no", "No")], **_of_notice("renewal_expected")
    )
    amount_before = MoneyField(min_value=0, **_of_notice("amount_before"))
    amount_after = MoneyField(min_value=0, **_of_notice("amount_after"))
    exception = ChoiceRadios(**asking("notice", "exception", hinted=False), required=False)
    rationale = forms.CharField(
        max_length=5000, widget=forms.Textarea({"rows": 5}), **_of_notice("rationale")
    )
    rationale_given_on = DateField(**_of_notice("rationale_given_on"))
    central_notice_received_on = DateField(**_of_notice("central_notice_received_on"))
    central_last_day = DateField(**_of_notice("central_last_day"))
    unexplained = forms.BooleanField(label=UNEXPLAINED, required=False)
    asked = forms.CharField(required=False, widget=forms.HiddenInput)

    facts_first = ("method", "sent_on", "received_on", "last_day")

    def __init__(
        self,
        *args: Any,
        recipient: Recipient,
        decision: FundingDecision,
        rules: Sequence[Rule],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, prefix=recipient.key, **kwargs)
        self.recipient, self.decision = recipient, decision
        self.wants_rationale = any(
            "rationale" in coded_facts(rule.law).get("fields", ()) for rule in rules
        )
        named = [rule.params.get("exception") for rule in rules if rule.params.get("exception")]
        self.fields["exception"].choices = [  # type: ignore[attr-defined]
            (code, dict(EXCEPTIONS)[code])
            for code in dict.fromkeys(named)
            if code in dict(EXCEPTIONS)
        ]
        if self.wants_rationale:
            self.fields["rationale"].initial = decision.rationale
        self._drop(decision.kind, named)
        self.order_fields(self._order())

    def _drop(self, kind: str, named: Sequence[str]) -> None:
        if kind != FundingDecision.Kind.END:
            del self.fields["fixed_term_end"], self.fields["renewal_expected"]
        if kind == FundingDecision.Kind.END:
            del self.fields["amount_before"], self.fields["amount_after"]
        if "central_government" not in named:
            del self.fields["central_notice_received_on"], self.fields["central_last_day"]
        if not named:
            del self.fields["exception"]

    def _order(self) -> list[str]:
        return [*self.facts_first, *(["rationale"] if self.wants_rationale else [])]

    @property
    def why_names(self) -> list[str]:
        """What is asked only of a notice that is too short."""
        names = ["exception", "rationale", "rationale_given_on"]
        names += ["central_notice_received_on", "central_last_day", "unexplained"]
        if self.wants_rationale:
            names.remove("rationale")
        return [name for name in names if name in self.fields]

    @property
    def about(self) -> str:
        """Whose part of the page this is."""
        return self.recipient.name

    @property
    def passed_over(self) -> list[str]:
        """What is left out of the check page where it is blank."""
        return [n for n in self.fields if n in self.why_names or n.startswith(OFTEN_BLANK)]

    @property
    def main(self) -> list[forms.BoundField]:
        return [self[n] for n in self.fields if n not in self.why_names and n != "asked"]

    @property
    def why(self) -> list[forms.BoundField]:
        return [self[name] for name in self.why_names]

    @property
    def was_asked_why(self) -> bool:
        """Whether the page that was sent already showed the questions about a short notice."""
        return bool(self["asked"].value()) or any(
            self[name].value() not in (None, "", False, ["", "", ""]) for name in self.why_names
        )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        sent, received = answers.get("sent_on"), answers.get("received_on")
        if sent and received and received < sent:
            self.add_error("received_on", "A notice cannot reach the recipient before it is sent")
        if received and not answers.get("method") and "method" not in self.errors:
            self.add_error("method", "Select how the notice was given")
        return answers

    def answers(self) -> NoticeAnswers:
        """What is known so far: of a form with errors, the answers that are right."""
        known = getattr(self, "cleaned_data", {})
        agreement = self.recipient.agreement
        given = {
            name: known[name]
            for name in self.fields
            if name not in ("asked", "unexplained") and known.get(name) not in (None, "")
        }
        return NoticeAnswers(
            recipient=self.recipient.organisation,
            agreement=agreement,
            programme=(agreement.programme if agreement else "") or self.decision.programme,
            **given,
        )

    def require_explanation(self) -> None:
        """A short notice says why, or says that it does not."""
        known = self.cleaned_data
        if known.get("unexplained"):
            return
        needed = {"exceptional_circumstances": ("rationale", "rationale_given_on")}
        needed["central_government"] = ("central_notice_received_on", "central_last_day")
        chosen = known.get("exception", "")
        if "exception" in self.fields and not chosen:
            words = f"Select why the notice is shorter, or tick “{UNEXPLAINED}”"
            self.add_error("exception", words)
            return
        blank = [name for name in needed.get(chosen, ()) if not known.get(name)]
        for name in blank:
            if name not in self.errors:
                wanted = lowered(str(self.fields[name].label))
                self.add_error(name, f"Enter the {wanted}, or tick “{UNEXPLAINED}”")
        if not blank:
            words = f"These answers do not explain the short notice: tick “{UNEXPLAINED}” to go on"
            self.add_error("unexplained", words)


class AgreementRow(PageForm):
    mark_optional = False

    mechanism = ChoiceRadios(choices=Mechanism.choices, **asking("agreement", "mechanism"))
    amount = MoneyField(min_value=0, **_of_agreement("amount"))
    start_on = DateField(**_of_agreement("start_on"))
    last_day = DateField(**_of_agreement("last_day"))
    expected_start = DateField(**_of_agreement("expected_start"))
    informed_on = DateField(**_of_agreement("informed_on"))
    made_on = DateField(**_of_agreement("made_on"))
    centrally_funded = YesNoField(**_of_agreement("centrally_funded"))
    explanation = forms.CharField(
        max_length=5000, widget=forms.Textarea({"rows": 5}), **_of_agreement("explanation")
    )
    explained_on = DateField(**_of_agreement("explained_on"))
    unexplained = forms.BooleanField(label=UNEXPLAINED, required=False)
    asked = forms.CharField(required=False, widget=forms.HiddenInput)

    why_names = ["explanation", "explained_on", "unexplained"]

    def __init__(
        self, *args: Any, recipient: Recipient, decision: FundingDecision, **kwargs: Any
    ) -> None:
        super().__init__(*args, prefix=recipient.key, **kwargs)
        self.recipient, self.decision = recipient, decision

    main, why = NoticeRow.main, NoticeRow.why
    about, passed_over = NoticeRow.about, NoticeRow.passed_over
    was_asked_why = NoticeRow.was_asked_why

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        self._in_order(
            answers, "start_on", "last_day", "The last funded day cannot be before the first"
        )
        decided_on, informed_on = self.decision.decided_on, answers.get("informed_on")
        if decided_on and informed_on and informed_on < decided_on:
            self.add_error("informed_on", "Nobody can be told of a decision before it is made")
        return answers

    def _in_order(self, answers: dict[str, Any], first: str, then: str, words: str) -> None:
        earlier, later = answers.get(first), answers.get(then)
        if isinstance(earlier, date) and isinstance(later, date) and later < earlier:
            self.add_error(then, words)

    def answers(self, **more: Any) -> AgreementAnswers:
        known = getattr(self, "cleaned_data", {})
        given = {
            name: known[name]
            for name in self.fields
            if name not in ("asked", "unexplained") and known.get(name) not in (None, "")
        }
        given.setdefault("mechanism", "")
        if "start_on" in given:
            given.setdefault("expected_start", given["start_on"])
        return AgreementAnswers(
            recipient=self.recipient.organisation,
            programme=self.decision.programme,
            decided_on=self.decision.decided_on,
            **given,
            **more,
        )

    def require_explanation(self) -> None:
        known = self.cleaned_data
        if known.get("unexplained"):
            return
        if not known.get("explanation", "").strip():
            self.add_error("explanation", f"Enter the explanation, or tick “{UNEXPLAINED}”")
        elif "explained_on" not in self.errors and not known.get("explained_on"):
            self.add_error("explained_on", "Enter the day the explanation was given")
        else:
            words = f"As answered, this does not explain it: add to it, or tick “{UNEXPLAINED}”"
            self.add_error("unexplained", words)


def initial_of_notice(recipient: Recipient, decision: FundingDecision) -> dict[str, Any]:
    """What is known before anybody types."""
    known: dict[str, Any] = {}
    if recipient.agreement is not None and decision.kind == FundingDecision.Kind.REDUCE:
        known["amount_before"] = recipient.agreement.amount
    return known


def initial_of_agreement(recipient: Recipient) -> dict[str, Any]:
    before = recipient.agreement
    return {"mechanism": before.mechanism} if before else {}
