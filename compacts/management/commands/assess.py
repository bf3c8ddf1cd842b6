"""Assesses JSON lines: `manage.py assess [FILE]`, one answer a line, in order.

The rules come from the database; a compact that it does not hold is read from its library file, so
that a clean clone can recompute any verdict before anything has been set up.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from compacts.actions.library import library_files, read_document
from compacts.actions.reading import LibraryError
from compacts.models import Rule
from rules import FactError
from rules import Rule as RuleOfLaw
from rules.lines import assess_line

BATCH = 2000
Key = tuple[str, str, str]


class Command(BaseCommand):
    help = "Assess JSON lines from FILE or standard input. Exits with 1 where any line is bad."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", metavar="FILE", type=Path)

    def handle(self, *args: Any, file: Path | None, **options: Any) -> None:
        with opened(file) as lines:
            all_good = assess_lines(lines, self.stdout._out, RulesInUse())
        if not all_good:
            raise CommandError("Not every line could be assessed.", returncode=1)


@contextmanager
def opened(file: Path | None) -> Iterator[TextIO]:
    """The lines to answer. A byte that is not UTF-8 spoils its own line, and no other."""
    if file is None:
        if isinstance(sys.stdin, TextIOWrapper):
            sys.stdin.reconfigure(encoding="utf-8", errors="replace")
        yield sys.stdin
        return
    try:
        with file.open(encoding="utf-8", errors="replace") as lines:
            yield lines
    except OSError as error:
        raise CommandError(str(error)) from None


def assess_lines(lines: TextIO, out: TextIO, book: RulesInUse) -> bool:
    """Answers each line with a line, and says whether every one could be assessed."""
    all_good = True
    find, write = book.find, out.write
    while batch := list(islice(lines, BATCH)):
        answers = []
        for line in batch:
            answer, good = assess_line(line, find)
            all_good = all_good and good
            answers.append(answer)
        write("\n".join([*answers, ""]))
    out.flush()
    return all_good


class RulesInUse:
    """Every rule in use, by compact, provision and type: the first, where a type stands twice."""

    def __init__(self) -> None:
        self._rules = rules_loaded()
        self._compacts = {compact for compact, _, _ in self._rules}

    def find(self, compact: str, provision: str, rule_type: str) -> RuleOfLaw:
        rule = self._rules.get((compact, provision, rule_type))
        if rule is not None:
            return rule
        if compact not in self._compacts:
            self._read(compact)
            return self.find(compact, provision, rule_type)
        raise FactError(*self._unknown(compact, provision, rule_type))

    def _read(self, compact: str) -> None:
        for path in library_files():
            if path.stem == compact:
                self._rules.update(rules_in_file(path))
        self._compacts.add(compact)

    def _unknown(self, compact: str, provision: str, rule_type: str) -> tuple[str, str]:
        refs = {known[1] for known in self._rules if known[0] == compact}
        if not refs:
            return "compact", f"there is no compact {compact!r}"
        if provision not in refs:
            return "provision", f"{compact} has no provision {provision!r} with a rule"
        return "rule", f"{compact} {provision} has no rule of the type {rule_type!r}"


def rules_loaded() -> dict[Key, RuleOfLaw]:
    """The rules of current provisions in one query; none where there is no database yet."""
    rules: dict[Key, RuleOfLaw] = {}
    rows = Rule.objects.filter(provision__superseded_at=None).order_by("provision_id", "position")
    try:
        for compact, ref, kind, params in rows.values_list(
            "provision__compact__slug", "provision__ref", "type", "params"
        ):
            rules.setdefault((compact, ref, kind), RuleOfLaw(kind, params))
    except DatabaseError:
        return {}
    return rules


def rules_in_file(path: Path) -> dict[Key, RuleOfLaw]:
    rules: dict[Key, RuleOfLaw] = {}
    try:
        document = read_document(path, golden=False)
    except LibraryError as error:
        raise CommandError(str(error)) from None
    for ref, provision in document.parts["provision"].items():
        for rule in provision["rules"]:
            law = RuleOfLaw(rule["type"], rule["params"])
            rules.setdefault((document.slug, ref, rule["type"]), law)
    return rules
