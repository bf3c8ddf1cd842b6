"""An answer is yes, or no with the one sentence that everybody is shown: the hint, the page and the test."""

from __future__ import annotations

from dataclasses import dataclass

from pages.objections import Refused


@dataclass(frozen=True, slots=True)
class Answer:
    reason: str = ""

    def __bool__(self) -> bool:
        return not self.reason


YES = Answer()


class ActionRefused(Refused):
    """Somebody asked for what they may not do. `reason` is fit to be shown to them."""


def require(answer: Answer) -> None:
    """Raises ActionRefused with the answer's sentence unless the answer is yes."""
    if not answer:
        raise ActionRefused(answer.reason)
