"""What a person's memberships let them see and do. Area A never sees area B: all scoping starts here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.permissions import YES, Answer
from organisations.models import Area, Membership, Organisation, Role

SEES_WHOLE_AREA = {Role.COMPACT_OFFICER, Role.CVS_STAFF, Role.FORUM_CHAIR, Role.READ_ONLY}


@dataclass(frozen=True, slots=True)
class Scope:
    """A person's current memberships, indexed. Identifiers only, so that querysets can use them."""

    memberships: tuple[Membership, ...] = ()
    areas: frozenset[int] = frozenset()
    whole_areas: frozenset[int] = frozenset()
    organisations: frozenset[int] = frozenset()
    roles: dict[int, frozenset[str]] = field(default_factory=dict)

    def has_role(self, area_id: int, *roles: str) -> bool:
        return bool(self.roles.get(area_id, frozenset()) & set(roles))

    def acts_for(self, organisation: Organisation, *roles: str) -> bool:
        """Whether the person holds one of the roles (any, where none is named) for that organisation."""
        return any(
            membership.organisation_id == organisation.pk
            and (not roles or membership.role in roles)
            for membership in self.memberships
        )


NOBODY = Scope()


def scope_of(user: User | AnonymousUser) -> Scope:
    """The person's scope, read once a request and kept on the user object."""
    if not user.is_authenticated:
        return NOBODY
    if user._scope is None:
        user._scope = _scope(user.memberships.current().select_related("area", "organisation"))
    scope: Scope = user._scope
    return scope


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
        roles={area: frozenset(held) for area, held in roles.items()},
    )


def may_see_area(user: User | AnonymousUser, area: Area) -> Answer:
    if area.pk in scope_of(user).areas:
        return YES
    return Answer(f"You have no role in {area}.")


def may_see_whole_area(user: User | AnonymousUser, area: Area) -> Answer:
    if area.pk in scope_of(user).whole_areas:
        return YES
    return Answer(f"Only people who work for the whole of {area} can see this.")


def may_run_area(user: User | AnonymousUser, area: Area) -> Answer:
    if scope_of(user).has_role(area.pk, Role.COMPACT_OFFICER):
        return YES
    return Answer(f"Only the compact officer of {area} can do this.")
