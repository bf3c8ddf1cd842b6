"""Checks follow when an area records that it goes on keeping an expired compact, or stops doing so."""

from __future__ import annotations

from datetime import date
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q

from commitments.checks.judge import Judgement, RuleBook
from commitments.checks.save import store
from commitments.models import Act, ActQuerySet
from commitments.subjects import rows_of
from compacts.models import Compact
from rules import FactError

log = structlog.get_logger()
BATCH = 500


def follow_keepings(*, on: date) -> int:
    """Judges again the acts whose standing no longer fits what their area keeps; returns how many."""
    judged = 0
    for compact in Compact.objects.filter(kept_by_agreement__isnull=False).distinct():
        after = 0
        while True:
            numbers = _next(compact, after)
            judged += _follow(compact, numbers, on)
            if len(numbers) < BATCH:
                break
            after = numbers[-1]
    return judged


def _next(compact: Compact, after: int) -> list[int]:
    found = out_of_step(compact).filter(pk__gt=after).order_by("pk")
    return list(found.values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def _follow(compact: Compact, numbers: list[int], on: date) -> int:
    """Judges a batch of acts, each held; what was followed or changed meanwhile is passed over."""
    acts = out_of_step(compact).filter(pk__in=numbers).order_by("pk")
    held = list(acts.select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True))
    # Read only now: what a waiting SELECT joins to a row may be older than the row it waited for.
    found = Act.objects.filter(pk__in=held).select_related("area", "responsible", "counterpart")
    rows = rows_of(found.order_by("pk"))
    rule_book = RuleBook.for_areas([compact.area])
    judgements = [judged for row in rows.values() if (judged := _judged(rule_book, row, on))]
    store(judgements, on=on, by=None)
    return len(judgements)


def _judged(rule_book: RuleBook, row: Any, on: date) -> Judgement | None:
    """None where the facts contradict each other: one poisoned row must not stop the rest."""
    try:
        return rule_book.judge_row(row, on=on)
    except FactError as error:
        log.warning("keeping.not_followed", act=row.act_id, error=error.message)
        return None


def out_of_step(compact: Compact) -> ActQuerySet:
    """Acts without a compact that a keeping now covers, and acts under one that no longer does."""
    untils = [each.until for each in compact.kept_by_agreement.all() if each.ended_at is None]
    found = Q(standing=Act.Standing.KEPT, compact=compact)
    if untils:
        last = max(untils)
        found &= Q(acted_on__gt=last)
        found |= Q(
            standing=Act.Standing.NO_COMPACT, acted_on__gt=compact.in_force_to, acted_on__lte=last
        )
    return Act.objects.live().filter(found, area=compact.area_id)
