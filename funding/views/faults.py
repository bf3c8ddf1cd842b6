"""The rules' objection to facts that contradict each other, in words and on its field."""

from __future__ import annotations

import re
from typing import Any

from rules import FactError
from rules.words import facts_in_words

NAME = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")


def fault_words(fault: FactError) -> str:
    words = NAME.sub(lambda found: facts_in_words([found.group()]), fault.message)
    return words[:1].upper() + words[1:]


def add_fault(form: Any, fault: FactError) -> None:
    """Puts the objection on its field, or on the form where the page does not ask for that fact."""
    form.add_error(fault.field if fault.field in form.fields else None, fault_words(fault))
