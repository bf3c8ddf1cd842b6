"""What every verb of this app does first and last: hold the row, guard the name, tell the log."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.permissions import ActionRefused, require
from audit.actions import log_event
from audit.writing import locked
from disputes.masking import organisations_named
from disputes.models import ClearedDoubt, Dispute
from disputes.permissions import may_clear_doubts, writing_side
from disputes.states import Side
from disputes.traces import Finding, Passage, Said, findings_in, still_open
from organisations.permissions import scope_of

NAME_GIVEN = (
    "This names the organisation whose name is to be kept. Take out what says who it is, or let it "
    "be hidden."
)
MAY_NAME = (
    "This may say who the organisation is whose name is to be kept. Take it out, let it be hidden, or "
    "say that it does not tell."
)
FOR_EVERYBODY = "Everybody in the area reads this, so it names no organisation. Take out"


def side_acting(by: User, dispute: Dispute) -> Side:
    side = writing_side(by, dispute)
    if side is None:
        raise ActionRefused("Only the parties, their panel and the forum's chairs can do this.")
    return side


class NameGiven(ActionRefused):
    """Words of the raiser's own side that say who it is, or may; `findings` are which, and where."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = findings
        words = NAME_GIVEN if any(each.certain for each in findings) else MAY_NAME
        super().__init__(f"{words} {'; '.join(each.sentence for each in findings)}.")


def keep_name(dispute: Dispute, side: Side, *texts: str) -> None:
    """Refuses words of the raiser's own side that give its kept name away. Others are not told."""
    if side == Side.RAISER:
        keep_name_in(dispute, [Said("what you wrote", text) for text in texts])


def keep_name_in(dispute: Dispute, passages: Sequence[Passage]) -> None:
    """The same for passages, such as those of a document: NameGiven says where each was found."""
    findings = still_open(dispute, findings_in(dispute, passages))
    if findings:
        raise NameGiven(findings)


def name_nobody(dispute: Dispute, *texts: str) -> None:
    """Refuses what everybody in the area will read where it names an organisation of the voluntary
    sector: any of them, in any case, so that no refusal says more of one than of another."""
    named = organisations_named(dispute.area, texts)
    if named:
        raise ActionRefused(f"{FOR_EVERYBODY} “{named[0]}”.")


def clearing(
    verb: Callable[..., Any],
    *,
    dispute: Dispute,
    doubts: Sequence[Finding],
    by: User,
    at: datetime,
    **answers: Any,
) -> Any:
    """Does what `verb` does once the doubts that were ticked are cleared, or neither."""
    with transaction.atomic():
        if doubts:
            clear_doubts(dispute=dispute, doubts=doubts, by=by, at=at)
        return verb(**answers)


@transaction.atomic
def clear_doubts(*, dispute: Dispute, doubts: Sequence[Finding], by: User, at: datetime) -> None:
    """The raiser's side says of words that might tell who it is that they do not. Who said so stays on
    the rows; the log holds the digests of the words."""
    dispute = locked(dispute)
    require(may_clear_doubts(by, dispute))
    if any(each.certain for each in doubts):
        raise ActionRefused(NAME_GIVEN)
    known = set(dispute.cleared_doubts.values_list("key", flat=True))
    new = {each.key: each for each in doubts if each.key not in known}
    for key, each in new.items():
        ClearedDoubt.objects.create(
            dispute=dispute, key=key, words=each.words, why=each.why, cleared_at=at, cleared_by=by
        )
    if new:
        # No save of the case counts: the form that it came with is being sent.
        _log(
            "dispute.doubts_cleared", dispute, by=by, side=Side.RAISER,
            digests=[sealed(key) for key in sorted(new)],
        )  # fmt: skip


def log_dispute_event(
    verb: str, dispute: Dispute, *, by: User | None, side: Side | None = None, **detail: Any
) -> None:
    """One event of the case, and one more save of it, by which whoever has a form of it open is told.

    A draft's author, and a kept name's own people, stay out of the log: the rows know them, and
    events say the side. A draft counts its saves itself, and a reminder is nobody's.
    """
    if by is not None and not dispute.is_draft:
        dispute.version += 1
        dispute.save(update_fields=["version"])
    _log(verb, dispute, by=by, side=side, **detail)


def _log(verb: str, dispute: Dispute, *, by: User | None, side: Side | None, **detail: Any) -> None:
    hidden = (
        by is not None
        and (dispute.is_draft or dispute.confidential)
        and scope_of(by).belongs_to(dispute.raiser)
    )
    shown = {"side": side.value} if side is not None else {}
    log_event(verb, dispute, by=None if hidden else by, chain=dispute.area.slug, **shown, **detail)


def sealed(*parts: str | bytes) -> str:
    """SHA-256 over the parts: the log holds it, so that a later change of the rows shows."""
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        # With each length, or words moved from one part to the next would keep the seal.
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()
