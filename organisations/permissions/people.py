"""Who may set up an installation, and invite, name and end people: each sector its own (ADR 20)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from accounts.models import User
from accounts.permissions import YES, Answer
from organisations.models import (
    Area,
    Membership,
    MembershipQuerySet,
    Organisation,
    Role,
    Sector,
)
from organisations.permissions.scope import WHOLE_AREA, Right, may_see_area, scope_of


def may_set_up() -> Answer:
    """Whether the first account is still to be made. In a demo everybody is there already."""
    if settings.DEMO or User.objects.exists():
        return Answer("This installation has been set up. Sign in instead.")
    return YES


def may_run_installation(user: User | AnonymousUser) -> Answer:
    """Whoever runs the installation begins and archives areas. That gives no sight of any."""
    if user.is_authenticated and user.is_active and user.is_staff:
        return YES
    return Answer("Only those who run this installation can do this.")


INVITERS = {Sector.PUBLIC: "The compact officer", Sector.VCS: "The staff of the CVS"}


def roles_in(body: Organisation) -> list[Role]:
    """The roles that people of such an organisation may be given."""
    if body.sector == Sector.PUBLIC:
        first = [Role.COMPACT_OFFICER, Role.OFFICER]
    elif body.is_infrastructure:
        first = [Role.CVS_STAFF]
    else:
        first = [Role.VCS_MEMBER]
    return [*first, Role.FORUM_CHAIR, Role.READ_ONLY]


def may_see_people(user: User | AnonymousUser, area: Area) -> Answer:
    """Everybody of an area sees a list: of their own organisations, or of the sector they look after."""
    return may_see_area(user, area)


def people_seen(user: User | AnonymousUser, area: Area) -> MembershipQuerySet:
    """The memberships of the area that the person may see, past ones and offers among them."""
    scope = scope_of(user)
    theirs = Q(organisation__in=scope.organisations)
    theirs |= Q(organisation__sector__in=scope.invites_for(area.pk))
    return Membership.objects.filter(theirs, area=area)


def may_invite_any(user: User | AnonymousUser, area: Area) -> Answer:
    if scope_of(user).invites_for(area.pk):
        return YES
    return Answer(
        f"Only the compact officer of {area}, for public bodies, and the staff of its CVS, for "
        "voluntary organisations, can invite people and end their roles."
    )


def may_invite(user: User | AnonymousUser, body: Organisation) -> Answer:
    """Each sector names its own people, its chair of the forum among them: neither puts anybody into
    the other's seats."""
    if body.sector in scope_of(user).invites_for(body.area_id):
        return YES
    may = may_invite_any(user, body.area)
    if not may:
        return may
    return Answer(f"{INVITERS[Sector(body.sector)]} of {body.area} invites people of {body}.")


def may_give(user: User | AnonymousUser, body: Organisation, role: str) -> Answer:
    """Whether the person may invite somebody to this role there."""
    if role == first_role(body) and may_name_first(user, body):
        return YES
    may = may_invite(user, body)
    if may and role not in roles_in(body):
        return Answer(f"“{Role(role).label}” is no role for people of {body}.")
    return may


def first_role(body: Organisation) -> Role | None:
    """The role, in such an organisation, whose holder invites the others of the sector."""
    inviting = (role for role in roles_in(body) if Right.INVITE in WHOLE_AREA[role])
    return next(inviting, None)


def may_name_first(user: User | AnonymousUser, body: Organisation) -> Answer:
    """Whoever runs the installation names the first person of a sector, and nobody after that."""
    may = may_run_installation(user)
    if not may:
        return may
    role = first_role(body)
    if role is None:
        return Answer(f"People of {body} are invited by the staff of the area's CVS.")
    held = Membership.objects.filter(ended_at=None, role=role, area=body.area)
    if held.filter(organisation__sector=body.sector).exists():
        return Answer(f"{INVITERS[Sector(body.sector)]} of {body.area} invites the others.")
    return YES


def may_manage(user: User | AnonymousUser, membership: Membership) -> Answer:
    """Whether the person may end a membership, name its post, or send its invitation again."""
    if membership.ended_at is not None:
        return Answer("This has ended.")
    if offered_by(user, membership):
        return YES
    return may_invite(user, membership.organisation)


def offered_by(user: User | AnonymousUser, membership: Membership) -> bool:
    """Whether it is an invitation of the operator's own: an address typed wrong can be mended."""
    mine = membership.given_by_id is not None and membership.given_by_id == user.pk
    return mine and membership.is_offered and bool(may_run_installation(user))


def may_reset_second_step(user: User | AnonymousUser, membership: Membership) -> Answer:
    """Whoever may manage the membership, for somebody who has lost their app and their codes."""
    if membership.user_id == user.pk:
        return Answer("You change your own second step under “Your account”.")
    if membership.is_offered:
        return Answer("This invitation has not been accepted yet.")
    may = may_manage(user, membership)
    if not may:
        return may
    # The second step guards every role of theirs: nobody opens one that is not theirs to give.
    others = Membership.objects.current().filter(user=membership.user_id).exclude(pk=membership.pk)
    held_elsewhere = any(
        not may_invite(user, each.organisation)
        for each in others.select_related("organisation__area")
    )
    if membership.user.is_staff or held_elsewhere:
        return Answer(
            "You do not look after every role of theirs. They can sign in with a recovery code, or ask "
            "whoever runs this site."
        )
    return YES


def may_end(user: User | AnonymousUser, membership: Membership) -> Answer:
    """One's own, and those that one may manage; but never the last one who could name the next."""
    if membership.user_id != user.pk or membership.ended_at is not None or membership.is_offered:
        may = may_manage(user, membership)
        if not may:
            return may
    if not membership.is_offered and _is_last(membership, Right.INVITE):
        return Answer(
            f"{membership.post_held} is the only {_lowered(membership)} of {membership.area}, and "
            "nobody could invite the next one. Invite a successor first, and end this once they "
            "have accepted."
        )
    return YES


def is_last_chair(membership: Membership) -> bool:
    """Whether the sector has no other chair of the forum."""
    return _is_last(membership, Right.DECIDE)


def _is_last(membership: Membership, right: Right) -> bool:
    if right not in WHOLE_AREA[Role(membership.role)]:
        return False
    others = Membership.objects.current().exclude(user=membership.user_id)
    return not others.filter(
        area=membership.area_id,
        role=membership.role,
        organisation__sector=membership.organisation.sector,
        user__is_active=True,
    ).exists()


def _lowered(membership: Membership) -> str:
    label = membership.get_role_display()
    return label if label.startswith("CVS") else label.lower()
