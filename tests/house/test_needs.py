"""Tests that cannot run on a machine are left out and counted; none is skipped anywhere."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests import needs
from tests.house.source import Source, all_sources, names_in_chain
from tests.needs import NEEDS, Need, leave_out, missing, summary

SKIPS = {"skip", "skipif", "importorskip", "SkipTest", "skipIf", "skipUnless"}
TABLE = {
    "moon": Need("a full moon", "wait", lambda: False),
    "sun": Need("the sun", "wait", lambda: True),
}


class Item:
    """As much of a test as leaving it out asks for."""

    def __init__(self, *marks: str) -> None:
        self.marks = marks

    def get_closest_marker(self, name: str) -> bool:
        return name in self.marks


@pytest.fixture(autouse=True)
def _own_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(needs, "left_out", needs.Counter())


def test_what_a_machine_lacks_is_left_out_and_counted() -> None:
    plain, sunny, moonlit = Item(), Item("sun"), Item("moon", "sun")
    items = [plain, moonlit, sunny]
    assert leave_out(items, TABLE) == [moonlit]  # type: ignore[arg-type, comparison-overlap]
    assert items == [plain, sunny]
    assert list(summary(needs.left_out, TABLE)) == ["left out: 1 test needs a full moon (wait)"]
    assert list(summary({"sun": 2}, TABLE)) == ["left out: 2 tests need the sun (wait)"]


def test_what_is_required_stays_in_and_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUIRE_MOON", "1")
    items = [Item("moon")]
    assert leave_out(items, TABLE) == []  # type: ignore[arg-type]
    assert missing(items[0], TABLE) == "moon"  # type: ignore[arg-type]
    assert not needs.left_out


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["0", "1"])
def test_the_summary_says_what_was_left_out_and_why(workers: str) -> None:
    without = {"DATABASE_URL": "", "REQUIRE_POSTGRES": ""}
    line = "left out: 2 tests need PostgreSQL (set DATABASE_URL)"
    assert line in ended(workers, without)[1].splitlines()
    code, said = ended(workers, without | {"REQUIRE_POSTGRES": "1"})
    assert (code, "REQUIRE_POSTGRES=1, but this needs PostgreSQL" in said) == (1, True)


def ended(workers: str, env: dict[str, str]) -> tuple[int, str]:
    asked = [
        "-n",
        workers,
        "-p",
        "no:cacheprovider",
        "-k",
        "server_ends",
        "tests/ops/test_limits.py",
    ]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *asked],
        cwd=settings.BASE_DIR,
        env={key: said for key, said in os.environ.items() if "XDIST" not in key} | env,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    return run.returncode, run.stdout


def test_every_need_is_a_mark_and_says_so() -> None:
    marks = Path(settings.BASE_DIR, "pytest.ini").read_text().partition("markers =")[2]
    assert [mark for mark in NEEDS if f"\n    {mark}: needs " not in marks] == []


def test_no_test_is_skipped() -> None:
    found = [source.place(node) for source in all_sources() for node in skips(source)]
    assert not found, f"Give the test a mark of tests/needs.py: {found}"


def skips(source: Source) -> list[ast.AST]:
    if source.parts[0] != "tests":
        return []
    return [
        node
        for node in ast.walk(source.tree)
        if (isinstance(node, ast.Attribute) and node.attr in SKIPS and is_of_pytest(node))
        or (isinstance(node, ast.ImportFrom) and SKIPS & {each.name for each in node.names})
    ]


def is_of_pytest(node: ast.Attribute) -> bool:
    return names_in_chain(node)[0] in {"pytest", "unittest"}


def test_a_skip_is_found() -> None:
    text = "import pytest\n@pytest.mark.skipif(True, reason='x')\ndef test(): pytest.skip('y')\n"
    assert len(skips(Source("tests/x.py", text, ast.parse(text)))) == 2
