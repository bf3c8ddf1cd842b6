"""The act behind a consultation or a response: made, locked and judged in one place."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import User
from audit.actions import log_event
from commitments.acts import bump
from commitments.checks import judge
from commitments.models import Act, Check
from consultations.actions.facts import consultation_facts, response_facts
from consultations.models import Consultation, Response


def judge_again(consultation: Consultation, *, on: date, by: User | None) -> list[Check]:
    """Brings the act's date up to the opening, and judges it. Raises rules.FactError."""
    act = consultation.act
    act.acted_on = consultation.opens_on
    bump(act, "acted_on")
    return judge(act, subkind="", facts=consultation_facts(consultation), on=on, by=by)


def judge_response(response: Response, *, on: date, by: User | None) -> list[Check]:
    act = response.act
    if act is None:
        return []
    return judge(act, subkind="", facts=response_facts(response), on=on, by=by)


def tell(verb: str, consultation: Consultation, *, by: User | None, **detail: Any) -> None:
    """Writes what happened to the log. Followers are told from there."""
    log_event(verb, consultation, by=by, chain=consultation.act.area.slug, **detail)


def facts_of_act(act: Act) -> tuple[str, dict[str, Any]]:
    """For commitments: what the act's own subject says to the rules."""
    if act.kind == Act.Kind.RESPONSE:
        return "", response_facts(Response.objects.get(act=act))
    return "", consultation_facts(Consultation.objects.get(act=act))
