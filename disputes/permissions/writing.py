"""Who may write in a case, for whom to read; and standstill, and anonymity in the review."""

from __future__ import annotations

from accounts.permissions import YES, Answer
from disputes.models import Dispute
from disputes.permissions.sides import Person, acting, in_open_case, writing_side
from disputes.states import PARTIES, Audience, Side
from organisations.permissions import Right, scope_of


def may_write(user: Person, dispute: Dispute) -> Answer:
    return in_open_case(user, dispute)


def may_clear_doubts(user: Person, dispute: Dispute) -> Answer:
    """Who says of words that may tell who the raiser is that they do not."""
    if not dispute.confidential:
        return Answer("No name is kept in this case.")
    if writing_side(user, dispute) != Side.RAISER:
        return Answer("Only the side whose name is kept can say this.")
    return YES


def may_tell_exactly(user: Person, dispute: Dispute) -> Answer:
    """Who tells those who decide the exact day and clauses of a case whose raiser's name is kept."""
    if not dispute.is_widened:
        return Answer("The day and the clauses of this case are told to everybody in it.")
    answer = in_open_case(user, dispute, Side.RAISER)
    if not answer:
        return answer
    body = dispute.represented_by
    if body is None or body.pk not in scope_of(user).bodies_with(Right.SPEAK):
        return Answer(f"Only {body} can tell the exact facts.")
    if dispute.exact_told_at is not None:
        return Answer("Those who decide read the exact facts already.")
    return YES


def audiences_for(side: str) -> list[Audience]:
    """For whom each side may write. A neutral and a chair never write to one party alone."""
    if side in PARTIES:
        return list(Audience)
    if side == Side.NEUTRAL:
        return [Audience.OWN, Audience.PANEL, Audience.FORUM]
    return [Audience.OWN, Audience.FORUM]


def may_ask_standstill(user: Person, dispute: Dispute) -> Answer:
    answer = in_open_case(user, dispute, Side.RAISER)
    if not answer:
        return answer
    if dispute.asked_standstill is not None:
        return Answer("A request to hold the decision is already waiting for an answer.")
    return YES


def may_answer_standstill(user: Person, dispute: Dispute) -> Answer:
    answer = in_open_case(user, dispute, Side.RESPONDENT)
    if not answer:
        return answer
    if dispute.asked_standstill is None:
        return Answer("Nobody has asked to hold the decision.")
    return YES


def may_set_anonymous(user: Person, dispute: Dispute) -> Answer:
    if dispute.is_draft:
        return Answer("This dispute has not been raised yet.")
    return acting(user, dispute, *PARTIES)
