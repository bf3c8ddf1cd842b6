"""The act behind a consultation or a response: made, locked and judged in one place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from audit.actions import record
from commitments.actions import judge, next_reference
from commitments.models import Act, Check
from consultations.actions.facts import consultation_facts, response_facts
from consultations.models import Consultation, Response
from organisations.models import Area, Organisation

LONGEST_TITLE = Act._meta.get_field("title").max_length or 250


class StaleError(Exception):
    """The record was saved from somewhere else since this page was opened."""


def new_act(
    *,
    kind: Act.Kind,
    area: Area,
    responsible: Organisation,
    title: str,
    by: User | None,
    at: datetime,
    counterpart: Organisation | None = None,
    acted_on: date | None = None,
    state: str = Act.State.DRAFT,
) -> Act:
    return Act.objects.create(
        kind=kind,
        area=area,
        reference=next_reference(area, kind, timezone.localdate(at)),
        title=title[:LONGEST_TITLE],
        responsible=responsible,
        counterpart=counterpart,
        acted_on=acted_on,
        state=state,
        recorded_at=at,
        recorded_by=by,
    )


def locked(consultation: Consultation) -> Consultation:
    """The consultation as it stands now, held until the transaction ends."""
    rows = Consultation.objects.select_for_update(of=("self",)).select_related(
        "act__area", "act__responsible", "act__counterpart", "act__recorded_by"
    )
    found: Consultation = rows.get(pk=consultation.pk)
    return found


def bump(act: Act, fields: Iterable[str] = ()) -> None:
    """Counts a save, so that a stale tab is noticed."""
    act.version += 1
    act.save(update_fields=["version", *fields])


def judge_again(consultation: Consultation, *, on: date, by: User | None) -> list[Check]:
    """Brings the act's date up to the opening, and judges it. Raises rules.FactError."""
    act = consultation.act
    act.acted_on = consultation.opens_on
    bump(act, ["acted_on"])
    return judge(act, subkind="", facts=consultation_facts(consultation), on=on, by=by)


def judge_response(response: Response, *, on: date, by: User | None) -> list[Check]:
    act = response.act
    if act is None:
        return []
    return judge(act, subkind="", facts=response_facts(response), on=on, by=by)


def tell(verb: str, consultation: Consultation, *, by: User | None, **detail: Any) -> None:
    """Writes what happened to the log. Followers are told from there."""
    record(verb, consultation, by=by, chain=consultation.act.area.slug, **detail)


def hand_over(act: Act) -> tuple[str, dict[str, Any]]:
    """For commitments: what the act's own subject says to the rules."""
    if act.kind == Act.Kind.RESPONSE:
        return "", response_facts(Response.objects.get(act=act))
    return "", consultation_facts(Consultation.objects.get(act=act))
