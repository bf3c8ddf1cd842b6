"""What this app puts on pages below it: its registers, narrowed to one organisation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from organisations.models import Organisation, Sector
from pages.offers import Link

AS_FUNDER = (
    ("funding:decisions", "Decisions of {}"),
    ("funding:notices", "Notices given by {}"),
    ("funding:agreements", "Agreements of {}"),
)
AS_RECIPIENT = (
    ("funding:notices", "Notices given to {}"),
    ("funding:agreements", "Agreements with {}"),
)


def on_record(user: Any, organisation: Organisation) -> Iterator[Link]:
    """What the organisation decided, gave and agreed, or was given, whichever side it is on."""
    is_funder = organisation.sector == Sector.PUBLIC
    side = "funder" if is_funder else "recipient"
    for name, label in AS_FUNDER if is_funder else AS_RECIPIENT:
        address = reverse(name, args=[organisation.area.slug])
        yield Link(label.format(organisation), f"{address}?{side}={organisation.pk}")
