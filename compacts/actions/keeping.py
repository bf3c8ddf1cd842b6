"""An area goes on keeping an expired compact by agreement, or stops doing so."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import ActionRefused, require
from audit.actions import log_event
from audit.writing import StaleError, locked
from compacts.models import Compact, KeptByAgreement
from compacts.permissions import may_end_keeping, may_keep
from rules.words import plain


@transaction.atomic
def keep_by_agreement(
    compact: Compact,
    *,
    by: User,
    until: date,
    reason: str,
    at: datetime,
    version: int | None = None,
) -> KeptByAgreement:
    """Records that the compact is kept until a day after its own last one.

    `version` is the newest keeping that its reader saw: StaleError where another came meanwhile.
    """
    compact = locked(compact)
    require(may_keep(by, compact))
    if version is not None and version != newest_keeping(compact):
        raise StaleError(compact)
    if compact.in_force_to is not None and until <= compact.in_force_to:
        raise ActionRefused("The date must be after the compact's own last day in force.")
    standing = compact.kept_by_agreement.filter(ended_at=None, until__gte=until).first()
    if standing is not None:
        raise ActionRefused(f"The compact is already kept until {plain(standing.until)}.")
    if not reason.strip():
        raise ActionRefused("Say how the two sectors agreed to it.")
    kept = KeptByAgreement.objects.create(
        compact=compact, until=until, reason=reason.strip(), recorded_at=at, recorded_by=by
    )
    log_event(
        "compact.kept_by_agreement",
        compact,
        by=by,
        chain=compact.area.slug,
        until=until,
        reason=kept.reason,
    )
    return kept


def newest_keeping(compact: Compact) -> int:
    """The number of the agreement recorded last; nought where there is none."""
    newest = compact.kept_by_agreement.order_by("pk").last()
    return newest.pk if newest else 0


@transaction.atomic
def end_keeping(kept: KeptByAgreement, *, by: User, at: datetime) -> KeptByAgreement:
    """Ends an agreement to keep a compact. What was recorded stays in the history."""
    kept = locked(kept)
    require(may_end_keeping(by, kept))
    kept.ended_at, kept.ended_by = at, by
    kept.save(update_fields=["ended_at", "ended_by"])
    chain = kept.compact.area.slug
    log_event("compact.keeping_ended", kept.compact, by=by, chain=chain, until=kept.until)
    return kept
