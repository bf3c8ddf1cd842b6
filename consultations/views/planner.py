"""What the promise asks of these dates, before anything is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from commitments.checks import Finding, Judgement, RuleBook
from commitments.models import Act
from compacts.models import Compact, Rule
from consultations.models import Consultation, ElectionPeriod
from consultations.subjects.consultations import consultation_facts
from rules import (
    ENGLAND_AND_WALES,
    FactError,
    Holidays,
    HorizonError,
    Length,
    Outcome,
    Unit,
    advisories,
)

LOCAL_BENCHMARK = Length(12, Unit.WEEKS)
"""A yardstick where a compact asks for reasonable time without a figure; never a check."""

DEPARTED = (Outcome.BREACH, Outcome.EXPLAINED)
STANDINGS = {
    Act.Standing.NO_COMPACT: "No compact is in force on the opening day: nothing is checked.",
    Act.Standing.NOT_PARTY: "The body is no party to the compact on that day: nothing is checked.",
    Act.Standing.NO_DATE: "Once there is an opening date, this shows what the compact asks.",
}


@dataclass(slots=True)
class Plan:
    """The panel beside the dates. `recorded` is what stands once it has closed on these dates."""

    opens_on: date | None
    closes_on: date | None
    compact: Compact | None = None
    standing: str = ""
    fault: str = ""
    fault_field: str = ""
    findings: list[Finding] = field(default_factory=list)
    recorded: list[Finding] = field(default_factory=list)
    period: Length | None = None
    is_local: bool = False
    local_words: str = ""
    earliest_close: date | None = None
    latest_opening: date | None = None
    starts_on: date | None = None
    real_days: int | None = None
    length_days: int | None = None
    notes: list[str] = field(default_factory=list)
    also: list[Rule] = field(default_factory=list)

    @property
    def is_departure(self) -> bool:
        """Whether it will need an explanation."""
        return any(each.verdict.outcome in DEPARTED for each in self.recorded)

    @property
    def is_unexplained(self) -> bool:
        return any(each.verdict.outcome == Outcome.BREACH for each in self.recorded)

    @property
    def short_by(self) -> int:
        if self.earliest_close is None or self.closes_on is None:
            return 0
        return max(0, (self.earliest_close - self.closes_on).days)

    @property
    def lost_days(self) -> int:
        """Days of the length that the sector did not have."""
        if self.real_days is None or self.length_days is None:
            return 0
        return self.length_days - self.real_days


def with_answers(consultation: Consultation, answers: dict[str, Any]) -> Consultation:
    """A copy that says what is being typed; the consultation itself stays as it is."""
    draft = copy(consultation)
    for name, value in answers.items():
        if name in {each.name for each in Consultation._meta.concrete_fields}:
            setattr(draft, name, value)
    return draft


def plan_of(consultation: Consultation, *, on: date) -> Plan:
    plan = Plan(consultation.opens_on, consultation.closes_on)
    plan.length_days, plan.real_days = consultation.length_days, consultation.real_days
    act = consultation.act
    rule_book = RuleBook.for_areas([act.area])
    try:
        today = _judged(rule_book, consultation, on)
        after = _judged(rule_book, consultation, _once_closed(consultation, on))
    except FactError as fault:
        plan.fault, plan.fault_field = fault.message, fault.field
        return plan
    plan.compact, plan.standing = today.compact, STANDINGS.get(Act.Standing(today.standing), "")
    plan.findings = _periods(today.findings)
    plan.recorded = _periods(after.findings)
    _figure(plan, rule_book, consultation)
    plan.notes = notes_on(consultation)
    return plan


def _judged(rule_book: RuleBook, consultation: Consultation, on: date) -> Judgement:
    draft = copy(consultation)
    if draft.explanation.strip() and draft.explained_on is None:
        draft.explained_on = min(on, consultation.opens_on or on)
    act = copy(consultation.act)
    act.acted_on = consultation.opens_on
    return rule_book.judge(act, subkind="", facts=consultation_facts(draft), on=on)


def _once_closed(consultation: Consultation, on: date) -> date:
    if consultation.closes_on is None:
        return on
    return max(on, consultation.closes_on + timedelta(days=1))


def _periods(findings: Iterable[Finding]) -> list[Finding]:
    return [each for each in findings if each.rule.type == "minimum_period"]


def _figure(plan: Plan, rule_book: RuleBook, consultation: Consultation) -> None:
    """The earliest close and the latest opening, by the clause's figure or the local benchmark."""
    act, opens_on, closes_on = consultation.act, consultation.opens_on, consultation.closes_on
    day = opens_on or closes_on
    found = rule_book.edition_on(act.area_id, day) if day else None
    if day is None or found is None or not found[0].binds(act.responsible, day):
        return
    rules = rule_book.rules_for(act.area_id, day, "consultation")
    figures = [rule for rule in rules if rule.type == "minimum_period"]
    if figures:
        period = figures[0].law.settings.length
        plan.also = clauses_beside(found[0].compact)
    else:
        period, plan.is_local = LOCAL_BENCHMARK, True
        plan.local_words = next((rule.local for rule in rules if _asks_time(rule)), "")
    plan.period = period
    if opens_on is not None:
        complete_on = consultation.documents_complete_on
        plan.starts_on = max(opens_on, complete_on) if complete_on else opens_on
        plan.earliest_close = _counted(period.after, plan.starts_on)
    if closes_on is not None:
        plan.latest_opening = _counted(period.before, closes_on)


def _counted(count: Callable[[date, Holidays], date], day: date) -> date | None:
    """A length after or before a day; None past the bank holidays that are known."""
    try:
        return count(day, ENGLAND_AND_WALES)
    except HorizonError:
        return None


def _asks_time(rule: Rule) -> bool:
    return "timescale_reasonable" in rule.params.get("fields", [])


def clauses_beside(compact: Compact) -> list[Rule]:
    """Clauses on the length that are checked under another one, and are shown beside it."""
    return list(
        Rule.objects.filter(
            act_kind="",
            type="minimum_period",
            provision__compact=compact,
            provision__superseded_at=None,
        ).select_related("provision__compact")
    )


def notes_on(consultation: Consultation) -> list[str]:
    """What is worth knowing about these days. None of it is a breach."""
    opens_on, closes_on = consultation.opens_on, consultation.closes_on
    if opens_on is None or closes_on is None:
        return []
    notes = [each.text for each in advisories(opens_on, closes_on)]
    elections = ElectionPeriod.objects.touching(consultation.act.area, opens_on, closes_on)
    for each in elections:
        what = "It opens in" if each.starts_on <= opens_on <= each.ends_on else "It touches"
        notes.append(
            f"{what} an election period: {each.name}, {_day(each.starts_on)} to "
            f"{_day(each.ends_on)}."
        )
    return notes


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"
