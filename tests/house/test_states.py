"""A state changes through `audit.writing.move` alone, which refuses what its table lacks."""

import ast
from collections.abc import Iterator

from tests.house.source import Source, names_in_chain, product_sources

ALLOWED = {
    "audit/writing.py": "move itself",
}


def sets_state(source: Source) -> Iterator[ast.AST]:
    """`row.state = ...`, `setattr(row, "state", ...)` and `rows.update(state=...)`."""
    for node in ast.walk(source.tree):
        if isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in [each for top in targets for each in ast.walk(top)]:
                if isinstance(target, ast.Attribute) and target.attr == "state":
                    yield node
        elif isinstance(node, ast.Call):
            name = names_in_chain(node.func)[-1:]
            says = [each.value for each in node.args if isinstance(each, ast.Constant)]
            if name == ["setattr"] and "state" in says:
                yield node
            if name == ["update"] and "state" in [keyword.arg for keyword in node.keywords]:
                yield node


def test_states_change_through_move_alone() -> None:
    found = [
        source.place(node)
        for source in product_sources()
        if source.path not in ALLOWED
        for node in sets_state(source)
    ]
    assert not found, "Use audit.writing.move here:\n" + "\n".join(found)


def test_allowed_places_still_set_a_state() -> None:
    setting = {source.path for source in product_sources() if any(sets_state(source))}
    assert set(ALLOWED) <= setting
