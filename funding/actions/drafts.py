"""A decision while it is still being written: it starts no clock, and keeps whatever was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import require
from audit.actions import log_event
from audit.drafts import put_typed
from audit.writing import locked
from commitments.acts import LONGEST_TITLE, bump, new_act
from commitments.models import Act
from funding.models import FundingDecision
from funding.permissions import may_act_for_funder, may_draft_decision, may_record_decision
from funding.subjects.decisions import decision_title
from organisations.models import Area, Organisation
from pages.wizard.raw import Typed


@transaction.atomic
def draft_decision(
    *,
    area: Area,
    funder: Organisation,
    kind: str,
    by: User,
    at: datetime,
    programme: str = "",
    decided_on: date | None = None,
    typed: Mapping[str, Typed] | None = None,
) -> FundingDecision:
    """Opens a draft in the funder's name."""
    area = locked(area)
    require(may_draft_decision(by, area))
    require(may_act_for_funder(by, funder))
    decision = FundingDecision(
        kind=kind, programme=programme, decided_on=decided_on, typed=dict(typed or {})
    )
    act = new_act(
        decision,
        area=area,
        responsible=funder,
        title=decision_title(kind, programme, []),
        by=by,
        at=at,
        state=Act.State.DRAFT,
    )
    decision.save()
    log_event("decision.drafted", decision, by=by, chain=area.slug, kind=kind, title=act.title)
    return decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What lists show of a draft, from the answers that are right so far."""

    funder: Organisation
    kind: str
    programme: str
    decided_on: date | None
    recipients: Sequence[Organisation]


@transaction.atomic
def keep_page(
    *,
    decision: FundingDecision,
    page: str,
    typed: Typed,
    version: int,
    by: User,
    seen: str = "",
    described: Description | None = None,
) -> FundingDecision:
    """Keeps one page of a draft as it was typed, right or wrong, and what lists show of it.

    Raises StaleError where the page was saved since it was opened: see `put_typed`.
    """
    decision = locked(decision)
    require(may_record_decision(by, decision))
    put_typed(decision, page, typed, version=version, seen=seen)
    changed = _describe(decision, described, by) if described is not None else []
    bump(decision.act, *changed)
    decision.save(update_fields=["typed", "kind", "programme", "decided_on"])
    return decision


def _describe(decision: FundingDecision, described: Description, by: User) -> list[str]:
    """Brings what lists show of a draft up to its answers; the names of the act's fields set."""
    require(may_act_for_funder(by, described.funder))
    act = decision.act
    act.responsible, act.acted_on = described.funder, described.decided_on
    title = decision_title(described.kind, described.programme, list(described.recipients))
    act.title = title[:LONGEST_TITLE]
    decision.kind, decision.programme = described.kind, described.programme
    decision.decided_on = described.decided_on
    return ["responsible", "acted_on", "title"]


@transaction.atomic
def discard_draft(*, decision: FundingDecision, by: User, version: int | None = None) -> None:
    """Throws a draft away. Nothing with a verdict is ever deleted: a draft has none."""
    decision = locked(decision, version=version)
    require(may_record_decision(by, decision))
    act = decision.act
    log_event("decision.draft_discarded", decision, by=by, chain=act.area.slug, title=act.title)
    decision.delete()
    act.delete()
