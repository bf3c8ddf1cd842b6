"""Who belongs to an organisation: invited, accepted, named by a post, ended."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from accounts.actions import forget_second_factor
from accounts.models import User
from accounts.permissions import ActionRefused, require
from accounts.tokens import fresh_nonce
from audit.actions import log_event
from audit.writing import locked
from organisations.archived import refuse_in
from organisations.leaving import KEEPS_ACCOUNT
from organisations.models import Area, Invitation, Membership, Organisation
from organisations.permissions import may_end, may_give, may_manage, may_reset_second_step

ACCEPT_WITHIN = timedelta(days=7)
GONE = (
    "This invitation has been used, has been taken back, or is older than "
    f"{ACCEPT_WITHIN.days} days. Ask whoever invited you to send it again."
)


# Invited ----------------------------------------------------------------------------------------


@transaction.atomic
def invite(
    *, email: str, post: str, organisation: Organisation, role: str, by: User, at: datetime
) -> Membership:
    """Offers somebody a role, under the post that they hold there. A link to accept goes out by mail.

    The same follows whether the address is known here or not, so nobody learns which.
    """
    organisation = locked(organisation)
    require(may_give(by, organisation, role))
    if email.strip().lower() == by.email.lower():
        raise ActionRefused("You cannot give a role to yourself: ask somebody else who may.")
    user = account_of(email.strip(), post)
    held = Membership.objects.filter(user=user, organisation=organisation, role=role, ended_at=None)
    if held.exists():
        raise ActionRefused("Somebody with this address has that role there, or is invited to it.")
    membership = Membership.objects.create(
        user=user, area=organisation.area, organisation=organisation, role=role, post=post,
        is_offered=True, started_at=at, given_by=by,
    )  # fmt: skip
    Invitation.objects.create(
        membership=membership, nonce=fresh_nonce(), sent_at=at, expires_at=at + ACCEPT_WITHIN
    )
    _log("membership.offered", membership, by=by)
    return membership


def begin_at_once(
    *, post: str, organisation: Organisation, role: str, by: User, at: datetime
) -> Membership:
    """A role of one's own, without an invitation: for the first officer of an area alone."""
    membership = Membership.objects.create(
        user=by, area=organisation.area, organisation=organisation, role=role, post=post,
        started_at=at, given_by=by,
    )  # fmt: skip
    _log("membership.given", membership, by=by)
    return membership


@transaction.atomic
def invite_again(
    *, membership: Membership, by: User, at: datetime, version: int | None = None
) -> Membership:
    """Sends a new link; the one before it opens nothing any more."""
    membership = locked(membership, version=version)
    refuse_in(membership.area)
    require(may_manage(by, membership))
    if not membership.is_offered:
        raise ActionRefused("This invitation has been accepted.")
    Invitation.objects.filter(membership=membership).update(
        nonce=fresh_nonce(), sent_at=at, expires_at=at + ACCEPT_WITHIN
    )
    membership.version += 1
    membership.save(update_fields=["version"])
    _log("membership.offered_again", membership, by=by)
    return membership


def open_invitation(nonce: str, *, at: datetime) -> Invitation | None:
    """The invitation whose link carries this number, while it can be accepted."""
    rows = Invitation.objects.select_related(
        "membership__user", "membership__organisation__area", "membership__area"
    )
    found = rows.filter(membership__ended_at=None, accepted_at=None, expires_at__gt=at)
    return found.filter(nonce=nonce).first() if nonce else None


@transaction.atomic
def accept(*, nonce: str, password: str, by: User | None, at: datetime) -> Membership:
    """Makes the offer a membership. The link came to the mailbox, so it may set the password of an
    account that has none; who has one signs in and accepts as `by`."""
    found = open_invitation(nonce, at=at)
    if found is None:
        raise ActionRefused(GONE)
    membership = locked(found.membership)
    refuse_in(membership.area)
    # Asked again of what is held now: the link may have been used, or replaced, meanwhile.
    found = open_invitation(nonce, at=at)
    if found is None:
        raise ActionRefused(GONE)
    user = locked(membership.user)
    if password and not needs_password(user):
        raise ActionRefused("This account has a password. Sign in with it to accept.")
    if not password and (by is None or by.pk != user.pk):
        raise ActionRefused("Sign in with the address that was invited to accept this.")
    if password:
        user.set_password(password)
        user.is_active = True
        user.post = membership.post_held
        user.save(update_fields=["password", "is_active", "post"])
    Invitation.objects.filter(pk=found.pk).update(accepted_at=at)
    membership.is_offered, membership.started_at = False, at
    membership.version += 1
    membership.save(update_fields=["is_offered", "started_at", "version"])
    _log("membership.given", membership, by=user)
    return membership


def needs_password(user: User) -> bool:
    """Whether the invited sets a password first: a new account, or one that was closed."""
    return not user.is_active or not user.has_usable_password()


def account_of(email: str, post: str) -> User:
    """The account with this address. Where two are invited at once, one makes it for both."""
    known = User.objects.filter(email__iexact=email).first()
    if known is not None:
        return known
    try:
        # A savepoint: on PostgreSQL a refused row spoils all of the transaction around it.
        with transaction.atomic():
            return User.objects.create_user(email, None, post=post)
    except IntegrityError:
        return User.objects.get(email__iexact=email)


# While it lasts ---------------------------------------------------------------------------------


@transaction.atomic
def change_post(
    *, membership: Membership, post: str, by: User, version: int | None = None
) -> Membership:
    """Names the post anew. What was done under the old one keeps the old one."""
    membership = locked(membership, version=version)
    refuse_in(membership.area)
    require(may_manage(by, membership))
    old = membership.post_held
    if old == post:
        raise ActionRefused("This is the post on record already.")
    membership.post = post
    membership.version += 1
    membership.save(update_fields=["post", "version"])
    others = Membership.objects.current().filter(user=membership.user).exclude(pk=membership.pk)
    if membership.is_current and not others.exists():
        user = locked(membership.user)
        user.post = post
        user.save(update_fields=["post"])
    _log("membership.post_changed", membership, by=by, old=old, new=post)
    return membership


@transaction.atomic
def reset_second_step(
    *, membership: Membership, by: User, version: int | None = None
) -> Membership:
    """Takes away the second step of somebody who has lost it. They are signed out everywhere, set up
    another at the next sign-in where their work needs one, and are told by mail."""
    membership = locked(membership, version=version)
    require(may_reset_second_step(by, membership))
    if not forget_second_factor(locked(membership.user)):
        raise ActionRefused("They have no second step.")
    membership.version += 1
    membership.save(update_fields=["version"])
    _log("membership.second_step_reset", membership, by=by)
    return membership


@transaction.atomic
def end_membership(
    *, membership: Membership, by: User, at: datetime, version: int | None = None
) -> Membership:
    """Takes a role away, or an invitation back. Access ends at once; what was done in it stays."""
    # The area is held, or the last two who can name others would both be let go. Not by `locked`,
    # which refuses archived areas: there, too, people leave.
    list(Area.objects.select_for_update(no_key=True).filter(pk=membership.area_id))
    membership = locked(membership, version=version)
    require(may_end(by, membership))
    _end(membership, by=by, at=at)
    return membership


def _end(membership: Membership, *, by: User | None, at: datetime) -> None:
    membership.ended_at, membership.ended_by = at, by
    membership.version += 1
    membership.save(update_fields=["ended_at", "ended_by", "version"])
    verb = "membership.withdrawn" if membership.is_offered else "membership.ended"
    _log(verb, membership, by=by)
    _close_unused_account(membership, by=by)


def _close_unused_account(membership: Membership, *, by: User | None) -> None:
    """Nobody keeps a sign-in that opens nothing."""
    user = locked(membership.user)
    needed = user.is_staff or user.memberships.filter(ended_at=None).exists()
    if needed or not user.is_active or KEEPS_ACCOUNT.offered(user, user):
        return
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    log_event("account.closed", user, by=by, chain=membership.area.slug)


def _log(verb: str, membership: Membership, *, by: User | None, **more: str) -> None:
    told = {"post": membership.post_held} | more
    log_event(
        verb, membership, by=by, chain=membership.area.slug, role=membership.role,
        organisation=membership.organisation.name, **told,
    )  # fmt: skip


# From the command line --------------------------------------------------------------------------


@transaction.atomic
def give_role(
    *, email: str, post: str, organisation: Organisation, role: str, at: datetime
) -> Membership:
    """Gives somebody a role at once, making their account where there is none.

    A new account has no password: its owner sets one through the password reset by e-mail.
    """
    organisation = locked(organisation)
    user = account_of(email, post)
    # A role that ended stays on record as it was; who comes back gets another.
    membership, added = Membership.objects.get_or_create(
        user=user, area=organisation.area, organisation=organisation, role=role, ended_at=None,
        defaults={"post": post, "started_at": at},
    )  # fmt: skip
    if added or membership.is_offered:
        membership.is_offered = False
        membership.save(update_fields=["is_offered"])
        _log("membership.given", membership, by=None)
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
    return membership


@transaction.atomic
def end_role(*, email: str, organisation: Organisation, role: str, at: datetime) -> int:
    """Takes a role away again; what was done in it stays. Returns how many memberships ended."""
    organisation = locked(organisation)
    current = Membership.objects.current().select_for_update(no_key=True).order_by("pk")
    ended = list(current.filter(user__email__iexact=email, organisation=organisation, role=role))
    for membership in ended:
        _end(membership, by=None, at=at)
    return len(ended)
