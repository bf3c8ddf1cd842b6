"""The clock is read at the edge, and passed on as `on`: inside, a day is an argument."""

import ast

from tests.house.source import Source, attribute_calls, names_in_chain, product_sources

CLOCK = {
    ("date", "today"), ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"),
    ("timezone", "now"), ("timezone", "localdate"), ("timezone", "localtime"),
    ("time", "time"),
}  # fmt: skip
EDGE = {"views", "tasks", "commands", "demo", "feeds"}
ALLOWED = {
    "config/up/broker.py": "how old a file is, beside the processes",
    "accounts/once.py": "a middleware: an edge beside the views",
    "accounts/middleware.py": "middlewares: how long a sign-in has been idle",
    "accounts/adapter.py": "signing in: when it began",
    "accounts/access.py": "what happens at the door is stamped when it happens",
    "accounts/lockout.py": "the door: how long somebody has to wait",
    "pages/counting.py": "the door: how often within so many seconds",
    "config/caches.py": "what the cache still holds, and what has run out",
    "imports/command.py": "what the import commands share",
    "audit/actions.py": "an event is stamped with the moment it is written",
    "config/context.py": "what every page is given: an edge beside the views",
    "audit/inspecting.py": "when a look at history finished is a fact about the machine",
    "commitments/checks/sweep.py": "when a sweep finished is a fact about the machine",
    "pages/change.py": "the view of every change: a form carries when it was opened",
    "pages/registers.py": "a register's page is a view: the day names the file it offers",
    "config/health.py": "two views: the age of the last sweep",
}


def test_clock_is_read_at_the_edge() -> None:
    found = [
        f"{source.place(call)} {'.'.join(names_in_chain(name))}()"
        for source in product_sources()
        if not at_the_edge(source)
        for call, name in attribute_calls(source.tree)
        if tuple(names_in_chain(name)[-2:]) in CLOCK and not converts(call, name)
    ]
    assert not found, "Take the day or the moment as an argument here:\n" + "\n".join(found)


def test_rules_never_read_the_clock() -> None:
    assert not [path for path in ALLOWED if path.startswith("rules/")]


def converts(call: ast.Call, name: ast.Attribute) -> bool:
    """`timezone.localdate(moment)` reads no clock: it turns a moment into a day."""
    return name.attr in {"localdate", "localtime"} and bool(call.args)


def at_the_edge(source: Source) -> bool:
    return bool(EDGE & set(source.parts)) or source.path in ALLOWED
