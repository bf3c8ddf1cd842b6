"""A response as a kind of act: its day is the day it was sent."""

from __future__ import annotations

from datetime import date, datetime

from accounts.models import User
from audit.actions import log_event
from commitments.models import Act
from commitments.subjects import ANY_CODE, Facts, Subject, Tells, known
from consultations.models import Response
from consultations.permissions import (
    may_add_records,
    may_answer_for,
    may_edit_response,
    may_void_response,
)
from consultations.subjects.consultations import joined

FROM_RESPONSE = frozenset(
    {
        "views_represented",
        "whose_views",
        "capacity_stated",
        "basis_stated",
        "basis",
        "people_involved",
        "views_sought",
        "consultation_promoted",
    }
)
"""Record codes that have fields of their own in a response."""


def response_facts(response: Response) -> Facts:
    """The day it was sent, and what it says about whom it speaks for."""
    fields = known({**response.records, **said_in_response(response)})
    return known({"event_on": response.sent_on, "fields": fields})


def said_in_response(response: Response) -> Facts:
    """The records that are fields of the response, by code; blank ones are left out."""
    basis = response.get_basis_display() if response.basis else ""
    basis = joined(basis, response.basis_explained)
    return known(
        {
            "views_represented": response.represents,
            "whose_views": response.represents,
            "capacity_stated": response.capacity,
            "basis_stated": basis,
            "basis": basis,
            "people_involved": response.people_involved,
            "views_sought": response.people_involved,
            "consultation_promoted": response.promoted,
        }
    )


def response_title(response: Response, act: Act) -> str:
    return f"Response to {response.consultation.act.title}"


def sent_day(response: Response, recorded_on: date) -> date | None:
    return response.sent_on


def log_response_event(verb: str, response: Response, *, by: User, **detail: object) -> None:
    """Writes what happened to a response to the log of its area."""
    log_event(
        verb,
        response,
        by=by,
        chain=response.consultation.act.area.slug,
        consultation=response.consultation_id,
        author=response.author,
        **detail,
    )


def take_off_the_page(response: Response, *, reason: str, by: User, on: date, at: datetime) -> None:
    """A voided response is published no longer, and a request to void it is answered by it."""
    asked = response.void_requests.filter(agreed=None)
    asked.update(agreed=True, answered_at=at, answered_by=by)
    response.published_on = None
    response.save(update_fields=["published_on"])
    log_response_event("response.voided", response, by=by, reason=reason)


RESPONSE = Subject(
    kind="response",
    model=Response,
    prefix="R",
    noun=("response", "responses"),
    own_pages=True,
    facts=response_facts,
    comes_from={"event_on": ("sent_on",)},
    acted_on=sent_day,
    tells=Tells(facts=frozenset({"event_on"}), fields=ANY_CODE),
    may_record=may_answer_for,
    may_change=may_add_records,
    may_void=may_void_response,
    responsible="organisation",
    counterpart="lead",
    title=response_title,
    coded=frozenset({"records"}),
    draft_page="consultations:response_edit",
    may_go_on=may_edit_response,
    voided=take_off_the_page,
)
