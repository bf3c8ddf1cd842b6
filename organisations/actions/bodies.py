"""Adding organisations to an area, and keeping what is known of them right."""

from __future__ import annotations

from django.db import transaction
from django.utils.text import slugify

from accounts.models import User
from accounts.permissions import require
from audit.actions import log_event
from audit.writing import locked
from organisations.models import Area, Organisation
from organisations.permissions import may_run_area

# Ten below the column's length, for the number that a namesake gets.
LONGEST_SLUG = 110
KEPT = ("name", "kind", "charity_number", "company_number")


@transaction.atomic
def add_organisation(
    *,
    area: Area,
    name: str,
    sector: str,
    kind: str,
    by: User,
    charity_number: str = "",
    company_number: str = "",
) -> Organisation:
    # free_slug reads what is taken, so two who add one name at once have to come one after the
    # other.
    area = locked(area)
    require(may_run_area(by, area))
    organisation = Organisation.objects.create(
        area=area,
        slug=free_slug(area, name),
        name=name,
        sector=sector,
        kind=kind,
        charity_number=charity_number,
        company_number=company_number,
    )
    log_event("organisation.added", organisation, by=by, chain=area.slug, name=name, sector=sector)
    return organisation


@transaction.atomic
def change_organisation(
    *,
    organisation: Organisation,
    name: str,
    kind: str,
    charity_number: str,
    company_number: str,
    by: User,
    version: int | None = None,
) -> Organisation:
    """Puts right what is known of it. The sector stays: whose promise an act keeps hangs on it."""
    organisation = locked(organisation, version=version)
    require(may_run_area(by, organisation.area))
    old = {field: getattr(organisation, field) for field in KEPT}
    organisation.name, organisation.kind = name, kind
    organisation.charity_number, organisation.company_number = charity_number, company_number
    changed = {
        field: [was, now]
        for field, was in old.items()
        if (now := getattr(organisation, field)) != was
    }
    if changed:
        organisation.version += 1
        organisation.save()
        log_event(
            "organisation.changed",
            organisation,
            by=by,
            chain=organisation.area.slug,
            changed=changed,
        )
    return organisation


def free_slug(area: Area, name: str) -> str:
    """A short name for addresses that no other organisation of the area has."""
    stem = slugify(name)[:LONGEST_SLUG] or "organisation"
    taken = set(
        Organisation.objects.filter(area=area, slug__startswith=stem).values_list("slug", flat=True)
    )
    slug, number = stem, 2
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug
