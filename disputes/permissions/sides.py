"""Which side of a case a person stands on. A party comes first: a chair of a party is that party."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.permissions import YES, Answer
from disputes.models import Dispute
from disputes.states import PARTIES, WORKING, Side
from organisations.permissions import Right, scope_of
from rules.words import plain

Person = User | AnonymousUser
ENDED = Answer("This dispute has ended.")


def _party_of(dispute: Dispute, bodies: frozenset[int]) -> Side | None:
    """The party to which one of these organisations belongs."""
    if dispute.raiser_id in bodies or dispute.represented_by_id in bodies:
        return Side.RAISER
    return Side.RESPONDENT if dispute.respondent_id in bodies else None


def is_neutral_of(user: Person, dispute: Dispute) -> bool:
    if not user.is_authenticated:
        return False
    return any(each.user_id == user.pk and each.is_appointed for each in dispute.neutrals.all())


def side_of(user: Person, dispute: Dispute) -> Side | None:
    """The side whose papers the person reads; None where they see the register's facts alone."""
    party = _party_of(dispute, scope_of(user).organisations)
    if party is not None:
        return party
    if is_neutral_of(user, dispute):
        return Side.NEUTRAL
    if dispute.reached_forum and scope_of(user).may_in(dispute.area_id, Right.DECIDE):
        return Side.FORUM
    return None


def writing_side(user: Person, dispute: Dispute) -> Side | None:
    """The side in whose name the person may act: read-only memberships do not count."""
    side = side_of(user, dispute)
    if side in PARTIES:
        return _party_of(dispute, scope_of(user).bodies_with(Right.SPEAK))
    return side


def may_read_substance(user: Person, dispute: Dispute) -> Answer:
    if side_of(user, dispute) is not None:
        return YES
    return Answer(
        "What happened, and the papers, are for the parties, their panel and the forum's chairs."
    )


def in_open_case(user: Person, dispute: Dispute, *sides: Side) -> Answer:
    """Whether the case is open, and the person acts for one of the sides."""
    if not dispute.is_open:
        return Answer("This dispute has not been raised yet.") if dispute.is_draft else ENDED
    return acting(user, dispute, *sides)


def acting(user: Person, dispute: Dispute, *sides: Side) -> Answer:
    if writing_side(user, dispute) in (sides or WORKING):
        return YES
    wanted = sides or WORKING
    if wanted == (Side.RAISER,):
        return Answer("Only the side that raised the dispute can do this.")
    if wanted == (Side.RESPONDENT,):
        return Answer(f"Only {dispute.respondent} can do this.")
    if set(wanted) == set(PARTIES):
        return Answer("Only the parties can do this.")
    return Answer("Only the parties, their panel and the forum's chairs can do this.")


def said(day: date) -> str:
    return plain(day)
