"""Checks follow when what judges acts changes: an area keeps an expired edition, or a text is loaded."""

from __future__ import annotations

from datetime import date
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q

from commitments.checks.judge import Judgement, RuleBook
from commitments.checks.save import store
from commitments.models import Act, ActQuerySet, Following
from commitments.subjects import rows_of
from compacts.models import Compact
from organisations.models import Area
from rules import FactError

log = structlog.get_logger()
BATCH = 500


def follow_editions(*, on: date) -> int:
    """Judges again the acts that another edition or another wording now judges; returns how many."""
    return sum(_follow_loads(area, on) for area in Area.objects.order_by("pk")) + sum(
        _follow_keepings(compact, on)
        for compact in Compact.objects.filter(kept_by_agreement__isnull=False).distinct()
    )


def _follow_loads(area: Area, on: date) -> int:
    """All acts of an area where a text was loaded since they were last judged for that.

    Nothing else finds them: an act that was recorded before its compact was loaded has no check to
    fall due, and neither has a clause that was added to a text. A run that is stopped is gone on
    with by the next.
    """
    judged, is_done = 0, False
    while not is_done:
        more, is_done = _follow_on(area, on)
        judged += more
    return judged


@transaction.atomic
def _follow_on(area: Area, on: date) -> tuple[int, bool]:
    """The next batch of the area's acts: how many were judged, and whether it was the last."""
    Following.objects.get_or_create(area=area)
    following = Following.objects.select_for_update(no_key=True).get(area=area)
    texts = dict(Compact.objects.filter(area=area).values_list("slug", "file_digest"))
    if following.texts != texts:
        following.texts, following.up_to, following.is_done = texts, 0, False
    if following.is_done:
        return 0, True
    acts = Act.objects.live().filter(area=area, pk__gt=following.up_to).order_by("pk")
    numbers = list(acts.values_list("pk", flat=True)[:BATCH])
    judged = _follow(area, Act.objects.live().filter(pk__in=numbers), on)
    following.is_done = len(numbers) < BATCH
    following.up_to = max(numbers, default=following.up_to)
    following.save()
    return judged, following.is_done


def _follow_keepings(compact: Compact, on: date) -> int:
    judged = after = 0
    while True:
        found = out_of_step(compact).filter(pk__gt=after).order_by("pk")
        numbers = list(found.values_list("pk", flat=True)[:BATCH])
        judged += _follow(compact.area, out_of_step(compact).filter(pk__in=numbers), on)
        if len(numbers) < BATCH:
            return judged
        after = numbers[-1]


@transaction.atomic
def _follow(area: Area, acts: ActQuerySet, on: date) -> int:
    """Judges a batch of acts, each held; what was followed or changed meanwhile is passed over."""
    held = acts.order_by("pk").select_for_update(no_key=True, of=("self",))
    numbers = list(held.values_list("pk", flat=True))
    # Read only now: what a waiting SELECT joins to a row may be older than the row it waited for.
    found = Act.objects.filter(pk__in=numbers).select_related("area", "responsible", "counterpart")
    rows = rows_of(found.order_by("pk"))
    rule_book = RuleBook.for_areas([area], acts=numbers)
    judgements = [judged for row in rows.values() if (judged := _judged(rule_book, row, on))]
    store(judgements, on=on, by=None)
    return len(judgements)


def _judged(rule_book: RuleBook, row: Any, on: date) -> Judgement | None:
    """None where the facts contradict each other: one poisoned row must not stop the rest."""
    try:
        return rule_book.judge_row(row, on=on)
    except FactError as error:
        log.warning("edition.not_followed", act=row.act_id, error=error.message)
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
