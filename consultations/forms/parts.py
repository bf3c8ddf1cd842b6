"""Fields that many pages here have."""

from __future__ import annotations

from typing import Any

from django import forms

from pages.forms import DateField

LONGEST = 5000
NO_NAMES = "Give posts, not people's names."


def words(
    label: str, help_text: str = "", *, rows: int = 4, required: bool = False
) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": rows}),
    )


def line(label: str, help_text: str = "", *, required: bool = False) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=200)


def day(label: str, help_text: str = "", *, required: bool = False) -> DateField:
    return DateField(label=label, help_text=help_text, required=required)


def reason_field(label: str = "Reason", hint: str = "", **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint or f"Everybody who follows it can read this. {NO_NAMES}",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        **kwargs,
    )
