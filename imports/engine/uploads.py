"""Imports through the browser: a file is received, checked, confirmed and recorded, or discarded.

The file and what was found in it lie in a folder of their own; the progress is a small file there,
because nothing that a transaction writes can be seen before it ends.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import User
from accounts.permissions import YES, Answer, require
from audit.actions import log_event
from audit.writing import locked, move
from commitments.subjects import Subject, subject_for
from imports.engine.preview import PreviewFile
from imports.engine.tables import (
    TableImport,
    Tally,
    check_table,
    import_table,
    nothing,
)
from imports.models import Import
from imports.permissions import may_import
from imports.states import ImportState
from organisations.models import Area
from pages.spreadsheets import Fault

KEPT_FOR = timedelta(days=7)
LONGEST_NAME = Import._meta.get_field("name").max_length or 200
STOPPED = "the work stopped on an error that is ours; nothing was recorded, so start it again"


class OverAlready(Exception):
    """Somebody, or another worker, has dealt with this import meanwhile."""


def folder_of(upload: Import) -> Path:
    return Path(settings.MEDIA_ROOT, "imports", upload.folder)


def table_of(upload: Import) -> Path:
    return folder_of(upload) / "table"


def receive_file(
    *,
    subject: Subject,
    area: Area,
    name: str,
    chunks: Iterable[bytes],
    by: User,
    at: datetime,
) -> Import:
    """Keeps the file in a folder of its own, outside everything that is served."""
    require(may_import(by, subject, area))
    _forget_old(before=at - KEPT_FOR)
    upload = Import(
        kind=subject.kind,
        area=area,
        # Its end is kept where it is too long: there stands which kind of file it is.
        name=" ".join(name.split())[-LONGEST_NAME:] or "table",
        folder=secrets.token_hex(16),
        uploaded_at=at,
        uploaded_by=by,
    )
    folder_of(upload).mkdir(parents=True, mode=0o700)
    with table_of(upload).open("wb") as file:
        for chunk in chunks:
            file.write(chunk)
    upload.save()
    return upload


def check_upload(upload: Import, *, on: date, at: datetime) -> None:
    """Judges every row and keeps what each would do, for the page that asks for confirmation.

    New organisations are taken as made here; whoever confirms is asked whether they are.
    """
    asked = replace(_asked(upload, on=on, at=at), create_organisations=True)
    with PreviewFile(folder_of(upload)) as preview:
        tally = check_table(asked, seen=preview.add)
    _turn(upload, Import.State.CHECKING, _found(tally), tally=tally)


def _found(tally: Tally) -> ImportState:
    return Import.State.FAULTY if tally.faults else Import.State.CHECKED


@transaction.atomic
def _turn(
    upload: Import,
    before: ImportState,
    after: ImportState,
    *,
    tally: Tally | None = None,
    **values: Any,
) -> bool:
    """Moves an import on from one state to another; False where somebody was quicker."""
    held = locked(upload)
    if held.state != before:
        return False
    move(held, after)
    if tally is not None:
        _keep(held, tally)
    for name, value in values.items():
        setattr(held, name, value)
    held.save()
    return True


def may_confirm(upload: Import, *, create_organisations: bool, sure: bool = False) -> Answer:
    if upload.state != Import.State.CHECKED:
        return Answer("This import has already been dealt with.")
    if upload.unknown_organisations and not create_organisations:
        return Answer("Tick the box to make the new organisations, or correct their names first")
    if upload.doubt_count and not sure:
        return Answer("Tick the box if what is improbable is right, or correct it first")
    return YES


@transaction.atomic
def confirm_upload(
    upload: Import, *, create_organisations: bool, by: User, sure: bool = False
) -> Import:
    """Moves a checked import on to being recorded. A second click finds it dealt with."""
    upload = locked(upload)
    require(may_import(by, subject_for(upload.kind), upload.area))
    require(may_confirm(upload, create_organisations=create_organisations, sure=sure))
    move(upload, Import.State.RUNNING)
    upload.create_organisations, upload.sure = create_organisations, sure
    upload.save()
    _restart_progress(upload)
    return upload


def record_upload(upload: Import, *, on: date, at: datetime) -> None:
    """Records a confirmed import. Run twice, or by two workers at once, it records once."""

    def claim() -> None:
        if locked(upload).state != Import.State.RUNNING:
            raise OverAlready

    def finish(tally: Tally) -> None:
        # In the transaction of the rows: where the worker is killed, neither they nor "done" stay.
        _turn(upload, Import.State.RUNNING, Import.State.DONE, tally=tally, finished_at=at)
        log_event(
            "import.recorded",
            upload,
            by=upload.uploaded_by,
            chain=upload.area.slug,
            name=upload.name,
            kind=upload.kind,
            said_right=tally.doubts.count,
            **tally.as_dict(),
        )

    asked = _asked(upload, on=on, at=at, first=claim, last=finish)
    try:
        tally = import_table(asked)
    except OverAlready:
        return
    if tally.faults:
        _turn(upload, Import.State.RUNNING, Import.State.FAULTY, tally=tally)
    else:
        remove_files(upload)


def work_on_upload(pk: int, *, on: date, at: datetime) -> None:
    """Does what an import waits for: its check, or its recording. In any other state, nothing."""
    upload = Import.objects.select_related("area", "uploaded_by").get(pk=pk)
    try:
        if upload.state == Import.State.CHECKING:
            check_upload(upload, on=on, at=at)
        elif upload.state == Import.State.RUNNING:
            record_upload(upload, on=on, at=at)
    except Exception:
        fail_upload(upload, at=at)
        raise


@transaction.atomic
def fail_upload(upload: Import, *, at: datetime) -> None:
    """Says on the page that the work stopped, where it would otherwise wait for ever."""
    upload = locked(upload)
    if upload.state not in Import.UNDER_WAY:
        return
    move(upload, Import.State.FAILED)
    upload.finished_at = at
    upload.faults, upload.fault_count = [Fault(0, "", STOPPED).as_dict()], 1
    upload.save()


@transaction.atomic
def start_again(upload: Import) -> bool:
    """Takes up work that stopped: a failed import is checked anew from its file."""
    upload = locked(upload)
    if not table_of(upload).exists():
        return False
    if upload.state == Import.State.FAILED:
        move(upload, Import.State.CHECKING)
        upload.finished_at, upload.faults, upload.fault_count = None, [], 0
        upload.save()
    _restart_progress(upload)
    return True


def take_up(*, at: datetime, longer_than: timedelta) -> list[int]:
    """The imports under way that have not moved for so long, each of them once: from now on it counts
    as moved. Work on one that is still going on elsewhere records nothing twice."""
    still = [
        upload
        for upload in Import.objects.filter(state__in=Import.UNDER_WAY)
        if table_of(upload).exists() and stands_still(upload, at=at, longer_than=longer_than)
    ]
    for upload in still:
        _restart_progress(upload)
    return [upload.pk for upload in still]


@transaction.atomic
def discard_upload(upload: Import, *, at: datetime) -> Import:
    """Drops a file that was not recorded. What is under way, or over, stays as it is."""
    upload = locked(upload)
    if upload.state in (Import.State.CHECKED, Import.State.FAULTY, Import.State.FAILED):
        _drop(upload, at=at)
    return upload


def _drop(upload: Import, *, at: datetime) -> None:
    move(upload, Import.State.DISCARDED)
    upload.finished_at = at
    upload.save()
    remove_files(upload)


def remove_files(upload: Import) -> None:
    shutil.rmtree(folder_of(upload), ignore_errors=True)


def _forget_old(*, before: datetime) -> None:
    """Files that nobody came back to are not kept for ever."""
    over = [Import.State.DONE, Import.State.DISCARDED]
    with transaction.atomic():
        old = Import.objects.filter(uploaded_at__lt=before).exclude(state__in=over)
        for upload in [locked(each) for each in old.order_by("pk")]:
            if upload.state not in over:
                _drop(upload, at=before)


# Progress -------------------------------------------------------------------------------------


def progress_of(upload: Import) -> dict[str, int | str]:
    """The stage, how many rows are done and of how many; empty while nothing has begun."""
    try:
        told: dict[str, int | str] = json.loads((folder_of(upload) / "progress").read_text())
    except (OSError, ValueError):
        return {}
    return told


def stands_still(upload: Import, *, at: datetime, longer_than: timedelta) -> bool:
    """Whether nothing has moved for so long that the work must have stopped."""
    try:
        moved = (folder_of(upload) / "progress").stat().st_mtime
    except OSError:
        moved = upload.uploaded_at.timestamp()
    return at.timestamp() - moved > longer_than.total_seconds()


def _tell_progress(upload: Import) -> Callable[[str, int, int], None]:
    path = folder_of(upload) / "progress"

    def tell(stage: str, done: int, total: int) -> None:
        # Replaced as a whole, so that the page never reads half a file.
        written = path.with_suffix(".new")
        written.write_text(json.dumps({"stage": stage, "done": done, "total": total}))
        written.replace(path)

    return tell


def _restart_progress(upload: Import) -> None:
    if folder_of(upload).exists():
        _tell_progress(upload)("waiting", 0, 0)


# What is kept ---------------------------------------------------------------------------------


def _asked(
    upload: Import,
    *,
    on: date,
    at: datetime,
    first: Callable[[], None] = nothing,
    last: Callable[[Tally], None] = nothing,
) -> TableImport:
    return TableImport(
        subject_for(upload.kind),
        table_of(upload),
        upload.name,
        on=on,
        at=at,
        by=upload.uploaded_by,
        only_area=upload.area,
        create_organisations=upload.create_organisations,
        sure=upload.sure,
        how_to_create="tick the box when you confirm",
        how_to_be_sure="send the file again, and tick that it is right",
        progress=_tell_progress(upload),
        first=first,
        last=last,
    )


def _keep(upload: Import, tally: Tally) -> None:
    upload.rows_total = tally.rows
    upload.counts = tally.as_dict() | {"outcomes": dict(tally.outcomes)}
    upload.unknown_organisations = [
        {"name": unknown.name, "close": unknown.close} for unknown in tally.unknown
    ]
    upload.faults = [fault.as_dict() for fault in tally.faults.in_order()]
    upload.fault_count = tally.faults.count
    upload.doubts = [doubt.as_dict() for doubt in tally.doubts.in_order()]
    upload.doubt_count = tally.doubts.count
