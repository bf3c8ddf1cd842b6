"""Writing a batch of planned rows: acts, subjects, checks, breaches, events; no query a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from accounts.models import User
from audit.actions import Entry, log_events
from commitments.acts import corrected_entry, corrections_of
from commitments.checks.doubts import keep_answers
from commitments.checks.judge import Judgement
from commitments.checks.save import store
from commitments.models import Act, Correction
from commitments.rows import RowFactory, insert_many
from commitments.states import ClosedBecause
from commitments.subjects import Subject
from imports.engine.planning import Planned

BATCH = 2000
UPDATE_BATCH = 200
ACT_COLUMNS = ["responsible", "counterpart", "title", "acted_on", "version", "sure"]


def record_new(
    planned: Sequence[Planned], what: Subject, *, name: str, on: date, by: User | None
) -> None:
    _keep_what_is_sure(planned)
    insert_many([one.act for one in planned])
    factory = RowFactory(what.model)
    for one in planned:
        factory.relate(one.subject, {"act": one.act})
    insert_many([one.subject for one in planned])
    label = what.model._meta.label_lower
    verb = f"{what.kind}.imported"
    told = [
        (
            one,
            Entry(
                verb, label, one.subject.pk, {"import": name, "row": one.row, "facts": one.facts}
            ),
        )
        for one in planned
    ]
    _record_by_area(told, by)
    store(_judgements(planned), on=on, by=by, fresh=True)


def record_corrected(
    planned: Sequence[Planned],
    what: Subject,
    *,
    name: str,
    on: date,
    at: datetime,
    by: User | None,
) -> None:
    _keep_what_is_sure(planned)
    changed = {column for one in planned for column, _, _ in one.changes}
    subject_columns = sorted(changed & set(what.row_columns))
    if subject_columns:
        what.model._default_manager.bulk_update(
            [one.subject for one in planned], subject_columns, batch_size=UPDATE_BATCH
        )
    act_columns = [*ACT_COLUMNS, *sorted(changed & what.on_act - set(ACT_COLUMNS))]
    Act.objects.bulk_update([one.act for one in planned], act_columns, batch_size=UPDATE_BATCH)
    reason = f"Imported correction: {name}"
    corrections: list[Correction] = []
    told = []
    for one in planned:
        rows = corrections_of(one.act, one.changes, reason=reason, by=by, at=at)
        corrections += rows
        told.append((one, corrected_entry(one.act, rows, reason=reason)))
    Correction.objects.bulk_create(corrections, batch_size=BATCH)
    _record_by_area(told, by)
    store(_judgements(planned), on=on, by=by, cause=ClosedBecause.CORRECTED)


def _keep_what_is_sure(planned: Iterable[Planned]) -> None:
    """Whoever confirmed the import said that what is improbable in it is right."""
    for one in planned:
        if one.doubts:
            keep_answers(one.act, one.doubts)


def _judgements(planned: Iterable[Planned]) -> list[Judgement]:
    return [one.judgement for one in planned if one.judgement is not None]


def _record_by_area(told: Iterable[tuple[Planned, Entry]], by: User | None) -> None:
    by_area: dict[str, list[Any]] = {}
    for one, entry in told:
        by_area.setdefault(one.act.area.slug, []).append(entry)
    for slug, entries in sorted(by_area.items()):  # logs are held in one order
        log_events(entries, by=by, chain=slug)
