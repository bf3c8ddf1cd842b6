"""Where an edition stands on a day: in force, expired, kept by agreement, superseded or undated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from compacts.models import Compact, KeptByAgreement


@dataclass(frozen=True, slots=True)
class Standing:
    words: str
    colour: str
    kept_until: date | None = None


def with_standing(compacts: QuerySet[Compact]) -> QuerySet[Compact]:
    """Compacts with what their standing is read from."""
    kept = KeptByAgreement.objects.filter(ended_at=None).order_by("-until")
    return compacts.select_related("area", "supersedes", "superseded_by").prefetch_related(
        Prefetch("kept_by_agreement", kept, to_attr="keepings")
    )


def standing_of(compact: Compact, on: date) -> Standing:
    """Reads the dates first; a compact that its own file calls superseded or expired stays so."""
    if compact.in_force_from and compact.in_force_from > on:
        return Standing("Not yet in force", "grey")
    # On its last day an edition is still in force.
    has_ended = compact.in_force_to is not None and compact.in_force_to < on
    if compact.status == Compact.Status.SUPERSEDED and (has_ended or compact.in_force_to is None):
        return Standing("Superseded", "grey")
    if has_ended:
        kept_until = max((each.until for each in keepings_of(compact)), default=None)
        if kept_until and kept_until >= on:
            return Standing("Expired, kept by agreement", "yellow", kept_until)
        return Standing("Expired", "orange")
    if compact.in_force_from is None:
        return Standing("Undated, taken as in force", "blue")
    return Standing("In force", "green")


def dates_in_words(compact: Compact) -> str:
    """From when to when an edition is in force, as plain text."""
    first, last = compact.in_force_from, compact.in_force_to
    if first and last:
        return f"{first:%-d %B %Y} to {last:%-d %B %Y}"
    if first:
        return f"From {first:%-d %B %Y}"
    return f"Until {last:%-d %B %Y}" if last else "No dates in the text"


def keepings_of(compact: Compact) -> list[KeptByAgreement]:
    """The agreements to keep it that have not been ended."""
    keepings: list[KeptByAgreement] | None = getattr(compact, "keepings", None)
    if keepings is None:
        keepings = list(compact.kept_by_agreement.filter(ended_at=None))
    return keepings
