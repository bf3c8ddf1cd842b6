"""The project's own Python files, parsed once, for the tests that read them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

NOT_OURS = {"node_modules", "var"}


@dataclass(frozen=True)
class Source:
    """One file: its path below the project, its text and its tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def parts(self) -> tuple[str, ...]:
        return Path(self.path).with_suffix("").parts

    def place(self, node: ast.AST) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


@cache
def all_sources() -> tuple[Source, ...]:
    return tuple(_read(settings.BASE_DIR))


def product_sources() -> list[Source]:
    """Everything but tests, benchmarks and migrations."""
    return [
        source
        for source in all_sources()
        if source.parts[0] not in {"tests", "benchmarks"} and "migrations" not in source.parts
    ]


def _read(base: Path) -> Iterator[Source]:
    for folder in sorted(base.iterdir()):
        if folder.suffix == ".py":
            yield _parsed(base, folder)
        if folder.is_dir() and folder.name not in NOT_OURS and not folder.name.startswith("."):
            for path in sorted(folder.rglob("*.py")):
                yield _parsed(base, path)


def _parsed(base: Path, path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(path.relative_to(base).as_posix(), text, ast.parse(text))


def attribute_calls(tree: ast.Module) -> Iterator[tuple[ast.Call, ast.Attribute]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, node.func


def names_in_chain(node: ast.expr) -> list[str]:
    """The names in a chain of attributes and calls: `Act.objects.filter(x)` gives all three."""
    names: list[str] = []
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Subscript):
            node = node.value
        elif isinstance(node, ast.Name):
            return [node.id, *reversed(names)]
        else:
            return names[::-1]
