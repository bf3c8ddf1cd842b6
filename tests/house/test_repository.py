"""What the repository holds, and what it must not."""

import json
import re
import subprocess
from functools import cache

import pytest
from django.conf import settings

from tests.house.source import product_sources

BASE = settings.BASE_DIR
LONGEST = 400
LONG_FOR_A_REASON = {"demo/thurrock.py": "one area's story, told in the order it happened"}
REGISTRIES = re.compile("|".join(("registry\\.npm", "pypi\\.org", "pythonhosted", "npm" + "js\\.")))
LOCKED = (
    ("requirements.in", "requirements.txt"),
    ("requirements-dev.in", "requirements-dev.txt"),
    ("requirements-node.in", "requirements-node.txt"),
)


@cache
def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=BASE, capture_output=True, text=True, check=True
    )
    return [name for name in listed.stdout.split("\0") if name and (BASE / name).is_file()]


def test_modules_are_short() -> None:
    long = {
        source.path: count
        for source in product_sources()
        if (count := len(source.text.splitlines())) > LONGEST
    }
    assert set(long) <= set(LONG_FOR_A_REASON), f"Split by noun, then verb: {long}"


@pytest.mark.checkout
def test_nothing_is_left_to_do() -> None:
    wanted = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    found = [
        f"{name}:{number}"
        for name in tracked()
        if name.endswith((".py", ".html", ".css", ".js", ".md", ".yaml", ".in"))
        for number, line in enumerate((BASE / name).read_text().splitlines(), start=1)
        if wanted.search(line)
    ]
    assert not found


def test_every_dependency_says_why() -> None:
    found = [
        f"{name}: {line}"
        for name, _ in LOCKED
        for line in (BASE / name).read_text().splitlines()
        if line.strip() and not line.startswith(("#", "-r ")) and "# " not in line
    ]
    assert not found


@pytest.mark.parametrize(("wanted", "locked"), LOCKED)
def test_every_dependency_is_locked_with_hashes(wanted: str, locked: str) -> None:
    lock = (BASE / locked).read_text()
    for line in (BASE / wanted).read_text().splitlines():
        if line.strip() and not line.startswith(("#", "-r ")):
            name = re.split(r"[\[<>=!~; ]", line)[0].lower()
            assert re.search(rf"(?m)^{re.escape(name)}==\S+.*\\$", lock), f"make lock: {name}"


def test_front_end_package_is_locked_without_addresses() -> None:
    packages = json.loads((BASE / "package-lock.json").read_text())["packages"]
    fetched = {name: row for name, row in packages.items() if name}
    assert all(row.get("integrity") for row in fetched.values())
    assert not [name for name, row in fetched.items() if "resolved" in row]


@pytest.mark.checkout
def test_no_registry_is_named() -> None:
    found = []
    for name in tracked():
        try:
            text = (BASE / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if name != "tests/house/test_repository.py" and REGISTRIES.search(text):
            found.append(name)
    assert not found


@pytest.mark.checkout
def test_nothing_generated_is_committed() -> None:
    generated = ("node_modules/", "var/", ".venv/", "media/", "staticfiles/", "__pycache__/")
    assert not [name for name in tracked() if name.startswith(generated) or name.endswith(".pyc")]
