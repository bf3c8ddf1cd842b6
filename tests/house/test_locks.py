"""The one rule of writing: a verb takes its row first, then asks, then writes.

The functions are read as text, in order. A function that writes without taking a row is a helper:
each of its callers, or their callers, must have taken one before.
"""

from __future__ import annotations

from functools import cache

from tests.house.calls import ASK, CALL, LOCK, WRITE, Function, Step, functions

WHERE_VERBS_LIVE = {"actions", "checks"}
VERB_MODULES = {
    "accounts/once.py",
    "commitments/acts.py",
    "commitments/cases.py",
    "commitments/corrections.py",
    "organisations/actions.py",
    "forums/actions.py",
    "organisations/numbering.py",
}
DETERMINE = "commitments.cases.determine_as_concluded"
ALLOWED = {
    "accounts.once.forget_sent_forms": "deletes what nobody can be sending any more",
    "accounts.actions.note_access": "adds a row, or one to a count that the database adds up",
    "accounts.actions.forget_access": "deletes what is a year old and nobody changes",
    "commitments.checks.sweep.reassess_due": "begins its own heartbeat first, then takes each check",
    "compacts.actions.loading.load_areas": "adds what is not there; the database lets each in once",
}


def is_verb_module(function: Function) -> bool:
    parts = set(function.source.parts)
    return bool(WHERE_VERBS_LIVE & parts) or function.source.path in VERB_MODULES


@cache
def callers() -> dict[str, list[tuple[Function, int]]]:
    """For each function, who calls it, and at which of their steps."""
    found: dict[str, list[tuple[Function, int]]] = {}
    for function in functions().values():
        for number, step in enumerate(function.steps):
            if step.kind == CALL:
                found.setdefault(step.what, []).append((function, number))
    return found


@cache
def first_step(name: str, seen: tuple[str, ...] = ()) -> Step | None:
    """The first thing that a function does to the database, its helpers' steps counted as its own."""
    for step in functions()[name].steps:
        if step.kind != CALL:
            return step
        if step.what in seen or step.what == name:
            continue
        inner = first_step(step.what, (*seen, name))
        if inner is not None:
            return Step(inner.kind, step.line, step.what)
    return None


@cache
def writes(name: str, seen: tuple[str, ...] = ()) -> bool:
    return any(
        step.kind == WRITE
        or (
            step.kind == CALL
            and step.what not in seen
            and step.what != name
            and writes(step.what, (*seen, name))
        )
        for step in functions()[name].steps
    )


def is_held_before(function: Function, number: int) -> bool:
    """Whether a row has been taken before this step."""
    for step in function.steps[:number]:
        if step.kind == LOCK:
            return True
        if step.kind == CALL:
            inner = first_step(step.what)
            if inner is not None and inner.kind == LOCK and not writes(step.what):
                return True
    return False


def unheld(name: str, seen: frozenset[str] = frozenset()) -> list[str]:
    """Ways into a helper that have taken no row; nobody at all is such a way too."""
    ways = callers().get(name, [])
    if not ways:
        return [functions()[name].place]
    found: list[str] = []
    for function, number in ways:
        if function.name in seen or is_held_before(function, number):
            continue
        found += [f"{each}" for each in unheld(function.name, seen | {name})]
    return found


def faults() -> dict[str, str]:
    found = {}
    for name, function in functions().items():
        if not is_verb_module(function) or not function.is_public or not writes(name):
            continue
        first = first_step(name)
        if first is None or first.kind == LOCK:
            continue
        ways = unheld(name)
        if ways:
            found[name] = (
                f"{function.place}: {first.kind} first; from {', '.join(sorted(set(ways))[:4])}"
            )
    return found


def test_every_verb_takes_its_row_first() -> None:
    found = {name: words for name, words in faults().items() if name not in ALLOWED}
    assert not found, "These write before they take a row:\n" + "\n".join(found.values())


def test_allowed_verbs_still_need_it() -> None:
    assert set(ALLOWED) <= set(faults())


def test_the_reading_finds_what_it_should() -> None:
    """The text is read right: these take a row, write, ask, and are called."""
    reply = functions()["commitments.cases.reply"]
    assert [step.kind for step in reply.steps if step.kind != CALL] == [LOCK, ASK, WRITE]
    assert writes("commitments.acts.void_act")
    assert any(way.name.endswith("conclusions._feed_breach") for way, _ in callers()[DETERMINE])
    assert len([each for each in functions().values() if is_verb_module(each)]) > 100
