"""Checks follow when an area records that it goes on keeping an expired compact, or stops doing so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from commitments.checks.judge import RuleBook
from commitments.checks.save import store
from commitments.models import Act
from compacts.models import Compact

SUBJECTS: dict[str, Callable[[Act], tuple[str, dict[str, Any]]]] = {}
"""For each kind of act, how its subject hands over its sub-kind and facts. The subject apps fill it
in `ready`, since they stand above this one."""


def follow_keepings(*, on: date) -> int:
    """Judges again the acts whose standing no longer fits what their area keeps; returns how many."""
    compacts = Compact.objects.filter(kept_by_agreement__isnull=False).distinct()
    return sum(_follow(compact, on=on) for compact in compacts.select_related("area"))


@transaction.atomic
def _follow(compact: Compact, *, on: date) -> int:
    """The acts of one compact's area, each held from before its facts are read."""
    acts = Act.objects.live().filter(_out_of_step(compact), area=compact.area_id).order_by("pk")
    held = list(acts.select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True))
    # Read only now: what a waiting SELECT joins to a row may be older than the row it waited for.
    found = Act.objects.filter(pk__in=held).select_related("area", "responsible", "counterpart")
    rule_book = RuleBook.for_areas([compact.area])
    judgements = []
    for act in found.order_by("pk"):
        facts_of_act = SUBJECTS.get(act.kind)
        if facts_of_act is not None:
            subkind, facts = facts_of_act(act)
            judgements.append(rule_book.judge(act, subkind=subkind, facts=facts, on=on))
    store(judgements, on=on, by=None)
    return len(judgements)


def _out_of_step(compact: Compact) -> Q:
    """Acts without a compact that a keeping now covers, and acts under one that no longer does."""
    untils = [each.until for each in compact.kept_by_agreement.all() if each.ended_at is None]
    kept = Q(standing=Act.Standing.KEPT, compact=compact)
    if not untils:
        return kept
    last = max(untils)
    newly = Q(
        standing=Act.Standing.NO_COMPACT, acted_on__gt=compact.in_force_to, acted_on__lte=last
    )
    return newly | kept & Q(acted_on__gt=last)
