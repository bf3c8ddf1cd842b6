"""The form field for a file: its name, its size and its first bytes are asked at once, the rest of it
by a worker."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File

from documents.kinds import ENDINGS, kind_started
from documents.passages import DocumentRefused

KINDS = "PDF, Word, Excel, PowerPoint, OpenDocument, rich text, text, PNG, JPEG or MP3"
STARTS_WITHIN = 64 * 1024


def require_fit(file: File[bytes]) -> None:
    """Raises ValidationError for a file that cannot be what its name says, or is too large."""
    if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
        raise ValidationError(
            f"The file is too large: {settings.UPLOAD_MAX_BYTES // 1024 // 1024} MB is the limit."
        )
    start = file.read(STARTS_WITHIN)
    file.seek(0)
    try:
        kind_started(start, file.name or "")
    except DocumentRefused as refused:
        raise ValidationError(str(refused)) from refused


class DocumentField(forms.FileField):
    """A document of a kind that is taken, within the limit of size."""

    def __init__(self, **kwargs: Any) -> None:
        most = settings.UPLOAD_MAX_BYTES // 1024 // 1024
        kwargs.setdefault("help_text", f"{KINDS}, up to {most} MB.")
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = ",".join(ENDINGS)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if not file:
            return None
        require_fit(file)
        return file
