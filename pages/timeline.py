"""One line of a timeline, as `_components/timeline.html` shows it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """Something that happened: when, what it is called, who did it, and what is said of it."""

    at: dt.datetime
    title: str
    by: str = ""
    text: str = ""
    url: str = ""
    by_id: int | None = None
    """The number of whoever did it, never shown; None where the system did."""
