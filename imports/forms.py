"""What is asked of somebody who brings a spreadsheet."""

from __future__ import annotations

from typing import Any

from django import forms

from pages.forms import PageForm
from pages.spreadsheets import MOST_BYTES, MOST_ROWS

MEGABYTES = MOST_BYTES // 1024 // 1024
ENDINGS = (".csv", ".xlsx", ".tsv", ".txt")


class UploadForm(PageForm):
    file = forms.FileField(
        label="Spreadsheet",
        help_text=f"CSV or XLSX, up to {MEGABYTES} MB and {MOST_ROWS:,} rows.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={
            "required": "Choose a spreadsheet",
            "empty": "The file is empty: choose one with column names and rows",
            "max_length": "The file's name must be 100 characters or fewer",
        },
        max_length=100,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(ENDINGS):
            raise forms.ValidationError("The spreadsheet must be a CSV or XLSX file")
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                f"The spreadsheet must be {MEGABYTES} MB or smaller: split it into several files"
            )
        return file
