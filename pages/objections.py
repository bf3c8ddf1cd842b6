"""What a verb objects to, as pages understand it: said beside its field, with nothing typed lost.

The layers above raise their own kinds of `Refused` and `Stale`; the rules raise FactError, and the
database IntegrityError.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError

from pages.constraints import refusal_of
from pages.doubts import FIELD, Doubt, DoubtError
from pages.fields import ChoiceTicks
from rules import FactError
from rules.words import facts_in_words

ASKED = "Is this right?"
TICK_OR_CHANGE = "Tick what is right, or change what is not"
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

    A form that asks a fact under another name says so in `asked_as`. What is improbable is asked
    about beside the form's own questions.
    """
    if isinstance(objection, DoubtError):
        add_ticks(form, objection.doubts)
        return
    names, sentence = _said(objection)
    asked_as = getattr(form, "asked_as", {})
    asked = (asked_as.get(each, each) for each in names)
    name = next((each for each in asked if each in form.fields), None)
    form.add_error(name, sentence)


def add_ticks(form: Any, doubts: Sequence[Doubt]) -> None:
    """Asks whether what is improbable is right: a tick each, whose key is sent with the form."""
    form.fields[FIELD] = ChoiceTicks(
        label=ASKED, choices=[(each.key, each.sentence) for each in doubts], required=False
    )
    form.add_error(FIELD, TICK_OR_CHANGE)


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
