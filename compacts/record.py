"""How often a provision was kept: counts of checks that still stand, and never a list of bodies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from compacts.models import Provision, Rule
from rules import Outcome

DECIDED = (Outcome.MET, Outcome.EXPLAINED, Outcome.REMEDIED, Outcome.BREACH)
AHEAD = (Outcome.ON_TRACK, Outcome.AT_RISK, Outcome.OUTSTANDING)


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """Counts by outcome. Only decided checks are in the rates; the rest are counted beside."""

    counts: dict[str, int]

    @property
    def decided(self) -> int:
        return sum(self.counts.get(outcome, 0) for outcome in DECIDED)

    @property
    def rates(self) -> list[tuple[str, int, int, int]]:
        """Outcome, how many, out of how many, and per cent."""
        total = self.decided
        return [
            (outcome, count, total, round(100 * count / total))
            for outcome, count in ((each, self.counts.get(each, 0)) for each in DECIDED)
            if total
        ]

    @property
    def met(self) -> int:
        return self.counts.get(Outcome.MET, 0)

    @property
    def ahead(self) -> int:
        return sum(self.counts.get(outcome, 0) for outcome in AHEAD)

    @property
    def cannot_assess(self) -> int:
        return self.counts.get(Outcome.CANNOT_ASSESS, 0)

    @property
    def not_applicable(self) -> int:
        return self.counts.get(Outcome.NOT_APPLICABLE, 0)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def track_records(wordings: Iterable[Provision]) -> dict[int, TrackRecord]:
    """The checks of each wording, by every body together, in one query."""
    records: dict[int, TrackRecord] = {each.pk: TrackRecord({}) for each in wordings}
    rows = (
        Rule.objects.filter(provision__in=records, checks__voided=False)
        .order_by()
        .values_list("provision", "checks__outcome")
        .annotate(number=Count("checks"))
    )
    for provision, outcome, number in rows:
        records[provision].counts[outcome] = number
    return records
