"""Checks follow when what judges acts changes: an area keeps an expired edition, or a text is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

import structlog
from django.db import transaction
from django.db.models import Q

from commitments.checks.judge import Judgement, RuleBook
from commitments.checks.save import store
from commitments.models import Act, ActQuerySet, Breach, Following
from commitments.states import OPEN_STATES
from commitments.subjects import rows_of
from compacts.models import Compact
from organisations.models import Area
from rules import FactError

log = structlog.get_logger()
BATCH = 500


@dataclass(slots=True)
class Followed:
    """What one run did: the acts that were judged again, and the cases that this opened."""

    acts: int = 0
    breaches: int = 0

    def __iadd__(self, other: Followed) -> Self:
        self.acts += other.acts
        self.breaches += other.breaches
        return self


def follow_editions(*, on: date) -> Followed:
    """Judges again the acts that another edition or another wording now judges."""
    followed = Followed()
    for area in Area.objects.in_use().order_by("pk"):
        followed += _follow_loads(area, on)
    for compact in Compact.objects.filter(
        kept_by_agreement__isnull=False, area__archived_at=None
    ).distinct():
        followed += _follow_keepings(compact, on)
    return followed


def _follow_loads(area: Area, on: date) -> Followed:
    """All acts of an area where a text was loaded since they were last judged for that.

    Nothing else finds them: an act that was recorded before its compact was loaded has no check to
    fall due, and neither has a clause that was added to a text. A run that is stopped is gone on
    with by the next.
    """
    followed, is_done = Followed(), False
    while not is_done:
        more, is_done = _follow_on(area, on)
        followed += more
    return followed


@transaction.atomic
def _follow_on(area: Area, on: date) -> tuple[Followed, bool]:
    """The next batch of the area's acts: what was done, and whether it was the last."""
    Following.objects.get_or_create(area=area)
    following = Following.objects.select_for_update(no_key=True).get(area=area)
    texts = dict(Compact.objects.filter(area=area).values_list("slug", "file_digest"))
    if following.texts != texts:
        following.texts, following.up_to, following.is_done = texts, 0, False
    if following.is_done:
        return Followed(), True
    acts = Act.objects.live().filter(area=area, pk__gt=following.up_to).order_by("pk")
    numbers = list(acts.values_list("pk", flat=True)[:BATCH])
    followed = _follow(area, Act.objects.live().filter(pk__in=numbers), on)
    following.is_done = len(numbers) < BATCH
    following.up_to = max(numbers, default=following.up_to)
    following.save()
    return followed, following.is_done


def _follow_keepings(compact: Compact, on: date) -> Followed:
    followed, after = Followed(), 0
    while True:
        found = out_of_step(compact).filter(pk__gt=after).order_by("pk")
        numbers = list(found.values_list("pk", flat=True)[:BATCH])
        followed += _follow(compact.area, out_of_step(compact).filter(pk__in=numbers), on)
        if len(numbers) < BATCH:
            return followed
        after = numbers[-1]


@transaction.atomic
def _follow(area: Area, acts: ActQuerySet, on: date) -> Followed:
    """Judges a batch of acts, each held; what was followed or changed meanwhile is passed over."""
    held = acts.order_by("pk").select_for_update(no_key=True, of=("self",))
    numbers = list(held.values_list("pk", flat=True))
    # Read only now: what a waiting SELECT joins to a row may be older than the row it waited for.
    found = Act.objects.filter(pk__in=numbers).select_related("area", "responsible", "counterpart")
    rows = rows_of(found.order_by("pk"))
    rule_book = RuleBook.for_areas([area], acts=numbers)
    judgements = [judged for row in rows.values() if (judged := _judged(rule_book, row, on))]
    before = _cases(numbers)
    store(judgements, on=on, by=None)
    opened = [
        case
        for case, is_open in _cases(numbers).items()
        if case not in before or is_open > before[case]
    ]
    return Followed(len(judgements), len(opened))


def _cases(acts: list[int]) -> dict[int, bool]:
    """The cases of these acts by number, and whether each is open."""
    cases = Breach.objects.filter(check_made__act__in=acts).values_list("pk", "state")
    return {pk: state in OPEN_STATES for pk, state in cases}


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
