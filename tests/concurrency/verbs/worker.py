"""Who works at random: a worker chooses a row, and when, from a seed; and what all verbs say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

from tests import cast
from tests.scene import DAY, TODAY, Scene

NOW = cast.at(TODAY)
BECAUSE = {"reason": "For a reason."}
ON = {"on": TODAY}
AT = {"on": TODAY, "at": NOW}
BEFORE_THE_FORUM = {"state": "open", "reached_forum": True, "raised_on__lt": TODAY - 30 * DAY}


class Worker:
    """One of those who work at the same time, with choices of their own from a seed."""

    def __init__(self, scene: Scene, seed: str) -> None:
        self.scene, self.random = scene, Random(seed)

    def by(self, *people: str) -> dict[str, Any]:
        return {"by": self.scene.person(self.random.choice(people))}

    def day(self, first: int, last: int) -> date:
        """Some day, in weeks from today."""
        return TODAY + self.random.randint(first * 7, last * 7) * DAY

    def one(self, model: Any, **likely: Any) -> Any:
        """Some row, as this worker's page read it: a `likely` one where there is one."""
        found = model._default_manager.order_by("pk")
        rows = list(found.filter(**likely).distinct()) or list(found)
        if not rows:
            raise NothingToDo
        return self.random.choice(rows)


class NothingToDo(Exception):
    """No row is there yet for the verb."""


Verb = Callable[[Worker], Any]
