"""What the events of areas, organisations and their people are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from audit.history import describe
from organisations.models import Role, WaysToDecide


def _ways(detail: Mapping[str, Any]) -> Iterator[str]:
    if detail.get("old") in WaysToDecide.values:
        yield f"Before: {WaysToDecide(detail['old']).label}."
    if detail.get("new") in WaysToDecide.values:
        yield f"Now: {WaysToDecide(detail['new']).label}."


def _post(detail: Mapping[str, Any]) -> Iterator[str]:
    yield f"Before: {detail.get('old', '')}."
    yield f"Now: {detail.get('new', '')}."


def _member(detail: Mapping[str, Any]) -> Iterator[str]:
    if detail.get("post"):
        yield f"{detail['post']}."
    if detail.get("role") in Role.values:
        yield f"{Role(detail['role']).label}."
    if detail.get("organisation"):
        yield f"For {detail['organisation']}."


describe(
    {
        "account.closed": "Account closed, since it had no role left",
        "account.first_made": "First account made",
        "area.added": "Area added",
        "area.archived": "Archived",
        "area.changed": "Area changed",
        "area.taken_out_of_archive": "Taken out of the archive",
        "area.ways_to_decide_set": "How cases are decided",
        "membership.ended": "Membership ended",
        "membership.given": "Membership given",
        "membership.offered": "Invited",
        "membership.offered_again": "Invited again",
        "membership.post_changed": "Post named anew",
        "membership.second_step_reset": "Second step reset",
        "membership.withdrawn": "Invitation taken back",
        "organisation.added": "Organisation added",
        "organisation.changed": "Organisation changed",
        "organisation.created": "Organisation added by an import",
    },
    {
        "area.ways_to_decide_set": _ways,
        "membership.ended": _member,
        "membership.given": _member,
        "membership.offered": _member,
        "membership.offered_again": _member,
        "membership.post_changed": _post,
        "membership.second_step_reset": _member,
        "membership.withdrawn": _member,
    },
)
