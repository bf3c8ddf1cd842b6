"""Asking whether what is improbable of a record is right, and keeping the answer with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Model

from accounts.models import User
from audit.actions import log_event
from commitments.subjects import Subject, subject_of
from compacts.improbable import doubts_about
from pages.doubts import Doubt, ask_about


def doubts_of(subject: Subject, rows: Sequence[Any], *, on: date) -> list[list[Doubt]]:
    """What is improbable of each row and was not said to be right yet, in as many lists."""
    around = subject.around(rows) if rows else []
    return [
        [
            each
            for each in doubts_about(subject.kind, _values(row), today=on, around=beside)
            if all(said["key"] != each.key for said in row.act.sure)
        ]
        for row, beside in zip(rows, around, strict=True)
    ]


def _values(row: Model) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _columns(row._meta.label_lower)}


@cache
def _columns(label: str) -> list[str]:
    return [field.attname for field in apps.get_model(label)._meta.concrete_fields]


def ask_whether_right(rows: Iterable[Any], *, on: date, by: User) -> None:
    """Raises pages.doubts.DoubtError where somebody has yet to say that what is improbable is right;
    what was said stays with the record. The rows are held, and hold what is to be saved."""
    found = [(row, doubts_of(subject_of(row), [row], on=on)[0]) for row in rows]
    ask_about([each for _, doubts in found for each in doubts])
    for row, doubts in found:
        if doubts:
            keep_answers(row.act, doubts)
            row.act.save(update_fields=["sure"])
            log_event(
                "act.said_right",
                row.act,
                by=by,
                chain=row.act.area.slug,
                sentences=[each.sentence for each in doubts],
            )


def keep_answers(act: Any, doubts: Iterable[Doubt]) -> None:
    """Keeps with an act, unsaved, what somebody has said to be right."""
    said = [{"key": each.key, "sentence": each.sentence} for each in doubts]
    act.sure = [*act.sure, *said]
