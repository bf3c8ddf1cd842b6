"""Verbs for random work: each takes a hall of shared rows, chooses one, and does something to it.

What a verb refuses is no fault; what it says and leaves behind is looked at afterwards.
"""

from __future__ import annotations

from random import Random
from typing import Any

from tests.concurrency.verbs import consulting, deciding, disputing, funding, running
from tests.concurrency.verbs.worker import NothingToDo, Verb, Worker

__all__ = ["VERBS", "NothingToDo", "Worker", "days_work"]


def takes_a_worker(each: Any) -> bool:
    code = getattr(each, "__code__", None)
    return code is not None and code.co_varnames[: code.co_argcount] == ("w",)


PARTS_OF_VERBS = {"decided", "conclusion"}
VERBS: dict[str, Verb] = {
    name: each
    for module in (funding, deciding, consulting, disputing, running)
    for name, each in vars(module).items()
    if takes_a_worker(each) and name not in PARTS_OF_VERBS
}
ENDINGS = {
    "cancels",
    "concludes",
    "refers_out",
    "voids_decision",
    "voids_notice",
    "withdraws_decision",
    "withdraws_dispute",
    "withdraws_notice",
}
TIMES = 4  # that each verb is tried in a day's work
TIMES_ENDED = 2  # for what ends a row, so that others find it going on


def days_work(seed: str, people: int) -> list[list[str]]:
    """The names of verbs in the order in which each of so many people tries them."""
    deck = [name for name in VERBS for _ in range(TIMES_ENDED if name in ENDINGS else TIMES)]
    Random(seed).shuffle(deck)
    return [deck[each::people] for each in range(people)]
