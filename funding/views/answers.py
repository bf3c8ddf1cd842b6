"""A draft's answers in words: on the check page, and beside each other where two were saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from funding.forms.draft import NOT_ANSWERS, TITLES, Draft
from funding.forms.rows import AgreementRow, NoticeRow
from pages.fields import MoneyField
from pages.shown import pounds

HIDDEN = {"asked", "q"}


@dataclass(frozen=True, slots=True)
class Answered:
    question: str
    answer: Any


@dataclass(frozen=True, slots=True)
class Group:
    """One page of the way through, or one recipient's part of it."""

    page: str
    title: str
    answers: list[Answered]


@dataclass(frozen=True, slots=True)
class Difference:
    question: str
    saved: str
    typed: str


def check_groups(draft: Draft) -> list[Group]:
    groups = []
    for page in draft.pages:
        for form in draft.forms(page):
            title = TITLES[page]
            if isinstance(form, (NoticeRow, AgreementRow)):
                to = "Notice to" if page == "notice" else "Agreement with"
                title = f"{to} {form.recipient.name}"
            groups.append(Group(page, title, answered(form)))
    return groups


def answered(form: Any) -> list[Answered]:
    """The questions of a form with what was answered; those asked of no one here are left out."""
    if form.is_bound:
        form.is_valid()
    asked = [field for field in form if field.name not in HIDDEN]
    return [
        Answered(str(field.label), value)
        for field in asked
        if (value := _said(form, field)) not in (None, "") or not _passes_over(form, field)
    ]


def _passes_over(form: Any, field: forms.BoundField) -> bool:
    """Whether an empty answer is better left out than shown as not given."""
    if isinstance(form, (NoticeRow, AgreementRow)):
        return field.name in form.why_names or field.name.startswith(("amount", "renewal"))
    return isinstance(field.field.widget, forms.CheckboxSelectMultiple)


def _said(form: Any, field: forms.BoundField) -> Any:
    known = getattr(form, "cleaned_data", {})
    if field.name not in known:
        return in_words(field)
    value = known[field.name]
    if isinstance(field.field, forms.BooleanField):
        return "Yes" if value else ""
    if isinstance(field.field, MoneyField):
        return pounds(value)
    if isinstance(field.field, forms.ChoiceField):
        return _labels(field.field, value)
    return value


def _labels(field: forms.ChoiceField, value: Any) -> str:
    if value is True or value is False:
        value = "yes" if value else "no"
    labels = {str(code): str(label) for code, label in field.choices}
    chosen = value if isinstance(value, (list, tuple)) else [value]
    return "; ".join(labels.get(str(each), str(each)) for each in chosen if each not in (None, ""))


def in_words(field: forms.BoundField) -> str:
    """What stands in a field, right or wrong, as one line."""
    value = field.value()
    if isinstance(field.field, forms.ModelChoiceField):
        return str(field.field.queryset.filter(pk=value).first() or "") if value else ""
    if isinstance(field.field, forms.ChoiceField):
        return _labels(field.field, value)
    if isinstance(value, (list, tuple)):
        return " ".join(str(part) for part in value if part not in (None, ""))
    return "" if value in (None, False) else str(value)


def differences(saved: list[Any], typed: list[Any]) -> list[Difference]:
    """Where two readings of one page part: what the other tab saved, and what was typed here."""
    theirs = {
        (form.prefix, field.name): in_words(field)
        for form in saved
        for field in form
        if field.name not in HIDDEN
    }
    found = []
    for form in typed:
        for field in form:
            if field.name in HIDDEN:
                continue
            was = theirs.get((form.prefix, field.name), "")
            now = in_words(field)
            if was != now:
                found.append(Difference(_question(form, field), was, now))
    return found


def _question(form: Any, field: forms.BoundField) -> str:
    if isinstance(form, (NoticeRow, AgreementRow)):
        return f"{form.recipient.name}: {field.label}"
    return str(field.label)


def typed_rows(posted: QueryDict) -> list[tuple[str, str]]:
    """Every answer of a page that can no longer be saved, so that it can be copied."""
    return [
        (name.replace("-", " ").replace("_", " ").capitalize(), ", ".join(v for v in values if v))
        for name, values in posted.lists()
        if name not in NOT_ANSWERS and any(values)
    ]
