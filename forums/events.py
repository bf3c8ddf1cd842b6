"""What the events of forums and their meetings are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from audit.history import describe, said
from organisations.models import Sector


def _day(detail: Mapping[str, Any]) -> Iterator[str]:
    if detail.get("on"):
        yield f"On {said(detail['on'])}."
    present = [Sector(each).label for each in detail.get("present", ())]
    if present:
        yield f"Present: {' and '.join(present)}."


describe(
    {
        "forum.founded": "Forum founded",
        "meeting.held": "Meeting held",
        "meeting.planned": "Meeting planned",
    },
    {"meeting.held": _day, "meeting.planned": _day},
)
