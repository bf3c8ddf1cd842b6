"""What the checks of a record would say if a change were made: judged on a copy, nothing written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from commitments.checks import Finding, RuleBook
from commitments.checks.transitions import replay
from commitments.subjects import subject_of
from compacts.models import Provision, Rule
from pages.change import Foreseen
from rules import Verdict

TEMPLATE = "commitments/_what_follows.html"
LOOKS_AHEAD = timedelta(days=5 * 365)


@dataclass(frozen=True, slots=True)
class Foresight:
    """One clause: what is on record, what would be found today, and what once time has passed."""

    rule: Rule
    was: str
    verdict: Verdict
    later: Verdict | None
    later_on: date | None

    @property
    def provision(self) -> Provision:
        return self.rule.provision

    @property
    def is_new(self) -> bool:
        return str(self.verdict.outcome) != self.was


def with_facts(row: Any, facts: Mapping[str, Any], *, on: date) -> Any:
    """An unsaved copy of a subject's row with these facts, and what it adds to them itself."""
    subject, draft = subject_of(row), copy(row)
    draft.act = copy(row.act)
    for name, value in facts.items():
        if "." in name or name in subject.bodies or name in subject.on_act:
            subject.put(draft, name, value)
        elif name not in subject.named_together:  # those are rows: setting them would write
            setattr(draft, name, value)
    subject.completes(draft, on)
    draft.act.acted_on = subject.acted_on(draft, timezone.localdate(row.act.recorded_at))
    return draft


def foresee(rows: Iterable[Any], facts: Mapping[str, Any], *, on: date) -> Foreseen:
    """What would follow for each row from facts that they are all given. Raises rules.FactError."""
    drafts = [with_facts(row, facts, on=on) for row in rows]
    rule_book = RuleBook.for_areas(
        {each.act.area for each in drafts}, acts=[each.act_id for each in drafts]
    )
    shown = []
    for draft in drafts:
        known = dict(draft.act.checks.values_list("rule", "outcome"))
        findings = rule_book.judge_row(draft, on=on).findings
        shown.append((draft.act, [_foresight(each, known, on) for each in findings]))
    return Foreseen(TEMPLATE, {"rows": shown, "names": len(shown) > 1})


def _foresight(finding: Finding, known: Mapping[int, str], on: date) -> Foresight:
    verdict = finding.verdict
    later_on, later = next(_turns(finding, on), (None, None))
    return Foresight(finding.rule, known.get(finding.rule.pk, ""), verdict, later, later_on)


def _turns(finding: Finding, on: date) -> Iterator[tuple[date, Verdict]]:
    """The day on which time alone brings the outcome that then stays, if that is another one."""
    end = on + LOOKS_AHEAD
    ahead = list(replay(finding.rule.law, finding.facts, finding.verdict.reassess_on, end))
    if ahead and ahead[-1][1].outcome != finding.verdict.outcome:
        last = ahead[-1][1].outcome
        yield next(each for each in ahead if each[1].outcome == last)
