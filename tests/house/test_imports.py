"""What import-linter and ruff cannot say: the rules stand on the standard library alone."""

import ast
import re
import sys

from tests.house.source import Source, product_sources

INLINE = re.compile(r"#\s*noqa:.*PLC0415(.*)")


def test_rules_import_only_the_standard_library() -> None:
    found = [
        f"{source.place(node)} {name}"
        for source in product_sources()
        if source.parts[0] == "rules"
        for node, name in imports(source)
        if name.partition(".")[0] not in sys.stdlib_module_names | {"rules"}
    ]
    assert not found


def test_inline_imports_say_why() -> None:
    """Ruff refuses an inline import; where one is let through, the same line has the reason."""
    found = [
        f"{source.path}:{number}"
        for source in product_sources()
        if source.parts[-1] != "apps"  # `ready` is the one place for them
        for number, line in enumerate(source.text.splitlines(), start=1)
        if (match := INLINE.search(line)) and not says_why(source, number, match.group(1))
    ]
    assert not found, "Say why the import cannot stand at the top:\n" + "\n".join(found)


def says_why(source: Source, number: int, after: str) -> bool:
    before = source.text.splitlines()[number - 2].strip()
    return bool(after.strip(" -")) or before.startswith("#")


def imports(source: Source) -> list[tuple[ast.AST, str]]:
    found: list[tuple[ast.AST, str]] = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            found += [(node, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.append((node, node.module or ""))
    return found
