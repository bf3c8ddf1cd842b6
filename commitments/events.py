"""The history of acts, their checks and their cases, from the event log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Model, Q
from django.urls import reverse

from audit.history import describe, line_of, said
from audit.models import Event
from commitments.models import Act, Breach, Check, Determination, Explanation
from commitments.states import ClosedBecause
from compacts.fact_words import fact_words
from pages.shown import outcome_words
from pages.timeline import Line

ACT, CHECK, BREACH = (model._meta.label_lower for model in (Act, Check, Breach))
FIRST_CHECKED = "First checked"


def _could_not_be_met(detail: Mapping[str, Any]) -> Iterator[str]:
    if detail.get("breached_on"):
        yield f"The duty could no longer be met from {said(detail['breached_on'])}."


def _closed(detail: Mapping[str, Any]) -> Iterator[str]:
    if detail.get("because") in ClosedBecause.values:
        yield f"{ClosedBecause(detail['because']).label}."


def _answered(detail: Mapping[str, Any]) -> Iterator[str]:
    if detail.get("position") in Explanation.Position.values:
        yield f"{Explanation.Position(detail['position']).label}."


def _proposed(detail: Mapping[str, Any]) -> Iterator[str]:
    decision = detail.get("decision") or detail.get("finding")  # its name in older entries
    if decision in Determination.Decision.values:
        yield f"{Determination.Decision(decision).label}."
    yield from _met(detail)


def _decided(detail: Mapping[str, Any]) -> Iterator[str]:
    if detail.get("together_with"):
        yield f"Together with: {detail['together_with']}."
    yield from _met(detail)


def _met(detail: Mapping[str, Any]) -> Iterator[str]:
    if detail.get("met_on"):
        yield f"In the forum's meeting of {said(detail['met_on'])}."


def _remedied(detail: Mapping[str, Any]) -> Iterator[str]:
    if detail.get("on"):
        yield f"On {said(detail['on'])}."


def _changed(detail: Mapping[str, Any]) -> Iterator[str]:
    on = f" on {said(detail['on'])}" if detail.get("on") else ""
    to = outcome_words(detail.get("to")).lower()
    was = outcome_words(detail.get("from")).lower()
    yield f"From {was} to {to}{on}." if was else f"{to.capitalize()}{on}."


describe(
    {
        "act.corrected": "Facts corrected",
        "act.said_right": "Said to be right",
        "act.repaired": "Judged afresh, where the stored finding differed",
        "act.voided": "Record voided",
        "breach.answered": "The body replied",
        "breach.closed": "Case closed",
        "breach.confirmed": "A chair confirmed the finding",
        "breach.decision_proposed": "A chair proposed a decision",
        "breach.proposal_declined": "The other chair did not agree",
        "breach.raised": "Found by the checks",
        "breach.rejected": "A chair did not uphold the finding",
        "breach.remedied": "Put right",
        "breach.reopened": "Opened again",
        "check.changed": "The finding changed",
    },
    {
        "act.said_right": lambda detail: detail.get("sentences", ()),
        "breach.answered": _answered,
        "breach.closed": _closed,
        "breach.confirmed": _decided,
        "breach.decision_proposed": _proposed,
        "breach.raised": _could_not_be_met,
        "breach.rejected": _decided,
        "breach.remedied": _remedied,
        "breach.reopened": _could_not_be_met,
        "check.changed": _changed,
    },
)


def history_of_case(breach: Breach) -> list[Line]:
    """What happened to the case, to its check and to the act's facts, oldest first."""
    return history_of_acts([breach.check_made.act], [breach.check_made], cases=[breach])


def history_of_acts(
    acts: Sequence[Act],
    checks: Iterable[Check] = (),
    *,
    subjects: Iterable[Model] = (),
    cases: Iterable[Breach] = (),
    leave_out: Iterable[str] = (),
) -> list[Line]:
    """What happened to acts and their subjects, to these checks of them and to these cases.

    It is told in the order of the log, where a cause stands before what came of it. What the checks
    said first stands together, a line a clause. Reads each check's rule with its provision.
    """
    told = _Telling(acts, list(checks), list(subjects), list(cases))
    lines: list[Line] = []
    events = Event.objects.filter(told.about()).exclude(verb__in=list(leave_out))
    for event in events.order_by("number"):
        line = told.line(event)
        if lines and line.title == lines[-1].title == FIRST_CHECKED:
            lines[-1] = replace(lines[-1], text=f"{lines[-1].text}\n{line.text}")
        else:
            lines.append(line)
    return lines


class _Telling:
    """Whom the events are about, and how its facts and clauses are called."""

    def __init__(
        self,
        acts: Sequence[Act],
        checks: Sequence[Check],
        subjects: Sequence[Model],
        cases: Sequence[Breach],
    ) -> None:
        self.rows: list[Model] = [*acts, *checks, *subjects, *cases]
        self.act_of: dict[tuple[str, int], Act] = {(ACT, act.pk): act for act in acts}
        by_pk = {act.pk: act for act in acts}
        for subject in subjects:
            self.act_of[subject._meta.label_lower, subject.pk] = by_pk[subject.act_id]  # type: ignore[attr-defined]
        self.check_of = {(CHECK, check.pk): check for check in checks}
        by_check = {check.pk: check for check in checks}
        for case in cases:
            self.check_of[BREACH, case.pk] = by_check[case.check_made_id]
        self.labels: dict[str, str] = {}
        for check in checks:
            self.labels |= check.rule.labels
        self.has_many_acts = len(acts) > 1
        self.has_many_checks = len(checks) > 1

    def about(self) -> Q:
        numbers: dict[str, list[int]] = defaultdict(list)
        for row in self.rows:
            numbers[row._meta.label_lower].append(row.pk)
        found = Q(pk__in=[])
        for subject_type, pks in numbers.items():
            found |= Q(subject_type=subject_type, subject_id__in=pks)
        return found

    def line(self, event: Event) -> Line:
        subject = (event.subject_type, event.subject_id)
        act, check = self.act_of.get(subject), self.check_of.get(subject)
        line = line_of(event, self._namer(act))
        if check is not None:
            return self._of_check(event, line, check)
        if act is not None and self.has_many_acts:
            return replace(line, text="\n".join([act.title, *filter(None, [line.text])]))
        return line

    def _of_check(self, event: Event, line: Line, check: Check) -> Line:
        ref = check.rule.provision.ref
        if event.verb == "check.changed" and not event.detail.get("from"):
            first = outcome_words(event.detail.get("to")).lower()
            return replace(line, title=FIRST_CHECKED, text=f"Clause {ref}: {first}")
        if not self.has_many_checks:
            return line
        url = reverse("commitments:check", args=[check.pk])
        return replace(line, title=f"{line.title}: clause {ref}", url=url)

    def _namer(self, act: Act | None) -> Callable[[str], str]:
        kind = act.kind if act is not None else ""
        return lambda fact: fact_words(kind, fact, self.labels).label
