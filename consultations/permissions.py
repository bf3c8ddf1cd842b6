"""Who may plan, change and answer consultations, and publish what was answered."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import YES, Answer
from commitments.models import Act
from commitments.permissions import may_change, may_record_for
from consultations.models import Consultation, Response
from consultations.states import Stage
from organisations.models import Area, Organisation, Sector
from organisations.permissions import (
    Right,
    may_record_in,
    may_record_kept,
    may_record_of,
    may_run_area,
    scope_of,
)

Somebody = User | AnonymousUser


def leads_for(user: Somebody, area: Area) -> QuerySet[Organisation]:
    """The public bodies in whose name the person may consult."""
    public = Organisation.objects.in_area(area).of_sector(Sector.PUBLIC)
    scope = scope_of(user)
    if scope.may_in(area.pk, Right.RUN):
        return public
    return public.filter(pk__in=scope.bodies_with(Right.RECORD, area_id=area.pk))


def may_act_for_lead(user: Somebody, lead: Organisation) -> Answer:
    if lead.sector == Sector.PUBLIC and may_record_of(user, lead):
        return YES
    return Answer(f"Only the area's compact officer and officers of {lead} can do this.")


def may_plan(user: Somebody, area: Area) -> Answer:
    return may_record_in(user, area)


def may_import(user: Somebody, area: Area) -> Answer:
    """Whose file may come in; each row is asked again, for its own lead."""
    return may_plan(user, area)


def may_edit_draft(user: Somebody, consultation: Consultation) -> Answer:
    if consultation.act.state != Act.State.DRAFT:
        return Answer("This consultation has already been published.")
    return may_record_for(user, consultation.act)


def may_move_close(user: Somebody, consultation: Consultation, on: date) -> Answer:
    """Extend or cut short: before the close has passed."""
    stage = consultation.stage_on(on)
    if stage == Stage.CANCELLED:
        return Answer("This consultation has been cancelled.")
    last = consultation.last_closes_on
    if last is None:
        return Answer("It has no closing date yet: correct the dates instead.")
    if on > last and stage != Stage.DRAFT:
        return Answer("It has closed: more time after the close is given by opening it again.")
    return may_change(user, consultation)


def may_reopen(user: Somebody, consultation: Consultation, on: date) -> Answer:
    """Give more time once the last closing day is over."""
    if consultation.stage_on(on) == Stage.CANCELLED:
        return Answer("This consultation has been cancelled.")
    last = consultation.last_closes_on
    if last is None or on <= last:
        return Answer("It has not closed yet: extend it instead.")
    return may_change(user, consultation)


def may_cancel(user: Somebody, consultation: Consultation, on: date) -> Answer:
    if consultation.cancelled_on is not None:
        return Answer("This consultation has already been cancelled.")
    if consultation.feedback_on is not None:
        return Answer("Feedback has been published, so there is nothing left to cancel.")
    return may_change(user, consultation)


def may_give_feedback(user: Somebody, consultation: Consultation) -> Answer:
    if consultation.cancelled_on is not None:
        return Answer("This consultation has been cancelled.")
    return may_change(user, consultation)


def may_publish_feedback(user: Somebody, consultation: Consultation, on: date) -> Answer:
    if consultation.feedback_on is not None:
        return Answer("The feedback has already been published.")
    if consultation.stage_on(on) == Stage.FORTHCOMING:
        return Answer("It has not opened yet, so there is no feedback to give.")
    return may_give_feedback(user, consultation)


def may_keep_elections(user: Somebody, area: Area) -> Answer:
    return may_run_area(user, area)


# Responses --------------------------------------------------------------------------------------


def answering_for(user: Somebody, area: Area) -> QuerySet[Organisation]:
    """The voluntary organisations in whose name the person may answer."""
    own = scope_of(user).bodies_with(Right.RECORD, area_id=area.pk, sector=Sector.VCS)
    return Organisation.objects.in_area(area).filter(pk__in=own)


def may_respond(user: Somebody, consultation: Consultation, on: date) -> Answer:
    """Begin, go on with or send a response here."""
    area_id = consultation.act.area_id
    if not scope_of(user).bodies_with(Right.RECORD, area_id=area_id, sector=Sector.VCS):
        return Answer("Only voluntary organisations of the area and its CVS answer here.")
    match consultation.stage_on(on):
        case Stage.OPEN:
            return YES
        case Stage.FORTHCOMING:
            return Answer("It has not opened yet.")
        case Stage.DRAFT | Stage.VOIDED:
            return Answer("This consultation is not published.")
        case Stage.CANCELLED:
            return Answer("This consultation has been cancelled.")
    return Answer(
        f"It has closed. {consultation.act.responsible} can still log what reaches it late."
    )


def may_answer_for(user: Somebody, organisation: Organisation) -> Answer:
    if organisation.sector == Sector.VCS and scope_of(user).may(Right.RECORD, organisation):
        return YES
    return Answer(f"Only people of {organisation} can answer in its name.")


def may_gather(user: Somebody, organisation: Organisation) -> Answer:
    """Bring members' views together: for the staff of the infrastructure body."""
    if organisation.is_infrastructure and scope_of(user).may(Right.REPRESENT, organisation):
        return YES
    return Answer("Only the staff of the CVS gather the views of several organisations.")


def may_edit_response(user: Somebody, response: Response) -> Answer:
    if not response.is_draft:
        return Answer("This response has been sent.")
    if response.act is None:
        return Answer("This response was logged, and is no draft.")
    return may_answer_for(user, response.act.responsible)


def may_log_response(user: Somebody, consultation: Consultation) -> Answer:
    """What reached the lead by letter, by e-mail or at an event, in time or late."""
    if consultation.act.state != Act.State.LIVE:
        return Answer("Responses are logged for published consultations only.")
    return may_record_for(user, consultation.act)


def may_add_records(user: Somebody, response: Response) -> Answer:
    """What can only be said later, such as that those who took part were told what came of it."""
    act = response.act
    if act is None or act.state != Act.State.LIVE:
        return Answer("Only a response that an organisation has sent can be added to.")
    return may_record_kept(user, act.responsible)


def may_publish_response(user: Somebody, response: Response) -> Answer:
    if response.published_on is not None:
        return Answer("This response is already published.")
    if response.is_draft:
        return Answer("This response has not been sent.")
    if response.act is not None and response.act.state == Act.State.VOIDED:
        return Answer("This response has been voided.")
    if not response.consents:
        return Answer("It is published only with the consent of those who sent it.")
    return may_record_for(user, response.consultation.act)


def may_void_response(user: Somebody, response: Response) -> Answer:
    """Nobody voids the words of the other sector: the author does, or agrees to it."""
    sent = _stands(response)
    return sent and _may_speak_of(user, response)


def may_ask_to_void(user: Somebody, response: Response) -> Answer:
    """The lead may ask the author to take a response out of every count."""
    sent = _stands(response)
    if not sent:
        return sent
    if response.void_asked is not None:
        return Answer(f"{response.author} has been asked already, and has not answered yet.")
    return may_record_for(user, response.consultation.act)


def may_answer_void(user: Somebody, response: Response) -> Answer:
    if response.void_asked is None:
        return Answer("Nobody has asked to void this response.")
    return may_void_response(user, response)


def _stands(response: Response) -> Answer:
    act = response.act
    if act is None or response.is_draft or act.state == Act.State.VOIDED:
        return Answer("Only a response that was sent by an organisation can be voided.")
    return YES


def _may_speak_of(user: Somebody, response: Response) -> Answer:
    if response.act is None or not may_record_of(user, response.act.responsible):
        return Answer(f"Only {response.author} can void what it said.")
    return YES
