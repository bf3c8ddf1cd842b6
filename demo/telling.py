"""Telling the story: the verbs of the applications, in the words of the story, on the story's own days."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import User
from commitments.checks import RuleBook, reassess_due
from commitments.corrections import record_promise
from commitments.models import Act, Check
from commitments.promises import asked_of
from demo.people import cvs_staff_of, organisation, post
from funding.actions.agreements import enter_agreement
from funding.actions.answers import AgreementAnswers, DecisionAnswers, NoticeAnswers
from funding.actions.decisions import record_decision
from funding.actions.drafts import draft_decision
from funding.models import FundingAgreement, FundingDecision
from organisations.models import Organisation, Sector

LONDON = ZoneInfo("Europe/London")
WEEK = timedelta(days=7)


def instant(day: date) -> datetime:
    return datetime.combine(day, time(10, 30), LONDON)


def on_the_day(day: date) -> AbstractContextManager[Any]:
    """Events of the story carry the story's days. Only the demo moves the clock."""
    return mock.patch.object(timezone, "now", return_value=instant(day))


@dataclass(slots=True)
class Story:
    """Beats in any order; told in order of their days, with the deadlines checked every week."""

    beats: list[tuple[date, Callable[[date], Any]]] = field(default_factory=list)

    def add(self, day: date, beat: Callable[[date], Any]) -> None:
        self.beats.append((day, beat))

    def play(self, until: date) -> None:
        last_sweep: date | None = None
        for day, beat in sorted(self.beats, key=lambda each: each[0]):
            if day > until:
                raise ValueError(f"The story goes past its own end on {day}")
            if last_sweep is None:
                last_sweep = day
            while last_sweep + WEEK <= day:
                last_sweep += WEEK
                sweep(last_sweep)
            with on_the_day(day):
                beat(day)


def sweep(day: date) -> None:
    with on_the_day(day):
        reassess_due(on=day)


@dataclass(frozen=True, slots=True)
class Funder:
    """A public body and the officer who records for it."""

    area: str
    body: str
    officer: str

    @property
    def organisation(self) -> Organisation:
        return organisation(self.area, self.body)

    @property
    def by(self) -> User:
        return post(self.officer)

    def agreement(self, recipient: Organisation, day: date, **terms: Any) -> FundingAgreement:
        """An agreement with every record kept, but for those that `without` names."""
        without = terms.pop("without", ())
        mechanism = terms.setdefault("mechanism", "grant")
        made_on = terms.setdefault("made_on", day)
        terms.setdefault("decided_on", made_on - timedelta(days=30))
        terms.setdefault("informed_on", made_on - timedelta(days=23))
        steps, records = self._kept("agreement", mechanism, made_on, without)
        answers = AgreementAnswers(recipient=recipient, steps=steps, records=records, **terms)
        body = self.organisation
        made = enter_agreement(
            area=body.area, funder=body, answers=answers, by=self.by, on=day, at=instant(day)
        )
        self._other_side_says(made.act, day, without)
        return made

    def decides(
        self,
        kind: str,
        day: date,
        *,
        programme: str,
        rationale: str = "",
        notices: Iterable[NoticeAnswers] = (),
        agreements: Iterable[AgreementAnswers] = (),
        recipients: Iterable[Organisation] = (),
        without: Iterable[str] = (),
        steps: dict[str, date] | None = None,
        **answers: Any,
    ) -> FundingDecision:
        """A recorded decision with every step taken a month before, but for those `without` names."""
        body = self.organisation
        decided_on = answers.pop("decided_on", day)
        without = tuple(without)
        kept_steps, records = self._kept("decision", kind, decided_on, without)
        draft = draft_decision(
            area=body.area, funder=body, kind=kind, by=self.by, at=instant(day), programme=programme
        )
        decision = record_decision(
            decision=draft,
            answers=DecisionAnswers(
                kind=kind,
                decided_on=decided_on,
                programme=programme,
                rationale=rationale,
                steps=kept_steps | (steps or {}),
                records=records,
                **answers,
            ),
            by=self.by,
            on=day,
            at=instant(day),
            notices=tuple(notices),
            agreements=tuple(agreements),
            recipients=tuple(recipients),
        )
        self._other_side_says(decision.act, day, without)
        return decision

    def _other_side_says(self, act: Act, day: date, without: Iterable[str]) -> None:
        """The area's CVS puts on record how the voluntary sector kept its own promises about it."""
        checks = Check.objects.filter(act=act).select_related("act", "rule").order_by("pk")
        left = set(without)
        for check in checks:
            asked = [fact for fact in asked_of(check) if fact.name.partition(".")[2] not in left]
            if check.is_of_the_other_side and asked:
                said: dict[str, date | str] = {
                    fact.name: day - WEEK
                    if fact.kind == "date"
                    else f"{fact.label}: set out in the group’s plan"
                    for fact in asked
                }
                record_promise(
                    check,
                    said,
                    reason="",
                    by=cvs_staff_of(self.area),
                    on=day,
                    at=instant(day),
                )
                # Two clauses may ask for the same record, which is made once.
                left.update(fact.name.partition(".")[2] for fact in asked)

    def _kept(
        self, act: str, subkind: str, day: date, without: Iterable[str]
    ) -> tuple[dict[str, date], dict[str, str]]:
        """A date for each step and a line for each record that the compact in force asks for."""
        body = self.organisation
        steps: dict[str, date] = {}
        records: dict[str, str] = {}
        for rule in RuleBook.for_areas([body.area]).rules_for(body.area_id, day, act, subkind):
            if rule.provision.sector == Sector.VCS:
                continue
            for number, code in enumerate(rule.params.get("steps", [])):
                steps[code] = day - timedelta(days=35 - 7 * number)
            for code in rule.params.get("fields", []):
                records[code] = f"{rule.labels.get(code, code)}: set out in the decision paper"
        left_out = set(without)
        return (
            {code: day for code, day in steps.items() if code not in left_out},
            {code: text for code, text in records.items() if code not in left_out},
        )
