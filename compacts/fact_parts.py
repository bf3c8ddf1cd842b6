"""What the table of facts is made of: one fact in words, and rows of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["date", "dates", "yes_no", "choice", "choices", "money", "text", "long_text"]
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that an act tells: `label` names it, `asked` is what a form says."""

    name: str
    label: str
    hint: str = ""
    kind: Kind = "date"
    choices: Choices = ()
    question: str = ""

    @property
    def asked(self) -> str:
        return self.question or self.label


Words = str | tuple[str, str] | tuple[str, str, str]
"""A label; with a question, or "" where the label asks well enough; and with a hint."""


def facts(kind: Kind, choices: Choices = (), /, **words: Words) -> dict[str, Fact]:
    return {name: _fact(name, said, kind, choices) for name, said in words.items()}


def _fact(name: str, words: Words, kind: Kind, choices: Choices) -> Fact:
    label, *rest = (words,) if isinstance(words, str) else words
    question, hint = (*rest, "", "")[:2]
    return Fact(name, label, hint, kind, choices, question)
