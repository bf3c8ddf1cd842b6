"""An answer is yes, or no with the one sentence that everybody is shown: the hint, the page and the test."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    reason: str = ""

    def __bool__(self) -> bool:
        return not self.reason


YES = Answer()


class ActionRefused(Exception):
    """Somebody asked for what they may not do. `reason` is fit to be shown to them."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def require(answer: Answer) -> None:
    """Raises ActionRefused with the answer's sentence unless the answer is yes."""
    if not answer:
        raise ActionRefused(answer.reason)
