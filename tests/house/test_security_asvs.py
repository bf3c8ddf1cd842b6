"""The walk through the ASVS says of each requirement how it stands, and names tests that are there."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest
from django.conf import settings

BASE = settings.BASE_DIR
TEXT = (BASE / "docs" / "security-asvs.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", re.M)
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


@cache
def names_in(path: str) -> frozenset[str]:
    tree = ast.parse((BASE / path).read_text(encoding="utf-8"))
    return frozenset(each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef))


def test_each_requirement_stands_once_with_an_answer() -> None:
    rows = ROW.findall(TEXT)
    assert len(rows) > 200
    numbers = [row[0] for row in rows]
    assert len(set(numbers)) == len(numbers)
    assert {row[2] for row in rows} == {"met", "not met", "n/a"}
    assert len(rows) == len(re.findall(r"^\| \d", TEXT, re.M)), "a row has not five columns"


@pytest.mark.parametrize("name", ["security.md", "security-asvs.md"])
def test_every_test_that_is_named_is_there(name: str) -> None:
    named = NAMED.findall((BASE / "docs" / name).read_text(encoding="utf-8"))
    assert named
    missing = [
        f"{path}::{test}"
        for path, test in named
        if not (BASE / path).is_file() or (test and test not in names_in(path))
    ]
    assert not missing
