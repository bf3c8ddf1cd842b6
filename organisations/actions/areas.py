"""A new installation, and its areas: begun, set, archived."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from accounts.models import User
from accounts.permissions import ActionRefused, require
from audit.actions import INSTALLATION, log_event
from audit.models import ChainHead
from audit.writing import locked
from organisations.actions.bodies import free_slug
from organisations.actions.people import begin_at_once, invite
from organisations.models import Area, Membership, Organisation, Sector
from organisations.permissions import (
    first_role,
    may_name_first,
    may_run_installation,
    may_set_up,
)

LONGEST_SLUG = 40


@transaction.atomic
def set_up(*, email: str, post: str, password: str) -> User:
    """The first account of a new installation, which runs it. There is never a second one made so."""
    # Two who open the link at once come one after the other: there is no row of theirs to hold.
    ChainHead.objects.get_or_create(chain=INSTALLATION)
    list(ChainHead.objects.select_for_update(no_key=True).filter(chain=INSTALLATION))
    require(may_set_up())
    user = User.objects.create_user(email, password, post=post, is_staff=True)
    log_event("account.first_made", user, by=user, post=post)
    return user


@transaction.atomic
def add_area(
    *, name: str, gss_code: str, council: str, cvs: str, right_of_reply_days: int,
    ways_to_decide: str, by: User,
) -> Area:  # fmt: skip
    """An area with the first body of each sector; its compact's text is loaded beside it."""
    _held_installation()
    require(may_run_installation(by))
    area = Area.objects.create(
        slug=_free_area_slug(name), name=name, gss_code=gss_code,
        right_of_reply_days=right_of_reply_days, ways_to_decide=ways_to_decide,
    )  # fmt: skip
    log_event("area.added", area, by=by, chain=area.slug, name=name, gss_code=gss_code)
    for body, sector, kind in (
        (council, Sector.PUBLIC, Organisation.Kind.COUNCIL),
        (cvs, Sector.VCS, Organisation.Kind.INFRASTRUCTURE),
    ):
        made = Organisation.objects.create(
            area=area, slug=free_slug(area, body), name=body, sector=sector, kind=kind
        )
        log_event("organisation.added", made, by=by, chain=area.slug, name=body, sector=sector)
    return area


def _held_installation() -> None:
    list(ChainHead.objects.select_for_update(no_key=True).filter(chain=INSTALLATION))


def _free_area_slug(name: str) -> str:
    stem = slugify(name)[:LONGEST_SLUG] or "area"
    taken = set(Area.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    slug, number = stem, 2
    while slug in taken or slug == INSTALLATION:  # the log's own chain has that name
        slug, number = f"{stem}-{number}", number + 1
    return slug


@transaction.atomic
def change_area(
    *, area: Area, name: str, gss_code: str, right_of_reply_days: int, by: User,
    version: int | None = None,
) -> Area:  # fmt: skip
    """Puts its name and settings right. Its address stays: links and the log's chain have it."""
    area = locked(area, version=version)
    require(may_run_installation(by))
    new = {"name": name, "gss_code": gss_code, "right_of_reply_days": right_of_reply_days}
    changed = {
        field: [getattr(area, field), value]
        for field, value in new.items()
        if getattr(area, field) != value
    }
    if not changed:
        raise ActionRefused("Nothing here differs from what is on record.")
    for field, value in new.items():
        setattr(area, field, value)
    area.version += 1
    area.save(update_fields=[*new, "version"])
    log_event("area.changed", area, by=by, chain=area.slug, changed=changed)
    return area


@transaction.atomic
def archive_area(
    *, area: Area, reason: str, by: User, at: datetime, version: int | None = None
) -> Area:
    """From now on it is read, and nothing in it is written, judged or reminded of."""
    area = locked(area, version=version)
    require(may_run_installation(by))
    area.archived_at, area.archived_by = at, by
    area.version += 1
    area.save(update_fields=["archived_at", "archived_by", "version"])
    log_event("area.archived", area, by=by, chain=area.slug, reason=reason)
    return area


@transaction.atomic
def take_out_of_archive(*, area: Area, reason: str, by: User, version: int | None = None) -> Area:
    """It goes on where it stood. What fell due meanwhile is found by the next sweep."""
    # Not by `locked`, which refuses archived areas.
    held = Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    require(may_run_installation(by))
    if held.archived_at is None or (version is not None and held.version != version):
        raise ActionRefused(f"{held} has been taken out of the archive.")
    held.archived_at = held.archived_by = None
    held.version += 1
    held.save(update_fields=["archived_at", "archived_by", "version"])
    log_event("area.taken_out_of_archive", held, by=by, chain=held.slug, reason=reason)
    return held


@transaction.atomic
def name_first(
    *, email: str, post: str, organisation: Organisation, by: User, at: datetime
) -> Membership:
    """The first person of a sector, who can name the others: invited, or oneself, at once."""
    organisation = locked(organisation)
    require(may_name_first(by, organisation))
    role = first_role(organisation) or ""
    if email.strip().lower() != by.email.lower():
        return invite(email=email, post=post, organisation=organisation, role=role, by=by, at=at)
    if organisation.sector != Sector.PUBLIC:
        # Whoever runs the installation has the database, too. They still sit on one side only.
        raise ActionRefused("You cannot give a role to yourself: name somebody of the CVS.")
    return begin_at_once(post=post, organisation=organisation, role=role, by=by, at=at)
