"""What each function of the project does in order: takes rows, asks permission, writes, calls others."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from tests.house.source import Source, names_in_chain, product_sources
from tests.house.test_writes import is_write

LOCK, ASK, WRITE, CALL = "lock", "ask", "write", "call"
TAKES = {"audit.writing.locked"}
ASKS = {"accounts.permissions.require"}
BULK = {"audit.bulk.insert_rows", "audit.bulk.update_rows", "commitments.rows.insert_many"}
ATOMIC = {"transaction.atomic"}

Kind = Literal["lock", "ask", "write", "call"]


@dataclass(frozen=True)
class Step:
    kind: Kind
    line: int
    what: str  # the called function's full name, or the words of a write


@dataclass
class Function:
    """One function or method: its full name, its place, and its steps in the order of the text."""

    name: str
    source: Source
    node: ast.FunctionDef
    steps: list[Step] = field(default_factory=list)

    @property
    def is_public(self) -> bool:
        return not any(part.startswith("_") for part in self.name.split("."))

    @property
    def is_atomic(self) -> bool:
        return any(".".join(names_in_chain(each)) in ATOMIC for each in self.node.decorator_list)

    @property
    def place(self) -> str:
        return f"{self.source.path}:{self.node.lineno} {self.node.name}"


def module_of(source: Source) -> str:
    parts = source.parts[:-1] if source.parts[-1] == "__init__" else source.parts
    return ".".join(parts)


class Module:
    """What the names of one module mean."""

    def __init__(self, source: Source) -> None:
        self.source, self.name = source, module_of(source)
        self.means: dict[str, str] = {}
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                for each in node.names:
                    self.means[each.asname or each.name] = f"{node.module}.{each.name}"
        for node in source.tree.body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                self.means[node.name] = f"{self.name}.{node.name}"

    def functions(self) -> Iterator[tuple[str, ast.FunctionDef]]:
        for node in self.source.tree.body:
            if isinstance(node, ast.FunctionDef):
                yield f"{self.name}.{node.name}", node
            elif isinstance(node, ast.ClassDef):
                for inner in node.body:
                    if isinstance(inner, ast.FunctionDef):
                        yield f"{self.name}.{node.name}.{inner.name}", inner

    def meaning(self, call: ast.Call, owner: str) -> str:
        """The full name of what is called, as far as the text tells."""
        func = call.func
        if isinstance(func, ast.Name):
            return self.means.get(func.id, func.id)
        if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name):
            if func.value.id == "self":
                return f"{owner}.{func.attr}"
            if func.value.id in self.means:
                return f"{self.means[func.value.id]}.{func.attr}"
        return ""


@cache
def functions() -> dict[str, Function]:
    """Every function of the product by its full name, with steps."""
    modules = [Module(source) for source in product_sources()]
    exported = {module.name: module.means for module in modules}
    found = {
        name: Function(name, module.source, node)
        for module in modules
        for name, node in module.functions()
    }
    for module in modules:
        for name, node in module.functions():
            found[name].steps = list(_steps(module, name, node, found, exported))
    return found


def _steps(
    module: Module,
    name: str,
    node: ast.FunctionDef,
    known: dict[str, Function],
    exported: dict[str, dict[str, str]],
) -> Iterator[Step]:
    calls = [each for each in ast.walk(node) if isinstance(each, ast.Call)]
    # A call ends after what it is called with: `save(locked(row))` takes the row first.
    calls.sort(key=lambda call: (call.end_lineno or 0, call.end_col_offset or 0))
    owner = name.rpartition(".")[0]
    for call in calls:
        meant = _followed(module.meaning(call, owner), exported)
        if meant in TAKES or "select_for_update" in names_in_chain(call.func)[-1:]:
            yield Step(LOCK, call.lineno, meant or "select_for_update")
        elif meant in ASKS:
            yield Step(ASK, call.lineno, meant)
        elif meant in BULK:
            yield Step(WRITE, call.lineno, meant)
        elif meant in known:
            yield Step(CALL, call.lineno, meant)
        elif isinstance(call.func, ast.Attribute) and is_write(call, call.func):
            if call.func.attr == "get_or_create" and _is_taken_next(call, calls):
                continue  # a row that is made on first use in order to be held
            yield Step(WRITE, call.lineno, f".{call.func.attr}()")


def _is_taken_next(call: ast.Call, calls: list[ast.Call]) -> bool:
    """Whether the same table's row is taken right after: `get_or_create`, then `select_for_update`."""
    table = names_in_chain(call.func)[0]
    after = [each for each in calls if each.lineno > call.lineno]
    for each in after:
        names = names_in_chain(each.func)
        if names[:1] == [table] and "select_for_update" in names:
            return True
        if isinstance(each.func, ast.Attribute) and is_write(each, each.func):
            return False
    return False


def _followed(name: str, exported: dict[str, dict[str, str]]) -> str:
    """A name that a package only passes on, as what it stands for."""
    for _ in range(5):
        module, _, last = name.rpartition(".")
        meant = exported.get(module, {}).get(last, name)
        if meant == name:
            break
        name = meant
    return name
