"""What the events of decisions, notices and agreements are called."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from audit.history import describe, said

Detail = Mapping[str, Any]


def _day(name: str, words: str) -> Callable[[Detail], Iterator[str]]:
    def told(detail: Detail) -> Iterator[str]:
        if detail.get(name):
            yield f"{words} {said(detail[name])}."

    return told


def _moved(detail: Detail) -> Iterator[str]:
    yield f"From {said(detail['old'])} to {said(detail['new'])}."
    if detail.get("moved_on"):
        yield f"Told on {said(detail['moved_on'])}."


describe(
    {
        "agreement.entered": "Agreement entered",
        "agreement.made": "Agreement recorded",
        "decision.drafted": "Draft begun",
        "decision.recorded": "Decision recorded",
        "decision.retaken": "Decided again",
        "decision.withdrawn": "Decision withdrawn",
        "notice.acknowledged": "Receipt acknowledged",
        "notice.given": "Notice recorded",
        "notice.last_day_moved": "Last day put back",
        "notice.withdrawn": "Notice withdrawn",
    },
    {
        "decision.retaken": _day("retaken_on", "Decided again on"),
        "decision.withdrawn": _day("withdrawn_on", "Withdrawn on"),
        "notice.acknowledged": _day("received_on", "The recipient says it received the notice on"),
        "notice.last_day_moved": _moved,
        "notice.withdrawn": _day("withdrawn_on", "Withdrawn on"),
    },
)
