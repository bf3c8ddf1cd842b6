"""What this app puts on pages below it: its registers, narrowed to one organisation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from organisations.models import Organisation, Sector
from pages.offers import Link

AS_FUNDER = (
    ("funding:decisions", "funder", "Decisions of {}"),
    ("funding:notices", "funder", "Notices given by {}"),
    ("funding:agreements", "funder", "Agreements of {}"),
    ("funding:claims", "payer", "Claims for payment by {}"),
)
AS_RECIPIENT = (
    ("funding:notices", "recipient", "Notices given to {}"),
    ("funding:agreements", "recipient", "Agreements with {}"),
    ("funding:claims", "claimant", "Claims made by {}"),
)


def on_record(user: Any, organisation: Organisation) -> Iterator[Link]:
    """What the organisation decided, gave and agreed, or was given, whichever side it is on."""
    is_funder = organisation.sector == Sector.PUBLIC
    for name, side, label in AS_FUNDER if is_funder else AS_RECIPIENT:
        address = reverse(name, args=[organisation.area.slug])
        yield Link(label.format(organisation), f"{address}?{side}={organisation.pk}")
