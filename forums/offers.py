"""What this app puts on pages below it, and what apps above may put on its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from forums.dashboard import Dashboard
from forums.models import Meeting
from organisations.models import Area
from organisations.permissions import may_see_whole_area
from pages.offers import Link, Part, Place

ON_THE_DASHBOARD: Place[Dashboard, Part] = Place()


def days_with_both_sectors(area: Area) -> Iterator[date]:
    """The days of the meetings that could decide a case."""
    held = Meeting.objects.filter(forum__area=area).with_both_sectors()
    for day in held.values_list("held_on", flat=True):
        if day is not None:
            yield day


def the_dashboard(user: Any, area: Area) -> Iterator[Link]:
    """The way back to the forum's dashboard, whose figures open the registers below."""
    if may_see_whole_area(user, area):
        yield Link("Forum dashboard", reverse("forums:dashboard", args=[area.slug]))
