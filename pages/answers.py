"""A form's answers in words: on check pages, and beside each other where two people saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.formats import date_format


@dataclass(frozen=True, slots=True)
class Answered:
    question: str
    answer: Any


@dataclass(frozen=True, slots=True)
class Difference:
    question: str
    saved: str
    typed: str


def in_words(field: forms.BoundField) -> Any:
    """What stands in a field, right or wrong: a date as a date, a choice by its words."""
    value = field.value()
    asked = field.field
    if isinstance(asked, forms.ModelMultipleChoiceField):
        chosen = {str(getattr(each, "pk", each)) for each in value or []}
        return "; ".join(str(each) for each in asked.queryset if str(each.pk) in chosen)
    if isinstance(asked, forms.ModelChoiceField):
        return str(asked.queryset.filter(pk=value).first() or "") if value else ""
    if isinstance(asked, forms.ChoiceField):
        said = {True: "yes", False: "no"}.get(value, value)
        return dict(asked.choices).get(said, "")
    if isinstance(value, (list, tuple)):
        return " ".join(str(part) for part in value if part not in (None, ""))
    return "" if value in (None, False) else value


def answered(form: Any, *, leave_out: Container[str] = ()) -> list[Answered]:
    """The questions of a form with what stands in them, right or wrong; blank ones are left out."""
    return [
        Answered(str(each.label), words)
        for each in _asked(form, leave_out)
        for words in [_line(each, form)]
        if words
    ]


def differences(saved: Any, typed: Any, *, leave_out: Container[str] = ()) -> list[Difference]:
    """Where two readings of one form part: what is on record, and what was typed.

    `saved` is the form unbound, with its initial values. A question that has none, such as a
    reason, is no part of the record and is left out.
    """
    on_record = {each.name: _line(each, saved) for each in saved if _is_on_record(each, saved)}
    return [
        Difference(str(each.label), on_record[each.name], now)
        for each in _asked(typed, leave_out)
        if each.name in on_record
        for now in [_line(each, typed)]
        if now != on_record[each.name]
    ]


def _asked(form: Any, leave_out: Container[str]) -> Iterator[forms.BoundField]:
    return (each for each in form if not each.is_hidden and each.name not in leave_out)


def _is_on_record(field: forms.BoundField, form: Any) -> bool:
    return field.name in form.initial or field.field.initial not in (None, "")


def _line(field: forms.BoundField, form: Any) -> str:
    """A value as one text, a date by its words whether it was read from the record or typed."""
    right = getattr(form, "cleaned_data", {}).get(field.name) if form.is_bound else None
    value = right if isinstance(right, dt.date) else in_words(field)
    return date_format(value, "j F Y") if isinstance(value, dt.date) else str(value)
