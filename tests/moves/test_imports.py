"""Every move of an import is taken here, by its pages, its worker and the days that pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.permissions import ActionRefused
from audit.writing import move
from commitments.models import Act
from imports import tasks
from imports.engine import uploads
from imports.models import Import
from imports.states import IMPORT_TRANSITIONS, ImportState
from organisations.models import Organisation
from tests import cast
from tests.funding_import.sheet import csv_file, row
from tests.moves.test_every_move import listed, unlisted
from tests.scene import TODAY, Scene

pytestmark = pytest.mark.django_db

START = "/areas/thurrock/imports/notice/"
S = ImportState


class Sender:
    """An officer at the pages of imports, with the worker in between."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.monkeypatch = folder, monkeypatch
        self.client, self.scene = Client(), Scene()
        self.client.force_login(self.scene.officer)
        cast.group()  # the recipient of the sheet's rows
        monkeypatch.setattr(tasks.work_on_import, "delay", lambda pk: None)

    def sends(self, **cells: Any) -> Import:
        path = csv_file(self.folder, [row(**cells)])
        self.client.post(START, {"file": SimpleUploadedFile(path.name, path.read_bytes())})
        return Import.objects.latest("pk")

    def presses(self, page: str, upload: Import) -> None:
        url = reverse(f"imports:{page}", args=["thurrock", "notice", upload.pk])
        assert self.client.post(url).status_code == 302

    def works(self, upload: Import) -> None:
        """The worker takes the message."""
        tasks.work_on_import(pk=upload.pk)

    def breaks(self, upload: Import, part: str) -> None:
        """The worker takes the message, and a part of its work raises."""
        with self.monkeypatch.context() as broken, suppress(ZeroDivisionError):
            broken.setattr(uploads, part, lambda *_, **__: 1 / 0)
            self.works(upload)

    def comes_back_too_late(self) -> None:
        """The next file that is sent, when everything before it is too old to be kept."""
        with time_machine.travel(cast.at(TODAY) + uploads.KEPT_FOR + timedelta(days=1), tick=False):
            again = Client()
            again.force_login(self.scene.officer)
            path = csv_file(self.folder, [row()])
            again.post(START, {"file": SimpleUploadedFile(path.name, path.read_bytes())})

    def checked(self, **cells: Any) -> Import:
        upload = self.sends(**cells)
        self.works(upload)
        return upload

    def confirmed(self) -> Import:
        upload = self.checked()
        self.presses("confirm", upload)
        return upload

    def failed(self) -> Import:
        upload = self.sends()
        self.breaks(upload, "check_table")
        return upload


@pytest.fixture
def sender(
    library: None, settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Sender]:
    settings.MEDIA_ROOT = tmp_path / "media"
    with time_machine.travel(cast.at(TODAY), tick=False):
        yield Sender(tmp_path, monkeypatch)


Trial = Callable[[Sender], Iterator[Import]]


def is_checked(sender: Sender) -> Iterator[Import]:
    upload = sender.sends()
    yield upload
    sender.works(upload)


def is_found_faulty(sender: Sender) -> Iterator[Import]:
    upload = sender.sends(received_on="31/02/2014")
    yield upload
    sender.works(upload)


def stops_while_checked(sender: Sender) -> Iterator[Import]:
    upload = sender.sends()
    yield upload
    sender.breaks(upload, "check_table")


def is_confirmed(sender: Sender) -> Iterator[Import]:
    upload = sender.checked()
    yield upload
    sender.presses("confirm", upload)


def is_recorded(sender: Sender) -> Iterator[Import]:
    upload = sender.confirmed()
    yield upload
    sender.works(upload)
    assert Act.objects.filter(reference="T-1").exists()


def is_found_faulty_at_last(sender: Sender) -> Iterator[Import]:
    """What it names was there when it was checked, and has another name since."""
    upload = sender.confirmed()
    yield upload
    Organisation.objects.filter(pk=cast.group().pk).update(name="Grays Friends")
    sender.works(upload)
    assert not Act.objects.filter(reference="T-1").exists()


def stops_while_recorded(sender: Sender) -> Iterator[Import]:
    upload = sender.confirmed()
    yield upload
    sender.breaks(upload, "log_event")
    assert not Act.objects.filter(reference="T-1").exists()


def is_taken_up(sender: Sender) -> Iterator[Import]:
    upload = sender.failed()
    yield upload
    sender.presses("again", upload)


def discarded(made: Callable[[Sender], Import]) -> Trial:
    def trial(sender: Sender) -> Iterator[Import]:
        upload = made(sender)
        yield upload
        sender.presses("discard", upload)
        assert not uploads.folder_of(upload).exists()

    return trial


def forgotten(made: Callable[[Sender], Import]) -> Trial:
    """Nobody comes back to what is under way; what its worker left is not kept for ever."""

    def trial(sender: Sender) -> Iterator[Import]:
        upload = made(sender)
        yield upload
        sender.comes_back_too_late()
        assert not uploads.folder_of(upload).exists()

    return trial


TRIALS: dict[tuple[ImportState, ImportState], Trial] = {
    (S.CHECKING, S.CHECKED): is_checked,
    (S.CHECKING, S.FAULTY): is_found_faulty,
    (S.CHECKING, S.FAILED): stops_while_checked,
    (S.CHECKING, S.DISCARDED): forgotten(Sender.sends),
    (S.CHECKED, S.RUNNING): is_confirmed,
    (S.CHECKED, S.DISCARDED): discarded(Sender.checked),
    (S.FAULTY, S.DISCARDED): discarded(lambda sender: sender.checked(received_on="31/02/2014")),
    (S.RUNNING, S.DONE): is_recorded,
    (S.RUNNING, S.FAULTY): is_found_faulty_at_last,
    (S.RUNNING, S.FAILED): stops_while_recorded,
    (S.RUNNING, S.DISCARDED): forgotten(Sender.confirmed),
    (S.FAILED, S.CHECKING): is_taken_up,
    (S.FAILED, S.DISCARDED): discarded(Sender.failed),
}


def state_of(upload: Import) -> str:
    return Import.objects.get(pk=upload.pk).state


def test_each_listed_move_has_a_trial() -> None:
    assert set(TRIALS) == listed(IMPORT_TRANSITIONS)


@pytest.mark.parametrize(
    ("start", "end", "trial"),
    [
        pytest.param(start, end, trial, id=f"{start}-{end}")
        for (start, end), trial in TRIALS.items()
    ],
)
def test_move_is_taken(start: ImportState, end: ImportState, trial: Trial, sender: Sender) -> None:
    steps = trial(sender)
    upload = next(steps)
    assert state_of(upload) == start
    next(steps, None)
    assert state_of(upload) == end


@pytest.mark.parametrize(("start", "end"), unlisted(IMPORT_TRANSITIONS))
def test_no_other_move_is_taken(start: ImportState, end: ImportState) -> None:
    upload = Import(state=start)
    with pytest.raises(ActionRefused, match="cannot become"):
        move(upload, end)
    assert upload.state == start


PRESSED: dict[str, set[ImportState]] = {
    "confirm": {S.CHECKED},
    "again": {S.FAILED},
    "discard": {S.CHECKED, S.FAULTY, S.FAILED},
}
"""The buttons, with the states that each moves on from."""


@pytest.mark.parametrize("start", ImportState)
@pytest.mark.parametrize("page", PRESSED)
def test_button_moves_nothing_on_from_any_other_state(
    page: str, start: ImportState, sender: Sender
) -> None:
    upload = sender.checked()
    Import.objects.filter(pk=upload.pk).update(state=start)
    sender.presses(page, upload)
    assert (state_of(upload) != start) == (start in PRESSED[page])
