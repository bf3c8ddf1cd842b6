"""The organisations that rows name: found by name within their area, suggested, or made."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from django.utils.text import slugify

from accounts.models import User
from audit.actions import entry, log_events
from organisations.models import Area, Organisation, Sector

BATCH = 500
LONGEST_SLUG = Organisation._meta.get_field("slug").max_length or 120


def plain_name(name: str) -> str:
    """A name without regard to case and spacing: what makes two names the same."""
    return " ".join(name.split()).casefold()


class Directory:
    """Every organisation of some areas by name, and those that the rows would bring."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._areas = {area.pk: area for area in areas}
        self._known: dict[tuple[int, str], Organisation] = {}
        self._as_typed: dict[tuple[int, str], Organisation] = {}
        self.new: list[Organisation] = []
        for organisation in Organisation.objects.filter(area__in=self._areas):
            organisation.area = self._areas[organisation.area_id]
            self._known[organisation.area_id, plain_name(organisation.name)] = organisation

    def find(self, area_id: int, name: str) -> Organisation | None:
        found = self._as_typed.get((area_id, name))
        if found is None:
            found = self._known.get((area_id, plain_name(name)))
            if found is not None:
                self._as_typed[area_id, name] = found
        return found

    def closest(self, area_id: int, name: str) -> list[str]:
        """Names in the area that the typed one may have meant."""
        names = {
            plain: organisation.name
            for (where, plain), organisation in self._known.items()
            if where == area_id
        }
        return [names[each] for each in get_close_matches(plain_name(name), names, n=3, cutoff=0.7)]

    def propose(self, area_id: int, name: str, sector: Sector, kind: Organisation.Kind) -> None:
        """Adds an organisation that nobody has recorded yet, unsaved."""
        organisation = Organisation(
            area=self._areas[area_id], name=" ".join(name.split()), sector=sector, kind=kind
        )
        self._known[area_id, plain_name(name)] = organisation
        self.new.append(organisation)

    def create_new(self, *, by: User | None, source: str) -> None:
        """Saves the proposed organisations, each with a slug of its own and an event."""
        taken = set(
            Organisation.objects.filter(area__in=self._areas).values_list("area_id", "slug")
        )
        for organisation in self.new:
            organisation.slug = free_slug(organisation, taken)
            taken.add((organisation.area_id, organisation.slug))
        Organisation.objects.bulk_create(self.new, batch_size=BATCH)
        for area in self._areas.values():
            made = [
                entry("organisation.created", each, name=each.name, source=source)
                for each in self.new
                if each.area_id == area.pk
            ]
            if made:
                log_events(made, by=by, chain=area.slug)


def free_slug(organisation: Organisation, taken: set[tuple[int, str]]) -> str:
    stem = slugify(organisation.name)[: LONGEST_SLUG - 8] or "organisation"
    slug, number = stem, 1
    while (organisation.area_id, slug) in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
