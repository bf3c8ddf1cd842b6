"""A check as a proof: facts with who recorded them, the working, and the line to recompute."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from commitments.checks.judge import no_longer_applies
from commitments.models import Check, Correction
from commitments.subjects import columns_behind
from compacts.fact_words import fact_words
from compacts.facts import in_words_of
from rules import ENGLAND_AND_WALES, RULE_TYPES, FactError, Verdict, assess, fact_names
from rules.words import code_in_words, listed, plain

CODED = ("steps", "fields", "conditions", "told")


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact as the rule used it, and who put it on record."""

    name: str
    label: str
    value: Any
    recorded_by: str
    recorded_on: date
    was: Any = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a reader needs to do the sum again. `fault` says why it cannot be done.

    Of a check whose clause no longer applies there is no sum: no verdict, and no line.
    """

    check: Check
    on: date
    facts: list[Fact]
    verdict: Verdict | None
    fault: str
    line: str

    @property
    def differs(self) -> bool:
        """Whether the verdict as at that day is another than the one on record."""
        if self.verdict is None or self.check.voided:
            return False  # a voided record's check is worked out no more
        return str(self.verdict.outcome) != self.check.outcome

    @property
    def workings(self) -> list[str]:
        said = self.verdict.workings if self.verdict else ()
        return [in_words_of(self.check.rule, each) for each in said]

    @property
    def why(self) -> dict[str, Any]:
        provision = self.check.rule.provision
        return {
            "clause": f"{provision.compact.title}, {provision.ref}",
            "clause_url": provision.get_absolute_url(),
            "clause_text": provision.text,
            "facts": self.facts,
            "workings": self.workings,
            "calendar": ENGLAND_AND_WALES.version,
        }


def proof_of(check: Check, on: date) -> Proof:
    """Reads the check's act, recorder and corrections, and its rule with clause and compact.

    A check that cannot be assessed, whatever its row holds, has its page like any other.
    """
    if no_longer_applies(check):
        return Proof(check, on, list(_facts(check)), None, "", "")
    verdict, fault = None, check.quarantined
    try:
        verdict = assess(check.rule.law, check.facts, on)
    except FactError as error:
        fault = fault or error.message
    except Exception as error:  # what set it aside in the sweep must not take its page away, too
        fault = fault or f"{type(error).__name__}: {error}"
    return Proof(check, on, list(_facts(check)), verdict, fault, line_of(check, on))


def line_of(check: Check, on: date) -> str:
    """The line that `manage.py assess` answers with the same verdict."""
    provision = check.rule.provision
    question = {
        "id": check.pk,
        "compact": provision.compact.slug,
        "provision": provision.ref,
        "rule": check.rule.type,
        "on": on.isoformat(),
        "facts": check.facts,
    }
    return json.dumps(question, ensure_ascii=False)


def label_of(check: Check, name: str) -> str:
    """What the record calls a fact: the words of the column, where one alone stands behind it."""
    columns = _columns_behind(check, name)
    called = columns[0] if len(columns) == 1 else name
    return fact_words(check.act.kind, called, check.rule.labels).label


def _columns_behind(check: Check, name: str) -> tuple[str, ...]:
    if name == "event_on":
        name = check.rule.event or name
    return columns_behind(check.act.kind, name)


def _facts(check: Check) -> Iterator[Fact]:
    act = check.act
    corrections = list(act.corrections.all())
    for name, full_name, value in _flat(check):
        correction = _behind(check, full_name, value, corrections)
        by = correction.corrected_by if correction else act.recorded_by
        at = correction.corrected_at if correction else act.recorded_at
        yield Fact(
            name=name,
            label=label_of(check, name),
            value=_said(value),
            recorded_by=by.post if by else "the system",
            recorded_on=timezone.localdate(at),
            was=_said(correction.old) if correction else "",
        )


def _behind(
    check: Check, name: str, value: Any, corrections: Sequence[Correction]
) -> Correction | None:
    """The last correction that made the fact what it is. Where several columns may stand behind a
    fact, the one in use is told by its value."""
    columns = _columns_behind(check, name)
    # A correction of a step or record is kept under its code alone.
    called = {*columns, *(each.partition(".")[2] for each in columns if "." in each)}
    made = [
        each
        for each in corrections
        if each.fact in called and (len(columns) == 1 or (each.new and each.new in str(value)))
    ]
    return made[-1] if made else None


def _flat(check: Check) -> Iterator[tuple[str, str, Any]]:
    """Short name, full name ("steps.CODE") and value, in the order of the rule's own list."""
    if not isinstance(check.facts, dict):  # poisoned: `line` shows it as it is
        return
    order = fact_names(check.rule.type) if check.rule.type in RULE_TYPES else ()
    known = sorted(check.facts.items(), key=lambda fact: _place(order, fact[0]))
    for name, value in known:
        if name in CODED and isinstance(value, dict):
            for code, of_code in value.items():
                yield code, f"{name}.{code}", of_code
        else:
            yield name, name, value


def _place(order: tuple[str, ...], name: str) -> int:
    return order.index(name) if name in order else len(order)


def _said(value: Any) -> Any:
    """Yes or no, a date, several in a row, or the text as it stands."""
    if isinstance(value, list):
        return listed(
            [
                plain(said) if isinstance(said, date) else code_in_words(said)
                for said in map(_said, value)
            ]
        )
    if isinstance(value, bool):
        return "yes" if value else "no"
    # Python also reads 20270331 as a day, which may be the number of somebody's claim.
    if not isinstance(value, str) or len(value) != len("2027-03-31"):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        return value
