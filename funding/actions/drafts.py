"""A decision while it is still being written: it starts no clock, and keeps whatever was typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.permissions import require
from audit.actions import log_event
from audit.writing import locked
from commitments.acts import LONGEST_TITLE, bump, new_act
from commitments.models import Act
from funding.models import FundingDecision
from funding.permissions import may_act_for_funder, may_draft_decision, may_record_decision
from funding.subjects.decisions import decision_title
from organisations.models import Area, Organisation

Typed = Mapping[str, list[str]]


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
    typed: Mapping[str, Any] | None = None,
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


@transaction.atomic
def keep_typed(
    *, decision: FundingDecision, page: str, typed: Typed, version: int, by: User
) -> FundingDecision:
    """Keeps one page of a draft as it was typed, right or wrong.

    Raises StaleError where the draft is no longer the version that the page was opened from.
    """
    decision = locked(decision, version=version)
    require(may_record_decision(by, decision))
    bump(decision.act)
    decision.typed = {**decision.typed, page: {name: list(said) for name, said in typed.items()}}
    decision.save(update_fields=["typed"])
    return decision


@transaction.atomic
def describe_draft(
    *,
    decision: FundingDecision,
    funder: Organisation,
    kind: str,
    programme: str,
    decided_on: date | None,
    recipients: list[Organisation],
    by: User,
) -> FundingDecision:
    """Brings what lists show of a draft up to its answers."""
    decision = locked(decision)
    require(may_record_decision(by, decision))
    require(may_act_for_funder(by, funder))
    act = decision.act
    act.responsible = funder
    act.acted_on = decided_on
    act.title = decision_title(kind, programme, recipients)[:LONGEST_TITLE]
    act.save(update_fields=["responsible", "acted_on", "title"])
    decision.kind, decision.programme, decision.decided_on = kind, programme, decided_on
    decision.save(update_fields=["kind", "programme", "decided_on"])
    return decision


@transaction.atomic
def discard_draft(*, decision: FundingDecision, by: User) -> None:
    """Throws a draft away. Nothing with a verdict is ever deleted: a draft has none."""
    decision = locked(decision)
    require(may_record_decision(by, decision))
    act = decision.act
    log_event("decision.draft_discarded", decision, by=by, chain=act.area.slug, title=act.title)
    decision.delete()
    act.delete()
