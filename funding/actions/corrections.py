"""Putting a recorded fact right: the old value, the new one, who and why are kept for good."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.permissions import require
from audit.actions import logged_last
from audit.writing import locked
from commitments.acts import record_corrections
from funding.actions.acts import Subject, judge_again
from funding.actions.answers import plain
from funding.models import FundingDecision
from funding.permissions import may_change
from rules import FactError

CORRECTABLE: dict[str, tuple[str, ...]] = {
    "decision": (
        "decided_on",
        "rationale",
        "programme",
        "problems_logged",
        "order_attested",
        "retaken_on",
        "withdrawn_on",
    ),
    "notice": (
        "received_on",
        "sent_on",
        "method",
        "in_writing",
        "last_day",
        "decided_on",
        "programme",
        "fixed_term_end",
        "renewal_expected",
        "exception",
        "rationale",
        "rationale_given_on",
        "central_notice_received_on",
        "central_last_day",
        "moved_on",
        "withdrawn_on",
        "amount_before",
        "amount_after",
    ),
    "agreement": (
        "programme",
        "mechanism",
        "amount",
        "decided_on",
        "informed_on",
        "made_on",
        "expected_start",
        "start_on",
        "last_day",
        "centrally_funded",
        "explanation",
        "explained_on",
    ),
}
CODED = ("steps", "records")


def value_of(subject: Subject, fact: str) -> Any:
    """The present value of a fact: a column, or one code of the steps or records."""
    table, _, code = fact.partition(".")
    if table in CODED and code:
        return getattr(subject, table).get(code, "")
    return getattr(subject, fact)


@transaction.atomic
@logged_last()
def correct_fact(
    *,
    subject: Subject,
    fact: str,
    new: Any,
    reason: str,
    by: User,
    on: date,
    at: datetime,
    version: int | None = None,
) -> Subject:
    """Corrects one fact and judges again. Raises rules.FactError where facts then contradict."""
    subject = locked(subject, version=version)
    require(may_change(by, subject))
    table, _, code = fact.partition(".")
    if fact not in CORRECTABLE[subject.act.kind] and not (table in CODED and code):
        raise FactError(fact, "This cannot be corrected here")
    old = value_of(subject, fact)
    _set(subject, fact, new)
    if value_of(subject, fact) == old:
        return subject
    judge_again(subject, on=on, by=by)
    subject.save(update_fields=[table if table in CODED else fact])
    record_corrections(subject.act, [(code or fact, old, new)], reason=reason, by=by, at=at)
    if isinstance(subject, FundingDecision) and fact == "decided_on":
        for notice in subject.notices.live().filter(decided_on=old).order_by("pk"):
            correct_fact(subject=notice, fact=fact, new=new, reason=reason, by=by, on=on, at=at)
    return subject


def _set(subject: Subject, fact: str, new: Any) -> None:
    table, _, code = fact.partition(".")
    if table not in CODED:
        setattr(subject, fact, new)
        return
    kept = {**getattr(subject, table)}
    kept.pop(code, None)
    if new not in (None, ""):
        kept[code] = plain(new)
    setattr(subject, table, kept)
