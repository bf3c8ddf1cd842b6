"""The promise that a consultation is made under, whether it is kept, and how its dates moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from commitments.models import Check
from commitments.proofs import Proof
from compacts.fact_words import fact_words
from consultations.models import Consultation
from consultations.presenters import in_full, proofs_of
from pages.shown import as_date

DATES_FOLLOWED = (
    "announced_on",
    "opens_on",
    "documents_complete_on",
    "closes_on",
    "feedback_expected_on",
    "decision_expected_on",
)
DATE_FACTS = {name: fact_words("consultation", name).label for name in DATES_FOLLOWED}
LENGTH = "minimum_period"


@dataclass(frozen=True, slots=True)
class Promises:
    """The clause on length first, then what else the compact asks of a consultation."""

    length: list[Proof]
    others: list[Proof]
    why: dict[int, dict[str, Any]]


def promises_of(consultation: Consultation, on: date) -> Promises:
    proofs = proofs_of(Check.objects.filter(act=consultation.act), on)
    length = [each for each in proofs if each.check.rule.type == LENGTH]
    others = [each for each in proofs if each.check.rule.type != LENGTH]
    return Promises(length, others, {each.check.pk: _why(each) for each in length})


def _why(proof: Proof) -> dict[str, Any]:
    """The working without who keyed in what: the public reads posts only where they decide."""
    facts = [
        {"label": each.label, "value": each.value}
        for each in proof.facts
        if isinstance(each.value, date) or each.value in ("yes", "no") or each.name == "explanation"
    ]
    return proof.why | {"facts": facts}


@dataclass(frozen=True, slots=True)
class Moved:
    """One day of a consultation put elsewhere, and why."""

    on: date
    what: str
    before: str
    after: str
    reason: str


def date_history(consultation: Consultation) -> list[Moved]:
    """Every change of its dates since it was published, oldest first; what was promised stays."""
    changes = [
        Moved(
            on=each.changed_on,
            what=each.get_kind_display(),
            before=in_full(each.old_closes_on),
            after=in_full(each.new_closes_on) or "cancelled",
            reason=each.reason,
        )
        for each in consultation.changes.all()
    ]
    corrections = consultation.act.corrections.filter(fact__in=DATE_FACTS)
    changes += [
        Moved(
            on=timezone.localdate(each.corrected_at),
            what=f"“{DATE_FACTS[each.fact]}” corrected",
            before=in_full(as_date(each.old)),
            after=in_full(as_date(each.new)),
            reason=each.reason,
        )
        for each in corrections
    ]
    return sorted(changes, key=lambda each: each.on)
