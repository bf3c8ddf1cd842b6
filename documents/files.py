"""What every row with a file that people hand in has in common."""

from __future__ import annotations

from typing import Any

from django.db import models

from documents.states import FILE_TRANSITIONS, FileState


class CheckedFile(models.Model):
    """A file that is handed on only once a worker has looked at it (documents.checking).

    found: a list of {"where": words, "why": words}, what speaks against it and where it stands.
    taken_out: what the cleaning removed, such as "author".
    """

    State = FileState
    TRANSITIONS = FILE_TRANSITIONS

    file: Any
    name: Any
    size: Any

    state = models.CharField(max_length=8, choices=FileState, default=FileState.CHECKED)
    refusal = models.TextField(blank=True, help_text="Why the file was not taken, as a sentence.")
    unreadable = models.TextField(blank=True, help_text="What of it could not be read.")
    found = models.JSONField(default=list, blank=True)
    taken_out = models.JSONField(default=list, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the file as it is kept.")
    received_sha256 = models.CharField(
        max_length=64, blank=True, help_text="Of the file as it was handed in."
    )
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_checking(self) -> bool:
        return self.state == FileState.CHECKING

    @property
    def is_checked(self) -> bool:
        return self.state == FileState.CHECKED
