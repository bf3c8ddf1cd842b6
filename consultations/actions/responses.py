"""Responses: drafted and sent by an organisation, gathered by the CVS, or logged by the lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction

from accounts.models import User
from accounts.permissions import require
from audit.actions import logged_last
from audit.writing import locked, move
from commitments.acts import bump, new_act
from commitments.checks import judge
from commitments.corrections import correct_facts, void_row
from commitments.models import Act
from compacts.happened import refuse_ahead
from consultations.actions.uploads import attach
from consultations.models import Consultation, Response, VoidRequest
from consultations.permissions import (
    may_add_records,
    may_answer_for,
    may_answer_void,
    may_ask_to_void,
    may_edit_response,
    may_gather,
    may_log_response,
    may_publish_response,
    may_respond,
)
from consultations.subjects.responses import RESPONSE, log_response_event
from organisations.models import Organisation
from organisations.permissions import in_same_area

MEMBERS = "members"


def _give_act(response: Response, organisation: Organisation, *, by: User, at: datetime) -> None:
    consultation = response.consultation
    new_act(
        response,
        area=consultation.act.area,
        responsible=organisation,
        counterpart=consultation.act.responsible,
        by=by,
        at=at,
        state=Act.State.DRAFT,
    )


@transaction.atomic
def draft_response(
    *,
    consultation: Consultation,
    organisation: Organisation,
    answers: Mapping[str, Any],
    files: Sequence[File[bytes]] = (),
    by: User,
    on: date,
    at: datetime,
) -> Response:
    """Begins a response in the organisation's name."""
    consultation = locked(consultation)
    require(may_respond(by, consultation, on))
    require(may_answer_for(by, organisation))
    require(in_same_area(organisation, consultation.act.area))
    response = Response(consultation=consultation, recorded_at=at, recorded_by=by)
    _give_act(response, organisation, by=by, at=at)
    _take(response, answers, by=by)
    for file in files:
        attach(response, file, by=by, at=at)
    log_response_event("response.drafted", response, by=by)
    return response


def _take(response: Response, answers: Mapping[str, Any], *, by: User) -> None:
    """Sets the answers. Views of several organisations make it a group response."""
    members = list(answers.get(MEMBERS) or [])
    for name, value in answers.items():
        if name != MEMBERS:
            setattr(response, name, value)
    if response.route in (Response.Route.ONLINE, Response.Route.GROUP):
        response.route = Response.Route.GROUP if members else Response.Route.ONLINE
        if members and response.act is not None:
            require(may_gather(by, response.act.responsible))
    for member in members:
        require(in_same_area(member, response.consultation.act.area))
    response.save()
    response.members.set(members)


@transaction.atomic
def save_response(
    *,
    response: Response,
    answers: Mapping[str, Any],
    files: Sequence[File[bytes]] = (),
    version: int,
    by: User,
    on: date,
    at: datetime,
) -> Response:
    """Keeps a draft as it now stands. Raises StaleError where another tab was quicker."""
    # The consultation before what hangs on it, as in sending: one order of locks (ADR 2).
    locked(response.consultation)
    response = locked(response, version=version)
    require(may_edit_response(by, response))
    require(may_respond(by, response.consultation, on))
    if response.act is not None:
        bump(response.act)
    _take(response, answers, by=by)
    for file in files:
        attach(response, file, by=by, at=at)
    return response


@transaction.atomic
@logged_last()
def send_response(
    *, response: Response, by: User, on: date, at: datetime, version: int | None = None
) -> Response:
    """Sends a draft. The receipt follows by e-mail, from the log. Raises rules.FactError."""
    locked(response.consultation)  # it may be closing, or being cancelled
    response = locked(response, version=version)
    require(may_edit_response(by, response))
    require(may_respond(by, response.consultation, on))
    response.sent_on = response.received_on = on
    _make_live(response, on=on, by=by, at=at)
    log_response_event(
        "response.sent",
        response,
        by=by,
        on=on,
        reference=response.act.reference if response.act else "",
        organisations=organisations_in(response),
    )
    if response.act is not None:
        judge(response, on=on, by=by)
    return response


def _make_live(response: Response, *, on: date, by: User, at: datetime) -> None:
    act = response.act
    if act is not None:
        move(act, Act.State.LIVE)
        act.acted_on = response.sent_on
        act.recorded_at, act.recorded_by = at, by
        act.version += 1
        act.save()
    response.recorded_at, response.recorded_by = at, by
    response.save()


def organisations_in(response: Response) -> int:
    """How many organisations speak in it, each once."""
    spoken = {member.pk for member in response.members.all()}
    if response.act is not None:
        spoken.add(response.act.responsible_id)
    return len(spoken)


@transaction.atomic
@logged_last()
def log_response(
    *,
    consultation: Consultation,
    organisation: Organisation | None,
    answers: Mapping[str, Any],
    files: Sequence[File[bytes]] = (),
    by: User,
    on: date,
    at: datetime,
) -> Response:
    """Records what reached the lead otherwise, with the day it came, in time or late."""
    consultation = locked(consultation)
    require(may_log_response(by, consultation))
    refuse_ahead(RESPONSE.kind, [("received_on", None, answers["received_on"])], on=on)
    response = Response(consultation=consultation, recorded_at=at, recorded_by=by)
    response.sent_on = answers["received_on"]
    if organisation is not None:
        require(in_same_area(organisation, consultation.act.area))
        _give_act(response, organisation, by=by, at=at)
    _take(response, answers, by=by)
    for file in files:
        attach(response, file, by=by, at=at)
    _make_live(response, on=on, by=by, at=at)
    log_response_event(
        "response.logged", response, by=by, on=response.received_on, route=response.route
    )
    if response.act is not None:
        judge(response, on=on, by=by)
    return response


@transaction.atomic
def add_records(
    *,
    response: Response,
    records: Mapping[str, str],
    by: User,
    on: date,
    at: datetime,
    version: int | None = None,
) -> Response:
    """Adds what could only be said after sending; the response itself stays as it was sent."""
    response = locked(response, version=version)
    require(may_add_records(by, response))
    answers = {f"records.{code}": said for code, said in records.items()}
    return correct_facts(response, answers, reason="Added to the record", by=by, on=on, at=at)


@transaction.atomic
def publish_response(*, response: Response, by: User, on: date) -> Response:
    response = locked(response)
    require(may_publish_response(by, response))
    response.published_on = on
    response.save(update_fields=["published_on"])
    log_response_event("response.published", response, by=by, on=on)
    return response


@transaction.atomic
def ask_to_void(
    *, response: Response, reason: str, by: User, at: datetime, version: int | None = None
) -> VoidRequest:
    """The lead asks the author to take a response out of every count, as one sent twice."""
    response = locked(response, version=version)
    require(may_ask_to_void(by, response))
    asked = VoidRequest.objects.create(response=response, reason=reason, asked_at=at, asked_by=by)
    log_response_event("response.void_asked", response, by=by, reason=reason)
    return asked


@transaction.atomic
def answer_void_request(
    *, response: Response, agreed: bool, by: User, on: date, at: datetime
) -> Response:
    """The author agrees that the response be voided, or lets it stand."""
    response = locked(response)
    require(may_answer_void(by, response))
    asked = locked(response.void_requests.get(agreed=None))
    asked.agreed, asked.answered_at, asked.answered_by = agreed, at, by
    asked.save()
    if agreed:
        return void_row(response, reason=asked.reason, by=by, on=on, at=at)
    log_response_event("response.void_declined", response, by=by, reason=asked.reason)
    return response


@transaction.atomic
def discard_response(*, response: Response, by: User) -> None:
    """Throws a draft away, with its files."""
    response = locked(response)
    require(may_edit_response(by, response))
    # Before the row goes: without its number the event would be about nothing.
    log_response_event("response.draft_discarded", response, by=by)
    for attachment in response.attachments.all():
        # Deleting the row alone would leave the file in the store.
        if attachment.file:
            attachment.file.delete(save=False)
    response.attachments.all().delete()
    response.members.clear()
    act = response.act
    response.delete()
    if act is not None:
        act.delete()
