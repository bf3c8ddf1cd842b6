"""What the forms of disputes share: long texts, files within limits, and the keeping of a name."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from disputes.actions.telling import NAME_GIVEN
from disputes.confidentiality import names_raiser
from disputes.models import Dispute
from disputes.states import Side
from pages.forms import PageForm

LONGEST = 5000
STARTS: dict[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    ".docx": (b"PK\x03\x04",),
    ".xlsx": (b"PK\x03\x04",),
    ".odt": (b"PK\x03\x04",),
    ".ods": (b"PK\x03\x04",),
    ".png": (b"\x89PNG",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".txt": (),
    ".csv": (),
}


def long_text(
    label: str, hint: str = "", *, required: bool = True, rows: int = 6
) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": rows}),
    )


class PaperField(forms.FileField):
    """A document of a known kind and size, whose first bytes are what its name promises."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text",
            "PDF, Word, Excel, OpenDocument, text, PNG or JPEG, up to "
            f"{settings.UPLOAD_MAX_BYTES // 1024 // 1024} MB.",
        )
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = ",".join(STARTS)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if not file:
            return None
        ending = PurePath(file.name).suffix.lower()
        if ending not in STARTS:
            raise ValidationError("Choose a file of one of the kinds listed.")
        if file.size > settings.UPLOAD_MAX_BYTES:
            raise ValidationError("The file is too large.")
        start = file.read(8)
        file.seek(0)
        expected = STARTS[ending]
        if expected and not start.startswith(expected):
            raise ValidationError(f"This is not a {ending[1:].upper()} file, whatever its name.")
        if not expected and b"\0" in start:
            raise ValidationError("This is not a text file.")
        return file


class CaseForm(PageForm):
    """A form about a case. Texts of the raiser's side are kept free of a name that is to be kept."""

    def __init__(
        self, *args: Any, dispute: Dispute, side: Side | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.dispute, self.side = dispute, side

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.side == Side.RAISER:
            for name, value in list(cleaned.items()):
                if isinstance(value, str) and names_raiser(self.dispute, [value]):
                    self.add_error(name, NAME_GIVEN)
        return cleaned
