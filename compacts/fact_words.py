"""What every fact is called, wherever it is read or asked for, by the one table of it.

The same fact reads the same on its form, its page, its correction, in its history, beside its
check, in a spreadsheet and in the calculator. `label` is its short name, `question` how a form
asks for it where the name alone would not do, `hint` what stands below the question.

Kinds of act and rule types share names (`last_day` of a notice, of an agreement), so a fact is
looked up by both. Steps and records are named `steps.CODE` and `records.CODE`, conditions and those
who are told `conditions.CODE` and `told.CODE`, under the clause's own labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from compacts.fact_parts import Choices, Fact, Kind
from compacts.fact_table import ABOUT, COMMON, LATER, OF_KIND, YES_OR_NO
from pages.naming import lowered
from rules.words import listed

ASKED_AS = {"order": "order_attested"}
"""Names that verdicts use for what is missing, and the fact that would answer them."""


@dataclass(frozen=True, slots=True)
class _Table:
    """The facts that go by a clause's own codes; `words` holds the clause's label."""

    kind: Kind
    hint: str
    words: str = "{}"
    choices: Choices = ()


_RECORD = _Table("long_text", "What was done, or where it is written down.")
CODED: dict[str, _Table] = {
    "steps": _Table("date", "The day it was done."),
    "told": _Table("date", "Leave empty while they have not been told.", "{} told on"),
    "records": _RECORD,
    "fields": _RECORD,
    "conditions": _Table("choice", "Whether the clause applies turns on it.", choices=YES_OR_NO),
}


def words_known(kind: str, name: str) -> Fact | None:
    """The table's own words of a fact, by a kind of act or a rule type; None where it has none."""
    name = ASKED_AS.get(name, name)
    return OF_KIND.get(ABOUT.get(kind, kind), {}).get(name) or COMMON.get(name)


def fact_words(kind: str, name: str, labels: Mapping[str, str] | None = None) -> Fact:
    """A fact of a kind of act, or of a rule type, in words.

    `steps.CODE` and its like go under the clause's own label from `labels`, and so does a bare code,
    as corrections keep it.
    """
    table, _, code = name.partition(".")
    if code and table in CODED:
        return coded_words(table, code, labels or {})
    if name.startswith("bank_holidays:"):
        return Fact(name, f"The bank holidays of {name.partition(':')[2]}")
    return words_known(kind, name) or Fact(name, label_of(name, labels or {}), kind="text")


def coded_words(table: str, code: str, labels: Mapping[str, str]) -> Fact:
    """One code of a table, such as a clause's step, under the clause's own label."""
    known = CODED[table]
    label = known.words.format(label_of(code, labels))
    return Fact(f"{table}.{code}", label, known.hint, known.kind, known.choices)


def label_of(code: str, labels: Mapping[str, str]) -> str:
    """A code in plain words: the clause's label, else the code without its underscores."""
    return labels.get(code) or code.replace("_", " ").capitalize()


def asking(kind: str, name: str, *, once_more: str = "", hinted: bool = True) -> dict[str, Any]:
    """A form field's `label` and `help_text` for a fact. Raises LookupError for one without words.

    once_more: what is done with a record whose fact is asked for again, such as "moved".
    hinted: False where the hint is about leaving the field empty, and it may not be.
    """
    known = words_known(kind, name)
    if known is None:
        raise LookupError(f"No words for {name} of {kind}: add them to compacts/fact_table.py.")
    if once_more:
        question, hint = LATER[kind, name, once_more]
        known = replace(known, question=question, hint=hint)
    return {"label": known.asked, "help_text": known.hint if hinted else ""}


def missing_words(kind: str, names: Iterable[str], labels: Mapping[str, str] | None = None) -> str:
    """The facts that a verdict lacks, as one phrase: "received on, in writing and last day"."""
    return listed([lowered(fact_words(kind, name, labels).label) for name in names])
