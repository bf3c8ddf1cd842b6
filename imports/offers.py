"""Links to the pages on which spreadsheets come in, for the pages of apps above."""

from __future__ import annotations

from django.urls import reverse

from commitments.subjects import Person, Subject, subjects
from imports.permissions import may_import
from organisations.models import Area
from pages.offers import Link


def links_to_import(user: Person, area: Area, *, but: Subject | None = None) -> list[Link]:
    """One for each kind of act that the person may bring into the area as a file."""
    return [
        Link(f"Import {each.noun[1]}", reverse("imports:upload", args=[area.slug, each.kind]))
        for each in subjects()
        if each is not but and may_import(user, each, area)
    ]
