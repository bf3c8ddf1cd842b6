"""What every verb of this app does first and last: hold the row, guard the name, tell the log."""

from __future__ import annotations

import hashlib
from typing import Any

from accounts.models import User
from accounts.permissions import ActionRefused
from audit.actions import log_event
from disputes.confidentiality import names_raiser
from disputes.models import Dispute
from disputes.permissions import writing_side
from disputes.states import Side
from organisations.permissions import scope_of

NAME_GIVEN = (
    "This names the organisation whose name is to be kept. Take the name, and its charity or "
    "company number, out of what you write."
)


def side_acting(by: User, dispute: Dispute) -> Side:
    side = writing_side(by, dispute)
    if side is None:
        raise ActionRefused("Only the parties, their panel and the forum's chairs can do this.")
    return side


def keep_name(dispute: Dispute, side: Side, *texts: str) -> None:
    """Refuses words of the raiser's own side that give its kept name away. Others are not told."""
    if side == Side.RAISER and names_raiser(dispute, texts):
        raise ActionRefused(NAME_GIVEN)


def log_dispute_event(
    verb: str, dispute: Dispute, *, by: User | None, side: Side | None = None, **detail: Any
) -> None:
    """One event of the case, and one more save of it, by which whoever has a form of it open is told.

    A draft's author, and a kept name's own people, stay out of the log: the rows know them, and
    events say the side. A draft counts its saves itself, and a reminder is nobody's.
    """
    hidden = (
        by is not None
        and (dispute.is_draft or dispute.confidential)
        and scope_of(by).belongs_to(dispute.raiser)
    )
    shown = {"side": side.value} if side is not None else {}
    if by is not None and not dispute.is_draft:
        dispute.version += 1
        dispute.save(update_fields=["version"])
    log_event(verb, dispute, by=None if hidden else by, chain=dispute.area.slug, **shown, **detail)


def sealed(*parts: str | bytes) -> str:
    """SHA-256 over the parts: the log holds it, so that a later change of the rows shows."""
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        # With each length, or words moved from one part to the next would keep the seal.
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()
