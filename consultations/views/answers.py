"""Answers in words: on the check page, and beside each other where two tabs saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms

from consultations.forms.planning import TITLES
from consultations.models import Consultation
from consultations.views.planner import Plan

NEVER_SHOWN = {"unexplained", "reason", "version"}


@dataclass(frozen=True, slots=True)
class Answered:
    question: str
    answer: Any


@dataclass(frozen=True, slots=True)
class Group:
    page: str
    title: str
    answers: list[Answered]


@dataclass(frozen=True, slots=True)
class Difference:
    question: str
    saved: str
    typed: str


def groups_of(shown: dict[str, Any]) -> list[Group]:
    return [Group(page, TITLES[page], answered(form)) for page, form in shown.items()]


def answered(form: Any) -> list[Answered]:
    """The questions of an unbound form with what is saved; empty method rows are left out."""
    found = []
    for each in form:
        if each.name in NEVER_SHOWN:
            continue
        value = in_words(each)
        if value in ("", None) and each.name.startswith(("method_", "reason_")):
            continue
        found.append(Answered(str(each.label), value))
    return found


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


def differences(saved: Any, typed: Any) -> list[Difference]:
    """Where two readings of one page part: what the other tab saved, and what was typed here."""
    theirs = {each.name: _line(in_words(each)) for each in saved}
    return [
        Difference(str(each.label), theirs.get(each.name, ""), now)
        for each in typed
        if each.name not in NEVER_SHOWN
        for now in [_line(in_words(each))]
        if now != theirs.get(each.name, "")
    ]


def _line(value: Any) -> str:
    if hasattr(value, "isoformat"):
        return f"{value.day} {value.month} {value.year}"
    return str(value)


def unfinished(consultation: Consultation, plan: Plan) -> list[tuple[str, str, str]]:
    """What keeps a draft from being published: the page, its title and the sentence."""
    lacks = []
    if not consultation.why.strip():
        lacks.append(("purpose", "Say why you are consulting."))
    if not consultation.open_to_change.strip():
        lacks.append(("matters", "Say what is open to change."))
    if consultation.opens_on is not None and consultation.closes_on is None:
        lacks.append(("dates", "Enter the closing date."))
    if plan.fault:
        lacks.append(("dates", plan.fault))
    return [(page, TITLES[page], sentence) for page, sentence in lacks]
