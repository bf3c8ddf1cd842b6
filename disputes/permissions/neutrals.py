"""Mediators and panel members: proposed by one side, agreed by the other, declared by themselves."""

from __future__ import annotations

from accounts.models import User
from accounts.permissions import YES, Answer
from disputes.models import Dispute, Neutral
from disputes.permissions.sides import Person, in_open_case, writing_side
from disputes.states import PARTIES, Side
from organisations.permissions import scope_of


def may_propose_neutral(user: Person, dispute: Dispute) -> Answer:
    return in_open_case(user, dispute, *PARTIES)


def may_be_neutral(person: User, dispute: Dispute) -> Answer:
    """In a confidential case nobody of the area's organisations can be neutral: a refusal for the
    raiser's own people alone would say who the raiser is. Only its own side is asked this, and so told
    (`actions.neutrals`): whose member an address belongs to is nobody else's to learn. A closed
    account is not refused, since that would tell of it: nobody signs in with it, so nobody declares."""
    scope = scope_of(person)
    if dispute.confidential:
        if dispute.area_id in scope.areas:
            return Answer(
                "The name of the raiser is kept in this case, so a neutral must come from outside "
                f"the organisations of {dispute.area}."
            )
        return YES
    for body in (dispute.raiser, dispute.represented_by, dispute.respondent):
        if body is not None and scope.belongs_to(body):
            return Answer(
                f"Nobody decides a case of their own organisation, and this person acts for {body}."
            )
    return YES


def may_agree_neutral(user: Person, dispute: Dispute, neutral: Neutral) -> Answer:
    allowed = in_open_case(user, dispute, *PARTIES)
    if not allowed:
        return allowed
    if neutral.stood_down_at is not None:
        return Answer("This person no longer stands as a neutral.")
    if neutral.is_agreed:
        return Answer("Both sides have agreed.")
    if writing_side(user, dispute) == neutral.proposed_side:
        return Answer("The other side has yet to agree.")
    return YES


def may_declare(user: Person, dispute: Dispute, neutral: Neutral) -> Answer:
    if not dispute.is_open:
        return Answer("This dispute has ended.")
    if neutral.user_id != user.pk:
        return Answer("Only the person proposed can declare their interests.")
    if neutral.stood_down_at is not None or not neutral.is_agreed:
        return Answer("Both sides agree to a neutral before they declare their interests.")
    if neutral.declared_at is not None:
        return Answer("Your interests are declared.")
    return YES


def may_end_neutral(user: Person, dispute: Dispute, neutral: Neutral) -> Answer:
    """A neutral may stand down, and the side that proposed one may take it back before agreement."""
    if not dispute.is_open or neutral.stood_down_at is not None:
        return Answer("This person no longer stands as a neutral.")
    if neutral.user_id == user.pk and neutral.is_agreed:
        return YES
    if not neutral.is_agreed and writing_side(user, dispute) in (Side.RAISER, Side.RESPONDENT):
        return YES
    return Answer("Once both sides have agreed, only the neutral can stand down.")
