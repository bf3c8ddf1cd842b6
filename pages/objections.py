"""What a verb objects to, as pages understand it: said beside its field, with nothing typed lost.

The layers above raise their own kinds of `Refused` and `Stale`; the rules raise FactError, and the
database IntegrityError.
"""

from __future__ import annotations

import re
from typing import Any

from django.db import IntegrityError

from pages.constraints import refusal_of
from rules import FactError
from rules.words import facts_in_words

NAME_OF_FACT = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")


class Refused(Exception):
    """Somebody asked for what cannot be done. `reason` is fit to be shown to them."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Stale(Exception):
    """The row was saved from somewhere else since the form was opened."""


OBJECTIONS = (FactError, IntegrityError, Refused)


def add_objection(form: Any, objection: Exception) -> None:
    """Puts one of OBJECTIONS on the field it is about, or on the form where that field is not asked.

    A form that asks a fact under another name says so in `asked_as`.
    """
    names, sentence = _said(objection)
    asked_as = getattr(form, "asked_as", {})
    asked = (asked_as.get(each, each) for each in names)
    name = next((each for each in asked if each in form.fields), None)
    form.add_error(name, sentence)


def _said(objection: Exception) -> tuple[tuple[str, ...], str]:
    if isinstance(objection, FactError):
        return (objection.field,), fault_words(objection)
    if isinstance(objection, IntegrityError):
        refusal = refusal_of(objection)
        return refusal.fields, refusal.sentence
    return (), getattr(objection, "reason", str(objection))


def fault_words(fault: FactError) -> str:
    """The rules' objection to facts that contradict each other, without the facts' own names."""
    words = NAME_OF_FACT.sub(lambda found: facts_in_words([found.group()]), fault.message)
    return words[:1].upper() + words[1:]
