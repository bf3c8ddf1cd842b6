"""Who may answer a finding, who may decide it, and why not."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.permissions import YES, Answer
from commitments.models import Act, Breach
from commitments.states import BreachState
from organisations.models import Role
from organisations.permissions import scope_of

Person = User | AnonymousUser
AWAITING_DECISION = (BreachState.FLAGGED, BreachState.ANSWERED)


def may_reply(user: Person, breach: Breach) -> Answer:
    if not scope_of(user).acts_for(breach.responsible):
        return Answer(f"Only {breach.responsible} has the right of reply here.")
    if breach.state not in AWAITING_DECISION:
        return Answer("The case has been decided or closed, so there is nothing left to answer.")
    return YES


def may_determine(user: Person, breach: Breach, on: date) -> Answer:
    scope = scope_of(user)
    if not scope.has_role(breach.area_id, Role.FORUM_CHAIR):
        return Answer("Only a chair of the forum can decide a case.")
    parties = [breach.responsible, breach.check_made.act.responsible]
    if breach.check_made.act.counterpart is not None:
        parties.append(breach.check_made.act.counterpart)
    for organisation in parties:
        if scope.acts_for(organisation):
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
    scope = scope_of(user)
    if not (
        scope.acts_for(breach.responsible) or scope.has_role(breach.area_id, Role.COMPACT_OFFICER)
    ):
        return Answer(f"Only {breach.responsible} or the compact officer can record a remedy.")
    if breach.state != BreachState.CONFIRMED:
        return Answer("A remedy is recorded once a case has been confirmed.")
    return YES


def may_record_for(user: Person, act: Act) -> Answer:
    """Recording and correcting acts: the area's compact officer, and officers of the body itself."""
    scope = scope_of(user)
    if scope.has_role(act.area_id, Role.COMPACT_OFFICER):
        return YES
    if scope.acts_for(act.responsible, Role.OFFICER):
        return YES
    return Answer(
        f"Only the compact officer, or an officer of {act.responsible}, can change this record."
    )
