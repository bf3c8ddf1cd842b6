"""The way of a file that was handed in. docs/states.md is generated from FILE_TRANSITIONS."""

from __future__ import annotations

from django.db import models


class FileState(models.TextChoices):
    CHECKING = "checking", "Being checked"
    CHECKED = "checked", "Checked"
    ASKED = "asked", "Waits for your word"
    REFUSED = "refused", "Refused"


FILE_TRANSITIONS: dict[FileState, set[FileState]] = {
    FileState.CHECKING: {FileState.CHECKED, FileState.ASKED, FileState.REFUSED},
    # What was checked is checked again where a name is to be kept from now on.
    FileState.CHECKED: {FileState.CHECKING},
    FileState.ASKED: {FileState.CHECKED, FileState.CHECKING},
    FileState.REFUSED: set(),
}
