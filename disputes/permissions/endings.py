"""Who may end a dispute and how, and who says whether what was promised happened."""

from __future__ import annotations

from datetime import date

from accounts.permissions import YES, Answer
from disputes.models import Dispute, Remedy, Settlement
from disputes.permissions.conclusions import concluded_by, free_of_interest
from disputes.permissions.sides import (
    Person,
    acting,
    in_open_case,
    said,
    writing_side,
)
from disputes.states import PARTIES, DisputeState, Side

WITH_REMEDIES = (DisputeState.SETTLED, DisputeState.UPHELD, DisputeState.UPHELD_IN_PART)


def may_offer_settlement(user: Person, dispute: Dispute) -> Answer:
    allowed = in_open_case(user, dispute, *PARTIES)
    if not allowed:
        return allowed
    if dispute.offered_terms is not None:
        return Answer("Terms are already waiting for an answer.")
    return YES


def may_answer_settlement(user: Person, dispute: Dispute, settlement: Settlement | None) -> Answer:
    allowed = in_open_case(user, dispute, *PARTIES)
    if not allowed:
        return allowed
    if settlement is None or settlement.accepted is not None:
        return Answer("No terms are waiting for an answer.")
    if writing_side(user, dispute) == settlement.side:
        return Answer("It is for the other side to accept these terms.")
    return YES


def may_withdraw(user: Person, dispute: Dispute) -> Answer:
    return in_open_case(user, dispute, Side.RAISER)


def may_refer_out(user: Person, dispute: Dispute) -> Answer:
    return in_open_case(user, dispute, Side.RAISER)


def may_add_remedy(user: Person, dispute: Dispute) -> Answer:
    """The parties write down what they agreed on; what was found, who found it or a chair free of
    interest writes down."""
    if dispute.state not in WITH_REMEDIES:
        return Answer("Actions follow once a dispute is settled or upheld.")
    if dispute.state == DisputeState.SETTLED:
        return acting(user, dispute, *PARTIES)
    if concluded_by(user, dispute):
        return YES
    free = free_of_interest(user, dispute)
    return free and acting(user, dispute, Side.NEUTRAL, Side.FORUM)


def owner_side(dispute: Dispute, remedy: Remedy) -> Side:
    return Side.RAISER if remedy.owner_id is None else Side.RESPONDENT


def may_report_remedy(user: Person, remedy: Remedy) -> Answer:
    dispute = remedy.dispute
    if remedy.checked_on is not None:
        return Answer("It has been checked already.")
    if writing_side(user, dispute) == owner_side(dispute, remedy):
        return YES
    return Answer("Only the side that is to do it can say that it is done.")


def may_check_remedy(user: Person, remedy: Remedy, on: date) -> Answer:
    dispute = remedy.dispute
    if remedy.checked_on is not None:
        return Answer("It has been checked already.")
    side = writing_side(user, dispute)
    if side is None:
        return Answer("Only the parties, their panel and the forum's chairs can do this.")
    if side == owner_side(dispute, remedy):
        return Answer("The side that was to do it does not check it: the other side is asked.")
    if on < remedy.check_on:
        return Answer(f"“Did it happen?” is asked on {said(remedy.check_on)}.")
    return YES


def may_add_lesson(user: Person, dispute: Dispute) -> Answer:
    if dispute.is_draft or dispute.is_open:
        return Answer("Lessons are written down once a dispute has ended.")
    return acting(user, dispute)
