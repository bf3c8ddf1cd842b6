"""The life of an import. docs/states.md is generated from it."""

from django.db import models


class ImportState(models.TextChoices):
    CHECKING = "checking", "Being checked"
    CHECKED = "checked", "Ready to record"
    FAULTY = "faulty", "Needs mending"
    RUNNING = "running", "Being recorded"
    DONE = "done", "Recorded"
    FAILED = "failed", "Failed"
    DISCARDED = "discarded", "Discarded"


IMPORT_TRANSITIONS: dict[ImportState, set[ImportState]] = {
    ImportState.CHECKING: {
        ImportState.CHECKED,
        ImportState.FAULTY,
        ImportState.FAILED,
        ImportState.DISCARDED,
    },
    ImportState.CHECKED: {ImportState.RUNNING, ImportState.DISCARDED},
    ImportState.FAULTY: {ImportState.DISCARDED},
    ImportState.RUNNING: {
        ImportState.DONE,
        ImportState.FAULTY,
        ImportState.FAILED,
        ImportState.DISCARDED,
    },
    ImportState.FAILED: {ImportState.CHECKING, ImportState.DISCARDED},
    ImportState.DONE: set(),
    ImportState.DISCARDED: set(),
}
