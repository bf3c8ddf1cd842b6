"""Writes docs/rules.md from the rules themselves, docs/states.md from TRANSITIONS dicts, and the table
of acts in docs/library-format.md from the kinds of act."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import inspect
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import URLResolver, get_resolver

import rules
from commitments.subjects import ANY_CODE, OWN_CODES, Subject, subjects
from compacts.actions.library import library_files, read_document
from compacts.acts import act_kinds
from compacts.facts import fact
from config.permission_matrix import GROUPS, PEOPLE, SENT_BY, SIGNED_OUT, Group

DOCS = settings.BASE_DIR / "docs"
WRITTEN = "Written by `manage.py generate_docs`: change what it describes, not this page.\n"
MACHINES = "TRANSITIONS"
ACTS_BEGIN = "<!-- From here to the next such line: written by `manage.py generate_docs`. -->\n"
ACTS_END = "<!-- Up to here. -->\n"
FACT_VALUES = {
    "dates": "a list of dates, each an act",
    "yes_no": "true or false",
    "choices": "a list of codes",
    "money": "an amount of at most 12 digits and 2 decimal places, as a number or its text",
    "text": "text",
    "long_text": "text",
}
FACT_TABLES = {
    "steps": ("When each step was done.", "a table of codes and dates, each an act"),
    "fields": ("What is on record.", "a table of codes and texts, numbers or truth values"),
    "told": (
        "When others than the organisation were told.",
        "a table of codes and dates, each an act",
    ),
    "conditions": (
        "Whether the conditions of the clause hold.",
        "a table of codes, each `yes` or `no`",
    ),
}

PERMISSIONS = """\
Every address, with what each kind of person is answered. The rows asked about lie in one area: notices,
agreements and consultations of its council, responses and promises of a group, disputes of that group
against the council, each in the state in which it can be changed. A page that is refused or not found
answers what is sent to it in the same way. Whoever is signed out is led to the sign-in, save where a
page is open to everybody. `tests/house/test_permission_matrix.py` asks all of it.
"""

PREFACE = """\
Each rule type has *params*, the clause's own figures, which stand in the compact's file, and *facts*,
what is known of one act. `null` and a key left out are the same. A date is ISO text; one that is an
*act* counts from its day on, one that is a *target* is seen whenever it is. `manage.py assess` takes
a line with the params themselves as well as one that names a clause:

```json
{"id": 1, "rule": "response_time", "params": {"length": {"count": 14, "unit": "days"}},
 "facts": {"triggered_on": "2027-02-15", "done_on": "2027-03-02"}, "on": "2027-04-01"}
```

The line itself is one line. A length after a day leaves that day out; a length before a day is the
greatest day from which it does not go past it. Working days need the bank holidays of England and
Wales: past either end of those on record the outcome is `cannot_assess`.
"""


class Command(BaseCommand):
    help = "Writes the documents that follow from the code, or with --check says which are stale."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing")

    def handle(self, *, check: bool, **_: Any) -> None:
        pages = {
            "rules.md": rules_page(),
            "states.md": states_page(),
            "library-format.md": format_page(),
            "permissions.md": permissions_page(),
        }
        stale = [name for name, text in pages.items() if text != current(name)]
        if check and stale:
            raise CommandError(f"Stale: docs/{', docs/'.join(stale)}. Run: make fix")
        for name in stale:
            (DOCS / name).write_text(pages[name], encoding="utf-8")
            self.stdout.write(f"docs/{name} written.")


def current(name: str) -> str:
    page = DOCS / name
    return page.read_text(encoding="utf-8") if page.exists() else ""


# Rules -----------------------------------------------------------------------------------------


def rules_page() -> str:
    used = rules_in_the_library()
    parts = ["# How each promise is checked\n", WRITTEN, PREFACE]
    for name in rules.RULE_TYPES:
        parts += rule_type(name, used[name])
    return "\n".join(parts)


def rule_type(name: str, uses: list[tuple[str, str, str]]) -> Iterator[str]:
    module = importlib.import_module(f"rules.{name}")
    yield f"## {name.replace('_', ' ').capitalize()}\n"
    yield f"{inspect.getdoc(module)}\n"
    yield f"Outcomes: {', '.join(f'`{outcome}`' for outcome in rules.outcomes_of(name))}.\n"
    yield from params_table(name)
    yield from facts_table(name)
    if not uses:
        yield "No compact in the library uses it yet.\n"
        return
    yield "| compact | clause | check |\n|---|---|---|"
    for compact, clause, check in uses:
        yield f"| {compact} | {clause} | {check} |"
    yield ""


def params_table(name: str) -> Iterator[str]:
    yield "| param | what it means | what it may be | example |\n|---|---|---|---|"
    for param in rules.params_of(name):
        example = json.dumps({param.name: param.example})
        yield f"| `{param.name}` | {param.meaning} | {param.limits} | `{example}` |"
    yield ""


def facts_table(name: str) -> Iterator[str]:
    yield "| fact | what it is | what it may be |\n|---|---|---|"
    for each in rules.fact_names(name):
        label, value = FACT_TABLES.get(each) or asked_as(name, each)
        yield f"| `{each}` | {label} | {value} |"
    yield ""


def asked_as(rule_type: str, name: str) -> tuple[str, str]:
    """What a fact is called on a form, and what value it takes in a line of `assess`."""
    asked = fact(rule_type, name)
    words = f"{asked.asked}{'' if asked.asked.endswith('?') else '.'} {asked.hint}".strip()
    if asked.kind == "choice":
        return words, " or ".join(f"`{code}`" for code, _ in asked.choices if code)
    if asked.kind == "date":
        kind = "a target" if name in rules.TARGETS else "an act"
        return words, f"a date, {kind}"
    return words, FACT_VALUES[asked.kind]


def rules_in_the_library() -> dict[str, list[tuple[str, str, str]]]:
    """By rule type: the compact, the clause and the words of each rule, in the library's order."""
    used: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for path in library_files():
        document = read_document(path, golden=False)
        for ref, provision in document.parts["provision"].items():
            for row in provision["rules"]:
                rule = rules.Rule(row["type"], row["params"])
                words = rules.describe(rule).replace("|", "\\|")
                used[rule.type].append((document.slug, ref, words))
    return used


# States ----------------------------------------------------------------------------------------


def states_page() -> str:
    parts = ["# What may follow what\n", WRITTEN]
    for module, transitions in machines():
        parts += machine(module, transitions)
    return "\n".join(parts)


def machines() -> Iterator[tuple[str, Mapping[Any, Iterable[Any]]]]:
    """Every table of transitions in an app's states module, by the module's name."""
    for app in sorted(apps.get_app_configs(), key=lambda app: app.name):
        if not str(app.path).startswith(str(settings.BASE_DIR)) or "site-packages" in app.path:
            continue
        name = f"{app.name}.states"
        if importlib.util.find_spec(name) is None:
            continue
        for table, transitions in vars(importlib.import_module(name)).items():
            if table.endswith(MACHINES):
                yield name, transitions


def machine(module: str, transitions: Mapping[Any, Iterable[Any]]) -> Iterator[str]:
    states = list(transitions)
    app = module.partition(".")[0]
    yield f"## {type(states[0]).__name__} ({app})\n"
    yield "```mermaid\nstateDiagram-v2"
    for state in states:
        yield f"    {state.value}: {state.label}"
    for state, followers in transitions.items():
        for follower in sorted(followers, key=states.index):
            yield f"    {state.value} --> {follower.value}"
    yield "```\n"
    yield "| from | to |\n|---|---|"
    for state, followers in transitions.items():
        labels = [follower.label for follower in sorted(followers, key=states.index)]
        yield f"| {state.label} | {', '.join(labels) or 'nothing: it ends here'} |"
    yield ""


# Permissions ------------------------------------------------------------------------------------


def permissions_page() -> str:
    parts = ["# Who may open and send what\n", WRITTEN, PERMISSIONS]
    parts += ["| letter | who |\n|---|---|"]
    parts += [f"| {letter} | {who} |" for letter, who in PEOPLE.items()]
    routes = dict(_routes(get_resolver()))
    for group in GROUPS:
        parts += ["", *_group(group, routes)]
    return "\n".join([*parts, ""])


def _group(group: Group, routes: Mapping[str, str]) -> Iterator[str]:
    refused = "".join(each for each in group.sees if each not in group.may)
    unseen = "".join(each for each in PEOPLE if each not in group.sees + SIGNED_OUT)
    yield f"## {group.title}\n"
    yield f"Open to {_letters(group.may)}. Refused with the reason to {_letters(refused)}."
    yield f"Not found for {_letters(unseen)}.\n"
    yield "| address | name |\n|---|---|"
    for name in group.names.split():
        yield f"| `{routes[name]}` | {name} |"
        if name in SENT_BY:
            yield f"| | what is sent there is taken from {_letters(SENT_BY[name])} alone |"


def _letters(letters: str) -> str:
    return ", ".join(letters) or "nobody"


def _routes(resolver: URLResolver, inside: str = "", route: str = "") -> Iterator[tuple[str, str]]:
    """The name and the pattern of every address; of several with one name, the last."""
    for each in resolver.url_patterns:
        path = route + str(each.pattern).replace("|", "\\|")
        if isinstance(each, URLResolver):
            namespace = f"{inside}{each.namespace}:" if each.namespace else inside
            yield from _routes(each, namespace, path)
        else:
            yield f"{inside}{each.name}", f"/{path}"


# Acts -------------------------------------------------------------------------------------------


def format_page() -> str:
    """The page as it is, with its table of acts written anew."""
    before, begin, rest = current("library-format.md").partition(ACTS_BEGIN)
    _, end, after = rest.partition(ACTS_END)
    if not end:
        raise CommandError("docs/library-format.md lacks the lines that its table stands between.")
    return "".join((before, begin, "\n".join(acts_table()), "\n", end, after))


def acts_table() -> Iterator[str]:
    yield "| act | `kinds` | facts | steps | records (`fields`) |\n|---|---|---|---|---|"
    recorded = {str(each.kind): each for each in subjects()}
    yield from map(act_row, recorded.values())
    for kind in sorted(act_kinds().keys() - recorded.keys()):
        yield f"| `{kind}` | none | no app records it yet | | |"
    yield "| `null` | none | nothing: the rule serves the calculator and `assess` | | |"


def act_row(subject: Subject) -> str:
    tells = subject.tells
    facts = [fact_told(subject, name) for name in sorted(tells.facts)]
    steps, records = codes_told(tells.steps), codes_told(tells.fields)
    cells = (f"`{subject.kind}`", coded(subject.subkinds), ", ".join(facts), steps, records)
    return f"| {' | '.join(cells)} |"


def fact_told(subject: Subject, name: str) -> str:
    """A fact, with the columns that it is read from where they are called otherwise."""
    columns = [column for column in subject.comes_from.get(name, ()) if column != name]
    read_from = ", else ".join(f"`{column}`" for column in columns)
    return f"`{name}` ({read_from})" if columns else f"`{name}`"


def codes_told(codes: frozenset[str]) -> str:
    if codes == ANY_CODE:
        return "any"
    named = coded(sorted(codes - OWN_CODES))
    return f"{named}, and codes of a clause's own" if codes >= OWN_CODES else named


def coded(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "none"
