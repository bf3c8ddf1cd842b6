"""A table from first to last: read, judge, and record every row in one transaction, or none."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from django.db import IntegrityError, transaction

from accounts.models import User
from commitments.subjects import Subject
from imports.engine.holding import hold
from imports.engine.planning import CORRECTION, NEW, UNCHANGED, Planned, Planner
from imports.engine.reading import Faults, Progress, Reading, Row, Unknown
from imports.engine.recording import record_corrected, record_new
from organisations.models import Area
from pages.constraints import UNKNOWN, refusal_of
from pages.spreadsheets import Fault
from rules import Outcome

RECORDED_MEANWHILE = (
    "somebody else recorded one of these references meanwhile; import the file again"
)


def nothing(*_: object) -> None:
    """For callers whom nobody watches, and who have nothing to add."""


@dataclass(frozen=True, slots=True)
class TableImport:
    """What somebody asked for. `name` is what the file is called in events and corrections.

    `sure` says that what is improbable is right: without it, none of it is recorded.
    `first` and `last` run inside the transaction that records: either may raise, and nothing stays.
    """

    what: Subject
    path: Path
    name: str
    on: date
    at: datetime
    by: User | None = None
    only_area: Area | None = None
    create_organisations: bool = False
    sure: bool = False
    how_to_create: str = "add --create-organisations to make it"
    how_to_be_sure: str = "add --sure if it is right"
    progress: Progress = nothing
    first: Callable[[], None] = nothing
    last: Callable[[Tally], None] = nothing


@dataclass(slots=True)
class Tally:
    """What came of it. With faults, nothing was recorded."""

    faults: Faults
    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    organisations: list[str] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    doubts: Faults = field(default_factory=Faults)
    checks: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)

    @property
    def breaches(self) -> int:
        return self.outcomes[Outcome.BREACH]

    def count(self, planned: Iterable[Planned]) -> None:
        for one in planned:
            self.created += one.what == NEW
            self.updated += one.what == CORRECTION
            self.unchanged += one.what == UNCHANGED
            self.doubts.add(
                Fault(one.row, each.fact, f"{one.act.reference}: {each.sentence}")
                for each in one.doubts
            )
            if one.judgement is not None:
                self.checks += len(one.judgement.findings)
                for finding in one.judgement.findings:
                    self.outcomes[str(finding.verdict.outcome)] += 1

    def as_dict(self) -> dict[str, int]:
        return {
            "rows": self.rows,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "organisations_created": len(self.organisations),
            "checks": self.checks,
            "breaches": self.breaches,
        }


class NotRecorded(Exception):
    """Rolls the transaction back; the tally holds the faults."""


def check_table(asked: TableImport, seen: Callable[[list[Planned]], None] | None = None) -> Tally:
    """Judges every row and writes nothing. `seen` is given each batch of rows as planned."""
    return _go_through(asked, write=False, seen=seen)


def import_table(asked: TableImport) -> Tally:
    """Records every row, or none: with any fault, nothing is written."""
    return _go_through(asked, write=True, seen=None)


def _go_through(
    asked: TableImport, *, write: bool, seen: Callable[[list[Planned]], None] | None
) -> Tally:
    reading = Reading(
        asked.what,
        only_area=asked.only_area,
        create_organisations=asked.create_organisations,
        how_to_create=asked.how_to_create,
    )
    collecting = gc.isenabled()
    gc.disable()  # batches are collected one by one: looking through everything takes seconds
    try:
        reading.read(asked.path, asked.progress)
        tally = Tally(reading.faults, rows=reading.rows, unknown=reading.unknown)
        if write and not reading.faults:
            _record(asked, reading, tally)
        else:
            _judge_only(asked, reading, tally, seen)
    finally:
        reading.aside.close()
        if collecting:
            gc.enable()
    return tally


def _planner(asked: TableImport, reading: Reading) -> Planner:
    return Planner(
        asked.what,
        reading.directory,
        {area.pk: area for area in reading.areas.values()},
        reading.columns,
        by=asked.by,
        on=asked.on,
        at=asked.at,
        faults=reading.faults,
    )


def _each_batch(
    asked: TableImport, reading: Reading, stage: str, work: Callable[[list[Row]], None]
) -> None:
    """Works batch by batch; each one's garbage is collected, and its progress told, after it."""
    done = 0
    for rows in reading.aside.batches():
        work(rows)
        done += len(rows)
        gc.collect(1)
        asked.progress(stage, done, reading.aside.count)


def _judge_only(
    asked: TableImport,
    reading: Reading,
    tally: Tally,
    seen: Callable[[list[Planned]], None] | None,
) -> None:
    tally.organisations = [each.name for each in reading.directory.new]
    planner = _planner(asked, reading)

    def judge(rows: list[Row]) -> None:
        planned = planner.plan(rows)
        tally.count(planned)
        if seen is not None:
            seen(planned)

    _each_batch(asked, reading, "judged", judge)


def _record(asked: TableImport, reading: Reading, tally: Tally) -> None:
    """Writes batch by batch in one transaction. After a fault the rest is only judged."""
    try:
        with transaction.atomic():
            asked.first()
            hold(asked.what, reading.areas.values(), reading.aside)
            reading.directory.create_new(by=asked.by, source=asked.name)
            tally.organisations = [each.name for each in reading.directory.new]
            planner = _planner(asked, reading)

            def record(rows: list[Row]) -> None:
                planned = planner.plan(rows)
                tally.count(planned)
                if not asked.sure:
                    reading.faults.add(
                        replace(
                            each, problem=f"{each.problem} Correct it, or {asked.how_to_be_sure}"
                        )
                        for each in tally.doubts.taken()
                    )
                if not reading.faults:
                    _write(asked, planned)

            _each_batch(asked, reading, "recorded", record)
            if reading.faults:
                raise NotRecorded
            asked.last(tally)
    except NotRecorded:
        return
    except IntegrityError as error:
        reading.faults.add([Fault(0, "", _quicker(error))])


def _quicker(error: IntegrityError) -> str:
    """What somebody else recorded while this file was being recorded, as one sentence."""
    refusal = refusal_of(error)
    if refusal.sentence == UNKNOWN or "reference" in refusal.fields:
        return RECORDED_MEANWHILE
    sentence = refusal.sentence.rstrip(".")
    return f"{sentence[:1].lower()}{sentence[1:]} meanwhile; import the file again"


def _write(asked: TableImport, planned: list[Planned]) -> None:
    new = [one for one in planned if one.what == NEW]
    corrected = [one for one in planned if one.what == CORRECTION]
    if new:
        record_new(new, asked.what, name=asked.name, on=asked.on, by=asked.by)
    if corrected:
        record_corrected(
            corrected, asked.what, name=asked.name, on=asked.on, at=asked.at, by=asked.by
        )
