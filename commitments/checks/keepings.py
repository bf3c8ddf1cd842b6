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


@transaction.atomic
def follow_keepings(*, on: date) -> int:
    """Judges again the acts whose standing no longer fits what their area keeps; returns how many."""
    judged = 0
    for compact in Compact.objects.filter(kept_by_agreement__isnull=False).distinct():
        acts = Act.objects.live().filter(_out_of_step(compact), area=compact.area_id)
        acts = acts.select_related("area", "responsible", "counterpart")
        rule_book = RuleBook.for_areas([compact.area])
        for act in acts:
            facts_of_act = SUBJECTS.get(act.kind)
            if facts_of_act is None:
                continue
            subkind, facts = facts_of_act(act)
            judgement = rule_book.judge(act, subkind=subkind, facts=facts, on=on)
            store([judgement], on=on, by=None)
            judged += 1
    return judged


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
