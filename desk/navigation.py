"""Where a person may go from any page."""

from __future__ import annotations

from typing import Any

from desk.asked import DECLARE, HELP, asked_of, to_answer
from organisations.models import Area
from organisations.permissions import scope_of

AREA_NAV = (
    ("Desk", "desk"),
    ("Decisions", "funding:decisions"),
    ("Notices", "funding:notices"),
    ("Agreements", "funding:agreements"),
    ("Consultations", "consultations:register"),
    ("Breaches", "commitments:breaches"),
    ("Forum", "forums:dashboard"),
    ("Disputes", "disputes:register"),
    ("Compacts", "compacts:index"),
)
FOR_THE_WHOLE_AREA = {"forums:dashboard"}
PUBLIC_NAV = (
    ("Compacts", "compacts:index"),
    ("Consultations", "consultations:public"),
    ("Calculator", "calculator"),
)


def areas_of(user: Any) -> list[Area]:
    """The areas of the person's current memberships, by name. The scope is read once a request."""
    areas = {membership.area_id: membership.area for membership in scope_of(user).memberships}
    return sorted(areas.values(), key=lambda area: area.name)


def area_nav(user: Any) -> list[tuple[str, str]]:
    """The pages a person may open: the forum's is for those who work for a whole area, and their
    cases for those whom both sides of a dispute asked in. The desk says how much waits there."""
    closed = set() if scope_of(user).whole_areas else FOR_THE_WHOLE_AREA
    if scope_of(user).memberships:
        links = [link for link in AREA_NAV if link[1] not in closed]
    else:
        links = [AREA_NAV[0], *PUBLIC_NAV]
    waiting = to_answer(user)
    if waiting:
        links[0] = (f"Desk ({waiting} waiting)", links[0][1])
    if any(each.kind in (DECLARE, HELP) for each in asked_of(user)):
        links.append(("Your cases", "disputes:mine"))
    return links
