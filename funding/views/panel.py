"""What would be recorded if an officer went on, from a page that is still being typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from commitments.checks import Finding, RuleBook
from commitments.models import Act
from compacts.models import Compact, Rule
from funding.actions.answers import (
    AgreementAnswers,
    NoticeAnswers,
    agreement_of,
    decision_of,
    notice_of,
)
from funding.forms.draft import DecisionDraft
from funding.forms.rows import AgreementRow, NoticeRow
from funding.models import FundingDecision, Notice
from funding.subjects.agreements import agreement_acted_on, agreement_facts
from funding.subjects.decisions import decision_facts
from funding.subjects.notices import notice_acted_on, notice_facts
from organisations.models import Area, Organisation
from pages.objections import fault_words
from pages.wizard import right_answers
from rules import (
    ENGLAND_AND_WALES,
    FactError,
    Holidays,
    HorizonError,
    Length,
    Outcome,
    assess,
    gravest,
    working_days_after,
)

STANDINGS = {
    Act.Standing.NO_COMPACT: "No compact is in force on that day: nothing is checked.",
    Act.Standing.NOT_PARTY: "The body is no party to the compact on that day: nothing is checked.",
    Act.Standing.NO_DATE: "Once there is a date, this shows what the compact asks.",
}
POSTING_WORKING_DAYS = 2
EXPLAINABLE = ("minimum_term", "lead_time")


@dataclass(frozen=True, slots=True)
class Panel:
    """What is known about one record before it is saved."""

    key: str
    title: str
    compact: Compact | None = None
    standing: str = ""
    findings: tuple[Finding, ...] = ()
    fault: FactError | None = None
    fault_words: str = ""
    latest_on: date | None = None
    last_day: date | None = None
    earliest_last_day: date | None = None
    received_on: date | None = None
    deemed_on: date | None = None
    asks_why: bool = False
    is_blank: bool = False
    planned: tuple[Finding, ...] = ()

    @property
    def outcome(self) -> str:
        return gravest(each.verdict.outcome for each in self.findings)

    @property
    def is_unexplained(self) -> bool:
        """A departure that the clause lets somebody explain, without a valid explanation."""
        return any(
            (_is_short(each) or _is_departure(each)) and each.verdict.outcome != Outcome.EXPLAINED
            for each in self.findings
        )


@dataclass(frozen=True, slots=True)
class Scene:
    """Who acts, where, and on which day the question is asked."""

    rule_book: RuleBook
    area: Area
    responsible: Organisation
    on: date

    def judged(
        self,
        kind: str,
        subkind: str,
        *,
        acted_on: date | None,
        facts: Mapping[str, Any],
        counterpart: Organisation | None,
        key: str,
        title: str,
    ) -> Panel:
        act = Act(
            area=self.area,
            responsible=self.responsible,
            counterpart=counterpart,
            kind=kind,
            acted_on=acted_on,
        )
        try:
            found = self.rule_book.judge(act, subkind=subkind, facts=facts, on=self.on)
        except FactError as fault:
            return Panel(key, title, fault=fault, fault_words=fault_words(fault))
        standing = STANDINGS.get(Act.Standing(found.standing), "")
        return Panel(key, title, found.compact, standing, found.findings)

    def notice(
        self,
        answers: NoticeAnswers,
        *,
        decision_kind: str,
        decided_on: date | None,
        key: str,
        title: str,
    ) -> Panel:
        """A notice's panel: besides the findings, the latest day for it and the earliest end."""
        notice = notice_of(answers, decision_kind=decision_kind, decided_on=decided_on)
        acted_on = notice_acted_on(notice, self.on)
        panel = self.judged(
            "notice",
            notice.kind,
            acted_on=acted_on,
            facts=notice_facts(notice),
            counterpart=answers.recipient,
            key=key,
            title=title,
        )
        rules = self.rule_book.rules_for(self.area.pk, acted_on, "notice", notice.kind)
        period = next((found for rule in rules if (found := notice_asked(rule, notice.kind))), None)
        given_on = answers.received_on or _deemed_on(answers)
        return replace(
            panel,
            last_day=answers.last_day,
            received_on=given_on,
            deemed_on=None if answers.received_on else given_on,
            latest_on=_counted(period and period.before, answers.last_day),
            earliest_last_day=_counted(period and period.after, given_on),
            asks_why=any(_is_short(finding) for finding in panel.findings),
            is_blank=answers.last_day is None and given_on is None,
            planned=self._as_planned(panel, given_on),
        )

    def _as_planned(self, panel: Panel, given_on: date | None) -> tuple[Finding, ...]:
        """What will be found on the planned day itself, where it is ahead and turns the finding."""
        if given_on is None or given_on <= self.on:
            return ()
        later = [(each, assess(each.rule.law, each.facts, given_on)) for each in panel.findings]
        return tuple(
            replace(each, verdict=verdict)
            for each, verdict in later
            if verdict.outcome == Outcome.BREACH != each.verdict.outcome
        )

    def agreement(self, answers: AgreementAnswers, *, key: str, title: str) -> Panel:
        agreement = agreement_of(answers)
        panel = self.judged(
            "agreement",
            agreement.mechanism,
            acted_on=agreement_acted_on(agreement, self.on),
            facts=agreement_facts(agreement),
            counterpart=answers.recipient,
            key=key,
            title=title,
        )
        return replace(panel, asks_why=any(_is_departure(each) for each in panel.findings))


def notice_asked(rule: Rule, kind: str) -> Length | None:
    """The length of the notice that the rule asks for this kind of change."""
    if rule.type != "minimum_notice" or kind not in rule.law.settings.triggers:
        return None
    length: Length = rule.law.settings.length
    return None if rule.law.settings.addressee else length


def _counted(count: Callable[[date, Holidays], date] | None, day: date | None) -> date | None:
    """A length after or before a day; None past the bank holidays that are known."""
    if count is None or day is None:
        return None
    try:
        return count(day, ENGLAND_AND_WALES)
    except HorizonError:
        return None


def _is_short(finding: Finding) -> bool:
    if finding.rule.type != "minimum_notice":
        return False
    central = {"central_notice_received_on", "central_last_day"}
    verdict = finding.verdict
    return verdict.outcome in (Outcome.BREACH, Outcome.EXPLAINED) or bool(
        central & set(verdict.missing)
    )


def _is_departure(finding: Finding) -> bool:
    wanting = {Outcome.BREACH, Outcome.EXPLAINED}
    if finding.rule.type == "minimum_term":
        wanting.add(Outcome.AT_RISK)
    return finding.rule.type in EXPLAINABLE and finding.verdict.outcome in wanting


def _deemed_on(answers: NoticeAnswers) -> date | None:
    """A posted letter whose receipt is not known: the second working day after posting."""
    if answers.method != Notice.Method.LETTER or answers.sent_on is None:
        return None
    try:
        return working_days_after(answers.sent_on, POSTING_WORKING_DAYS, ENGLAND_AND_WALES)
    except HorizonError:
        return None


def scene_of(draft: DecisionDraft, on: date) -> Scene:
    return Scene(draft.rule_book, draft.act.area, draft.act.responsible, on)


def decision_panel(draft: DecisionDraft, on: date) -> Panel:
    decision = decision_of(draft.decision_answers(), onto=FundingDecision())
    recipients = draft.recipients()
    return scene_of(draft, on).judged(
        "decision",
        decision.kind,
        acted_on=decision.decided_on,
        facts=decision_facts(decision),
        counterpart=recipients[0].organisation if len(recipients) == 1 else None,
        key="decision",
        title="The decision",
    )


def row_panel(draft: DecisionDraft, row: NoticeRow | AgreementRow, on: date) -> Panel:
    right_answers(row)
    scene, key, title = scene_of(draft, on), row.recipient.key, row.recipient.name
    if isinstance(row, NoticeRow):
        return scene.notice(
            row.answers(),
            decision_kind=draft.decision.kind,
            decided_on=draft.decision.decided_on,
            key=key,
            title=title,
        )
    asked = draft.forms("conditions")[0]
    right_answers(asked)
    answers = row.answers(steps=asked.step_days(), records=asked.record_words())
    return scene.agreement(answers, key=key, title=title)


def panels_of(draft: DecisionDraft, page: str, on: date, *, whole: bool = False) -> list[Panel]:
    """The panels of a page, from the forms that the draft now reads it from.

    Beside the terms of an agreement stand the clauses about its dates alone; `whole` gives all.
    """
    if page == "steps":
        return [decision_panel(draft, on)]
    if page not in ("notice", "agreement"):
        return []
    panels = [row_panel(draft, row, on) for row in draft.forms(page)]
    if page == "notice" or whole:
        return panels
    return [
        replace(each, findings=tuple(f for f in each.findings if f.rule.type in EXPLAINABLE))
        for each in panels
    ]
