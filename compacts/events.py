"""What the events of compacts are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from audit.history import describe, said


def _kept(detail: Mapping[str, Any]) -> Iterator[str]:
    if detail.get("until"):
        yield f"Until {said(detail['until'])}."


describe(
    {
        "compact.keeping_ended": "No longer kept by agreement",
        "compact.kept_by_agreement": "Kept by agreement",
        "compact.loaded": "Text loaded",
        "compact.reloaded": "Text loaded again",
    },
    {"compact.keeping_ended": _kept, "compact.kept_by_agreement": _kept},
)
