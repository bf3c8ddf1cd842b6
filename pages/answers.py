"""A form's answers in words: on check pages, and beside each other where two people saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils.formats import date_format

from pages.fields import DateField, MoneyField
from pages.shown import pounds


@dataclass(frozen=True, slots=True)
class Answered:
    question: str
    answer: Any


@dataclass(frozen=True, slots=True)
class Difference:
    question: str
    saved: str
    typed: str


def answered(form: Any) -> list[Answered]:
    """The questions of a form with what stands in them, right or wrong.

    A blank answer stands as such, unless the form names its question in `passed_over`.
    """
    passed_over = getattr(form, "passed_over", ())
    return [
        Answered(str(field.label), value)
        for field in asked_in(form)
        for value in [said(field)]
        if value != "" or field.name not in passed_over
    ]


def differences(saved: Iterable[Any], typed: Iterable[Any]) -> list[Difference]:
    """Where two readings of the same forms part: what is on record, and what was typed.

    A form that is saved may be unbound, with its initial values. A question that has none, such as
    a reason, is no part of the record and is left out.
    """
    on_record = {
        field.html_name: _line(field)
        for form in saved
        for field in asked_in(form)
        if _is_on_record(field)
    }
    return [
        Difference(question_of(field), was, now)
        for form in typed
        for field in asked_in(form)
        for was, now in [(on_record.get(field.html_name), _line(field))]
        if was is not None and was != now
    ]


def asked_in(form: Any) -> list[forms.BoundField]:
    """The questions that a form shows, without files: a browser sends those once."""
    never_shown = getattr(form, "never_shown", ())
    return [
        field
        for field in form
        if not field.is_hidden
        and field.name not in never_shown
        and not isinstance(field.field, forms.FileField)
    ]


def question_of(field: forms.BoundField) -> str:
    """The question; of a form about one of several, with its name before it."""
    about = getattr(field.form, "about", "")
    return f"{about}: {field.label}" if about else str(field.label)


def said(field: forms.BoundField) -> Any:
    """What stands in a field: where it is right its date or its words, else as it was typed."""
    asked, value = field.field, field.value()
    if field.form.is_bound and not field.errors:
        value = field.form.cleaned_data.get(field.name)
    if isinstance(asked, forms.ModelChoiceField):
        return _rows(asked, value)
    if isinstance(asked, forms.ChoiceField) or isinstance(asked.widget, forms.Select):
        return str(value) if isinstance(value, Model) else _choices(asked, value)
    if isinstance(asked, forms.BooleanField):
        return "Yes" if value else ""
    if isinstance(asked, MoneyField) and not isinstance(value, str):
        return pounds(value)
    if isinstance(asked, DateField) and (day := _day(asked, value)) is not None:
        return day
    if isinstance(value, (list, tuple)):
        sign = "; " if any(isinstance(part, Model) for part in value) else " "
        return sign.join(str(part) for part in value if part not in (None, ""))
    return value if isinstance(value, (str, dt.date)) else "" if value is None else str(value)


def _day(asked: DateField, value: Any) -> dt.date | None:
    """The day that was typed in parts, whatever else is held against it; none where it is no day."""
    try:
        return asked.to_python(value)
    except forms.ValidationError:
        return None


def _is_on_record(field: forms.BoundField) -> bool:
    form = field.form
    return form.is_bound or field.name in form.initial or field.field.initial not in (None, "")


def _rows(asked: forms.ModelChoiceField, value: Any) -> str:
    """The names of the rows chosen; of one that cannot be chosen any more, its number."""
    if value in (None, ""):
        return ""
    chosen = value if isinstance(value, (list, tuple, QuerySet)) else [value]
    known = {str(each.pk): each for each in chosen if isinstance(each, Model)}
    wanted = [str(getattr(each, "pk", each)) for each in chosen]
    # Below 19 figures any number fits the databases' 64-bit keys; above, they answer with an error.
    unknown = [each for each in wanted if each not in known and each.isdecimal() and len(each) < 19]
    if unknown:
        known |= {str(each.pk): each for each in asked.queryset.filter(pk__in=unknown)}
    return "; ".join(asked.label_from_instance(known[pk]) if pk in known else pk for pk in wanted)


def _choices(asked: Any, value: Any) -> str:
    choices = asked.choices if hasattr(asked, "choices") else asked.widget.choices
    words = {str(code): str(label) for code, label in choices}
    # A yes or no is cleaned to True or False, while its choices are "yes" and "no".
    if isinstance(value, bool):
        value = "yes" if value else "no"
    chosen = value if isinstance(value, (list, tuple)) else [value]
    return "; ".join(words.get(str(each), str(each)) for each in chosen if each not in (None, ""))


def _line(field: forms.BoundField) -> str:
    """A value as one text, a date by its words whether it was read from the record or typed."""
    value = said(field)
    return date_format(value, "j F Y") if isinstance(value, dt.date) else str(value)
