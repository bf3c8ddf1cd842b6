"""What a person's memberships let them see and do. Area A never sees area B: all scoping starts here.

One table, `RIGHTS`, says which role may write what; every `may_*` of every app asks it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, auto

from django.contrib.auth.models import AnonymousUser

from accounts.models import EVERYTHING, User
from accounts.permissions import YES, Answer
from organisations.models import (
    Area,
    Membership,
    Organisation,
    Role,
    Sector,
)

# Those who work for both sectors of an area. Officers and members see what concerns their own body.
SEES_WHOLE_AREA = {Role.COMPACT_OFFICER, Role.CVS_STAFF, Role.FORUM_CHAIR, Role.READ_ONLY}


class Right(Enum):
    """Something that a role lets its holder write."""

    # for the organisation in which the role is held
    RECORD = auto()  # put on record what it did, received or answers
    SPEAK = auto()  # speak in its name: reply to a finding, be its side in a dispute
    REPRESENT = auto()  # speak for the members of an infrastructure body
    # for the whole area
    RUN = auto()  # keep the area's records: those of every public body, and its settings
    MEET = auto()  # plan the forum's meetings, and say what they held
    DECIDE = auto()  # decide cases, as a chair of the forum
    INVITE = auto()  # give and end the roles of people of its own sector (ADR 20)


OWN_BODY = {
    Role.COMPACT_OFFICER: {Right.RECORD, Right.SPEAK},
    Role.OFFICER: {Right.RECORD, Right.SPEAK},
    Role.CVS_STAFF: {Right.RECORD, Right.SPEAK, Right.REPRESENT},
    Role.VCS_MEMBER: {Right.RECORD, Right.SPEAK},
    Role.FORUM_CHAIR: {Right.SPEAK},
    Role.READ_ONLY: set[Right](),
}
WHOLE_AREA = {
    Role.COMPACT_OFFICER: {Right.RUN, Right.MEET, Right.INVITE},
    Role.OFFICER: set[Right](),
    Role.CVS_STAFF: {Right.INVITE},
    Role.VCS_MEMBER: set[Right](),
    Role.FORUM_CHAIR: {Right.MEET, Right.DECIDE},
    Role.READ_ONLY: set[Right](),
}
NEEDS_SECOND_FACTOR = {Role.COMPACT_OFFICER, Role.FORUM_CHAIR, Role.CVS_STAFF}
"""Who works for a whole area, or for members that trust them, signs in with a second step."""

AT_FORUM = {Right.RUN, Right.DECIDE}
"""Whoever has one of these sees the cases that have reached the forum."""


def roles_with(right: Right) -> list[str]:
    """The roles that carry a right, for queries over memberships."""
    return [str(role) for role in Role if right in OWN_BODY[role] or right in WHOLE_AREA[role]]


@dataclass(frozen=True, slots=True)
class Scope:
    """A person's current memberships, indexed. Identifiers only, so that querysets can use them."""

    memberships: tuple[Membership, ...] = ()
    areas: frozenset[int] = frozenset()
    whole_areas: frozenset[int] = frozenset()
    organisations: frozenset[int] = frozenset()
    rights: dict[int, frozenset[Right]] = field(default_factory=dict)

    def belongs_to(self, organisation: Organisation) -> bool:
        """Whether the person has any role there, so that its cases are their own organisation's."""
        return organisation.pk in self.organisations

    def may(self, right: Right, organisation: Organisation) -> bool:
        """Whether the person holds this right in that organisation's name."""
        return organisation.pk in self.bodies_with(right)

    def may_in(self, area_id: int, *rights: Right) -> bool:
        """Whether the person holds one of these rights for the whole area."""
        return bool(self.rights.get(area_id, frozenset()) & set(rights))

    def bodies_with(
        self, right: Right, *, area_id: int | None = None, sector: str = ""
    ) -> frozenset[int]:
        """The organisations in whose name the person holds this right."""
        return frozenset(
            each.organisation_id
            for each in self.memberships
            if right in OWN_BODY[Role(each.role)]
            and area_id in (None, each.area_id)
            and sector in ("", each.organisation.sector)
        )

    def chairs_for(self, area_id: int) -> frozenset[str]:
        """The sectors for which the person chairs the area's forum."""
        return frozenset(
            each.organisation.sector
            for each in self.memberships
            if each.area_id == area_id and Right.DECIDE in WHOLE_AREA[Role(each.role)]
        )

    def invites_for(self, area_id: int) -> frozenset[str]:
        """The sectors whose people the person invites: their own, of which they look after all."""
        return frozenset(
            each.organisation.sector
            for each in self.memberships
            if each.area_id == area_id
            and Right.INVITE in WHOLE_AREA[Role(each.role)]
            and _looks_after_its_sector(each.organisation)
        )

    def represents_in(self, area_id: int) -> bool:
        """Whether the person is of the staff of the area's infrastructure body."""
        speaking = self.bodies_with(Right.REPRESENT, area_id=area_id)
        return any(
            each.organisation.is_infrastructure
            for each in self.memberships
            if each.organisation_id in speaking
        )


def _looks_after_its_sector(body: Organisation) -> bool:
    return body.sector == Sector.PUBLIC or body.is_infrastructure


NOBODY = Scope()
LONGEST_POST = 120


def held_by(user: User | AnonymousUser) -> tuple[Membership, ...]:
    """All that the person holds, whomever they act for; read once a request."""
    if not user.is_authenticated:
        return ()
    if user._held is None:
        user._held = tuple(user.memberships.current().select_related("area", "organisation"))
    held: tuple[Membership, ...] = user._held
    return held


def scope_of(user: User | AnonymousUser) -> Scope:
    """The person's scope, read once a request and kept on the user object. Whoever acts for one of
    their organisations has, until they choose another, what they hold there and nothing else."""
    if not user.is_authenticated:
        return NOBODY
    if user._scope is None:
        held = held_by(user)
        chosen = [each for each in held if each.organisation_id == user._acts_for]
        if chosen and len({each.organisation_id for each in held}) > 1:
            user._acting_post = _post_for(chosen[0], user)
            held = tuple(chosen)
        user._scope = _scope(held)
    scope: Scope = user._scope
    return scope


def has_to_choose(user: User | AnonymousUser) -> bool:
    """Whether the person belongs to several organisations and has not said for which they act."""
    organisations = {each.organisation_id for each in held_by(user)}
    return (
        len(organisations) > 1
        and user._acts_for != EVERYTHING  # type: ignore[union-attr]
        and user._acts_for not in organisations  # type: ignore[union-attr]
    )


def _post_for(membership: Membership, user: User) -> str:
    """The post with its organisation, as the log keeps it, in the length that it has there."""
    post, body = membership.post or user.post, membership.organisation.name
    named = post if body.lower() in post.lower() else f"{post}, for {body}"
    return named if len(named) <= LONGEST_POST else f"{named[: LONGEST_POST - 1]}…"


def _scope(memberships: Iterable[Membership]) -> Scope:
    memberships = tuple(memberships)
    roles: dict[int, set[str]] = {}
    for membership in memberships:
        roles.setdefault(membership.area_id, set()).add(membership.role)
    return Scope(
        memberships=memberships,
        areas=frozenset(roles),
        whole_areas=frozenset(area for area, held in roles.items() if held & SEES_WHOLE_AREA),
        organisations=frozenset(m.organisation_id for m in memberships),
        rights={
            area: frozenset(right for role in held for right in WHOLE_AREA[Role(role)])
            for area, held in roles.items()
        },
    )


def needs_second_factor(user: User) -> bool:
    """Whether one of the person's current roles, or running the installation, asks for a second step
    when they sign in."""
    roles = (each.role for each in held_by(user))
    return user.is_staff or any(role in NEEDS_SECOND_FACTOR for role in roles)


# Seeing -----------------------------------------------------------------------------------------


def may_see_area(user: User | AnonymousUser, area: Area) -> Answer:
    if area.pk in scope_of(user).areas:
        return YES
    return Answer(f"You have no role in {area}.")


def may_see_whole_area(user: User | AnonymousUser, area: Area) -> Answer:
    if area.pk in scope_of(user).whole_areas:
        return YES
    return Answer(f"Only people who work for the whole of {area} can see this.")


# Writing ----------------------------------------------------------------------------------------


def may_run_area(user: User | AnonymousUser, area: Area) -> Answer:
    if scope_of(user).may_in(area.pk, Right.RUN):
        return YES
    return Answer(f"Only the compact officer of {area} can do this.")


def may_record_in(user: User | AnonymousUser, area: Area) -> Answer:
    """Whether there is a public body of the area for which the person may record what it did."""
    scope = scope_of(user)
    if scope.may_in(area.pk, Right.RUN):
        return YES
    if scope.bodies_with(Right.RECORD, area_id=area.pk, sector=Sector.PUBLIC):
        return YES
    return Answer(
        f"Only the compact officer of {area} and officers of its public bodies can do this."
    )


def may_record_of(user: User | AnonymousUser, body: Organisation) -> Answer:
    """What a public body did, its own officers and the area's compact officer record; what a
    voluntary organisation did, nobody of the other sector does."""
    scope = scope_of(user)
    if scope.may(Right.RECORD, body):
        return YES
    if body.sector != Sector.PUBLIC:
        return _in_its_stead(scope, body)
    if scope.may_in(body.area_id, Right.RUN):
        return YES
    return Answer(f"Only the area's compact officer and officers of {body} can do this.")


def may_record_kept(user: User | AnonymousUser, body: Organisation) -> Answer:
    """How a body kept a promise of its own towards the other sector: as `may_record_of`, and for the
    voluntary sector's promises the staff of the area's infrastructure body too, as the compact
    officer does for every public body."""
    if may_record_of(user, body):
        return YES
    if body.sector == Sector.PUBLIC:
        return Answer(f"Only the area's compact officer and officers of {body} can record this.")
    if scope_of(user).represents_in(body.area_id):
        return YES
    return Answer(f"Only people of {body} and the staff of the area's CVS can record this.")


def may_speak_for(user: User | AnonymousUser, body: Organisation) -> Answer:
    """The body's own people, a chair of the forum among them."""
    scope = scope_of(user)
    if scope.may(Right.SPEAK, body):
        return YES
    return _in_its_stead(scope, body)


def _in_its_stead(scope: Scope, body: Organisation) -> Answer:
    """For a voluntary organisation of which nobody signs in here, the staff of the area's
    infrastructure body."""
    is_member = body.sector == Sector.VCS and not body.is_infrastructure
    if is_member and scope.represents_in(body.area_id) and not _has_a_voice(body):
        return YES
    return Answer(f"Only people who act for {body} can do this.")


def _has_a_voice(body: Organisation) -> bool:
    """Whether anybody of the body can sign in and speak for it."""
    speaking = Membership.objects.current().filter(role__in=roles_with(Right.SPEAK))
    return speaking.filter(organisation=body, user__is_active=True).exists()


def in_same_area(organisation: Organisation, area: Area) -> Answer:
    if organisation.area_id == area.pk:
        return YES
    return Answer(f"{organisation} does not belong to {area}.")
