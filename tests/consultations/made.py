"""Consultations and responses as tests need them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from accounts.models import User
from commitments.checks import judge_again
from commitments.models import Check
from consultations.actions.drafts import draft_consultation, publish_consultation
from consultations.actions.responses import draft_response, send_response
from consultations.models import Consultation, Response
from organisations.models import Organisation
from tests import cast

TODAY = date(2025, 6, 16)
WEEKS_12 = timedelta(weeks=12)
SAID = {"why": "To learn what people need.", "open_to_change": "The hours and the places."}


def draft(by: User, lead: Organisation, title: str = "Library hours", **facts: Any) -> Consultation:
    return draft_consultation(
        area=lead.area, lead=lead, title=title, by=by, at=cast.at(TODAY), **{**SAID, **facts}
    )


def published(
    by: User, lead: Organisation, title: str = "Library hours", *, on: date = TODAY, **facts: Any
) -> Consultation:
    """Live, and judged as at `on`: twelve weeks from that day unless said otherwise."""
    facts = {"formal_written": True, "opens_on": on, "closes_on": on + WEEKS_12} | facts
    made = draft(by, lead, title, **facts)
    return publish_consultation(consultation=made, by=by, on=on, at=cast.at(on))


def response(
    consultation: Consultation, by: User, body: Organisation, *, sent: bool = True, **answers: Any
) -> Response:
    made = draft_response(
        consultation=consultation,
        organisation=body,
        answers={"text": "We need evenings.", "consents": True, "records": {}, **answers},
        by=by,
        on=TODAY,
        at=cast.at(TODAY),
    )
    if sent:
        made = send_response(response=made, by=by, on=TODAY, at=cast.at(TODAY))
    return made


def outcomes(consultation: Consultation) -> dict[str, str]:
    checks = Check.objects.filter(act=consultation.act).select_related("rule__provision")
    return {check.rule.provision.ref: check.outcome for check in checks}


def length_check(consultation: Consultation) -> Check:
    return Check.objects.get(act=consultation.act, rule__type="minimum_period")


def as_at(consultation: Consultation, on: date) -> Consultation:
    """Judged again as if nobody had looked since."""
    judge_again(consultation, on=on, by=None)
    return consultation
