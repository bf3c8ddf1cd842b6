"""How often a provision was kept: counts of checks that still stand, and never a list of bodies."""

from __future__ import annotations

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
            for outcome in DECIDED
            if total and (count := self.counts.get(outcome, 0)) is not None
        ]

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


def track_record(provision: Provision) -> TrackRecord:
    """The checks of this wording, in every area and by every body together, in one query."""
    rows = (
        Rule.objects.filter(provision=provision, checks__voided=False)
        .order_by()
        .values_list("checks__outcome")
        .annotate(number=Count("checks"))
    )
    return TrackRecord(dict(rows))
