"""What each row of a batch would do: a new act, a correction, or nothing. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from commitments.checks.doubts import doubts_of
from commitments.checks.judge import Judgement, RuleBook
from commitments.models import Act
from commitments.rows import RowFactory
from commitments.subjects import Change, Subject
from compacts.happened import refuse_ahead
from imports.engine.directory import Directory
from imports.engine.reading import Faults, Row
from organisations.models import Area, Organisation
from pages.doubts import Doubt
from pages.spreadsheets import Fault
from rules import FactError

NEW, CORRECTION, UNCHANGED = "new", "correction", "unchanged"
LONGEST_TITLE = Act._meta.get_field("title").max_length or 250


@dataclass(slots=True)
class Planned:
    """One row: what it does, and what the rules say about it."""

    row: int
    what: str
    act: Act
    subject: Any
    judgement: Judgement | None = None
    changes: Sequence[Change] = ()
    doubts: Sequence[Doubt] = ()
    facts: dict[str, Any] | None = None


class Planner:
    """Turns rows into acts and judges them, no query a row."""

    def __init__(
        self,
        what: Subject,
        directory: Directory,
        areas: dict[int, Area],
        columns: set[str],
        *,
        by: User | None,
        on: date,
        at: datetime,
        faults: Faults,
    ) -> None:
        self.what = what
        self.directory = directory
        self.areas = areas
        self.by = by
        self.on = on
        self.at = at
        self.faults = faults
        self.rule_book = RuleBook.for_areas(areas.values())
        self.subject_columns = [name for name in what.row_columns if name in columns]
        self.act_columns = [name for name in what.on_act if name in columns]
        self.body_columns = [name for name in what.bodies if name in columns]
        self._acts, self._subjects = RowFactory(Act), RowFactory(what.model)
        self._may: dict[int, str] = {}

    def plan(self, rows: list[Row]) -> list[Planned]:
        known = self._known(rows)
        planned = []
        for number, area_id, values in rows:
            subject = known.get((area_id, values["reference"]))
            try:
                if subject is None:
                    one = self._new(number, area_id, values)
                else:
                    one = self._correction(number, area_id, values, subject)
            except FactError as wrong:
                self._refuse(number, self._column_of(wrong.field), wrong.message)
                continue
            if one is not None:
                planned.append(one)
        self._doubt([one for one in planned if one.what != UNCHANGED])
        return planned

    def _doubt(self, planned: Sequence[Planned]) -> None:
        """Notes what is improbable: of a new row everything, of a correction what it changes."""
        found = doubts_of(self.what, [one.subject for one in planned], on=self.on)
        for one, doubts in zip(planned, found, strict=True):
            changed = {name for name, _, _ in one.changes}
            one.doubts = [each for each in doubts if one.what == NEW or each.fact in changed]

    def _known(self, rows: list[Row]) -> dict[tuple[int, str], Any]:
        """The records that the references name, each with its act, in one query."""
        acts = Act.objects.filter(
            area__in={area_id for _, area_id, _ in rows},
            kind=self.what.kind,
            reference__in=[values["reference"] for _, _, values in rows],
        )
        subjects = self.what.model._default_manager.filter(act__in=acts).select_related(
            "act__responsible", "act__counterpart"
        )
        found: dict[tuple[int, str], Any] = {}
        subject: Any
        for subject in subjects:
            subject.act.area = self.areas[subject.act.area_id]
            found[subject.act.area_id, subject.act.reference] = subject
        return found

    # One row

    def _new(self, number: int, area_id: int, values: dict[str, Any]) -> Planned | None:
        what = self.what
        responsible = self._body(area_id, values, what.responsible)
        if responsible is None or not self._may_record(number, responsible):
            return None
        act: Act = self._acts.make(
            {
                "kind": what.kind,
                "reference": values["reference"],
                "state": Act.State.LIVE,
                "recorded_at": self.at,
                "recorded_by_id": self.by.pk if self.by else None,
                "told_by_file": True,
            },
            {
                "area": self.areas[area_id],
                "responsible": responsible,
                "counterpart": self._body(area_id, values, what.counterpart),
            },
        )
        subject = self._subjects.make(
            {name: values[name] for name in self.subject_columns}, {"act": act}
        )
        for name in self.act_columns:
            setattr(act, name, values[name])
        act.acted_on = what.acted_on(subject, self.on)
        if what.title is not None:
            act.title = what.title(subject, act)[:LONGEST_TITLE]
        planned = Planned(number, NEW, act, subject)
        self._judge(planned)
        return planned

    def _correction(
        self, number: int, area_id: int, values: dict[str, Any], subject: Any
    ) -> Planned | None:
        act: Act = subject.act
        if act.state != Act.State.LIVE:
            self._refuse(number, "reference", _not_live(act))
            return None
        changes = self._apply(act, subject, area_id, values)
        if not changes:
            return Planned(number, UNCHANGED, act, subject)
        if not self._may_correct(number, act, changes):
            return None
        act.acted_on = self.what.acted_on(subject, timezone.localdate(act.recorded_at))
        if self.what.title is not None and self.what.titled_by & {name for name, _, _ in changes}:
            act.title = self.what.title(subject, act)[:LONGEST_TITLE]
        act.version += 1
        planned = Planned(number, CORRECTION, act, subject, changes=changes)
        self._judge(planned)
        return planned

    def _apply(self, act: Act, subject: Any, area_id: int, values: dict[str, Any]) -> list[Change]:
        """Sets what the row says otherwise; what the file has no column for stays as it is."""
        changes: list[Change] = []
        for owner, names in ((subject, self.subject_columns), (act, self.act_columns)):
            for name in names:
                old, new = getattr(owner, name), values[name]
                if old != new:
                    changes.append((name, old, new))
                    setattr(owner, name, new)
        for name in self.body_columns:
            attribute = self.what.bodies[name]
            body, old = self._body(area_id, values, name), getattr(act, attribute)
            if body != old:
                changes.append((name, old, body))
                setattr(act, attribute, body)
        return changes

    def _body(self, area_id: int, values: dict[str, Any], column: str) -> Organisation | None:
        name = values.get(column) if column else None
        return self.directory.find(area_id, name) if name else None

    def _judge(self, planned: Planned) -> None:
        subject, act = planned.subject, planned.act
        refuse_ahead(self.what.kind, self._told(planned), on=self.on, is_new=planned.what == NEW)
        if self.what.sheet is not None:
            self.what.sheet.refuse_impossible(subject, self.on)
        planned.facts = facts = self.what.facts(subject)
        planned.judgement = judgement = self.rule_book.judge(
            act, subkind=self.what.subkind(subject), facts=facts, on=self.on
        )
        if planned.what == NEW:
            compact = judgement.compact
            act.compact_id = compact.pk if compact is not None else None
            act.standing = str(judgement.standing)

    def _told(self, planned: Planned) -> Sequence[Change]:
        """What the row says that was not on record."""
        if planned.what != NEW:
            return planned.changes
        return [(name, None, getattr(planned.subject, name)) for name in self.subject_columns]

    # Refusals

    def _may_record(self, number: int, body: Organisation) -> bool:
        """Whether the person may record for that body; the command, without one, may."""
        if self.by is None:
            return True
        # Not by number: an organisation that this file brings has none yet.
        key = id(body)
        if key not in self._may:
            self._may[key] = self.what.may_record(self.by, body).reason
        if self._may[key]:
            self._refuse(number, self.what.responsible, self._may[key])
        return not self._may[key]

    def _may_correct(self, number: int, act: Act, changes: list[Change]) -> bool:
        """Both the body on record and the one in the row."""
        bodies = [old for name, old, _ in changes if name == self.what.responsible]
        return all(self._may_record(number, body) for body in [*bodies, act.responsible])

    def _refuse(self, number: int, column: str, problem: str) -> None:
        self.faults.add([Fault(number, column, problem)])

    def _column_of(self, fact: str) -> str:
        return fact if fact in self.what.table.by_name else "reference"


def _not_live(act: Act) -> str:
    if act.state == Act.State.VOIDED:
        return f'"{act.reference}" was voided and stays so; give the row a new reference'
    return f'"{act.reference}" is still a draft; record or delete the draft first'
