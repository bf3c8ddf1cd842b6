"""Who may write in a case, for whom to read; and standstill, and anonymity in the review."""

from __future__ import annotations

from accounts.permissions import YES, Answer
from disputes.models import Dispute
from disputes.permissions.sides import Person, acting, in_open_case
from disputes.states import PARTIES, Audience, Side


def may_write(user: Person, dispute: Dispute) -> Answer:
    return in_open_case(user, dispute)


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
