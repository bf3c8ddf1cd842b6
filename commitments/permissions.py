"""Who may answer a finding, who may decide it, and why not."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.permissions import YES, Answer
from commitments.models import Act, Breach
from commitments.states import BreachState
from organisations.models import Sector
from organisations.permissions import Right, may_record_of, may_speak_for, scope_of

Person = User | AnonymousUser
AWAITING_DECISION = (BreachState.FLAGGED, BreachState.ANSWERED)


def may_reply(user: Person, breach: Breach) -> Answer:
    if not may_speak_for(user, breach.responsible):
        return Answer(f"Only {breach.responsible} has the right of reply here.")
    if breach.state not in AWAITING_DECISION:
        return Answer("The case has been decided or closed, so there is nothing left to answer.")
    return YES


def may_determine(user: Person, breach: Breach, on: date) -> Answer:
    scope = scope_of(user)
    if not scope.may_in(breach.area_id, Right.DECIDE):
        return Answer("Only a chair of the forum can decide a case.")
    parties = [breach.responsible, breach.check_made.act.responsible]
    if breach.check_made.act.counterpart is not None:
        parties.append(breach.check_made.act.counterpart)
    for organisation in parties:
        if scope.belongs_to(organisation):
            return Answer(
                f"Nobody decides a case of their own organisation, and you act for {organisation}."
            )
    if breach.state not in AWAITING_DECISION:
        return Answer("The case has been decided or closed.")
    if breach.state == BreachState.FLAGGED and breach.reply_due_on and on <= breach.reply_due_on:
        return Answer(
            f"{breach.responsible} may still reply, until "
            f"{breach.reply_due_on.day} {breach.reply_due_on:%B %Y}."
        )
    return YES


def may_record_remedy(user: Person, breach: Breach) -> Answer:
    body = breach.responsible
    if not (may_speak_for(user, body) or may_record_of(user, body)):
        who = f"{body} or the compact officer" if body.sector == Sector.PUBLIC else str(body)
        return Answer(f"Only {who} can record a remedy.")
    if breach.state != BreachState.CONFIRMED:
        return Answer("A remedy is recorded once a case has been confirmed.")
    return YES


def may_record_for(user: Person, act: Act) -> Answer:
    """Recording and correcting acts: those of a public body its officers and the compact officer,
    those of a voluntary organisation its own people alone."""
    if may_record_of(user, act.responsible):
        return YES
    if act.responsible.sector == Sector.PUBLIC:
        return Answer(
            f"Only the compact officer, or an officer of {act.responsible}, can change this record."
        )
    return Answer(f"Only people of {act.responsible} can change this record.")


def may_change(user: Person, row: Any) -> Answer:
    """Correct, withdraw or void what an act's own row records, whatever its kind."""
    if row.act.state == Act.State.DRAFT:
        return Answer("This is still a draft: change it by going on with it.")
    if row.act.state == Act.State.VOIDED:
        return Answer("This record has been voided and can no longer be changed.")
    return may_record_for(user, row.act)
