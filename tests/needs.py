"""What some tests need that a machine may lack: they are left out there, and the summary says which.

Nothing is skipped: a test that runs nowhere would look the same. Where the environment says that a
need must be met (REQUIRE_BROWSER=1), its tests stay in and fail.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
TEXTS = os.environ.get("PUBLISHED_TEXTS", "")


@dataclass(frozen=True)
class Need:
    """Something outside the tests: what it is called, how to bring it, and whether it is here."""

    name: str
    remedy: str
    is_met: Callable[[], bool]


@cache
def can_mount() -> bool:
    """Whether a small file system can be mounted here: found out by doing it."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], capture_output=True
        )
        if mounted.returncode == 0:
            subprocess.run(["umount", folder], check=True)
        return mounted.returncode == 0


NEEDS = {
    "browser": Need(
        "Chromium", "apt-get install chromium, or set CHROMIUM", lambda: bool(CHROMIUM)
    ),
    "postgres": Need("PostgreSQL", "set DATABASE_URL", lambda: connection.vendor == "postgresql"),
    "redis": Need("Redis", "set REDIS_URL", lambda: bool(settings.REDIS_URL)),
    "mount": Need("to mount a file system", "be root on Linux, with leave to mount", can_mount),
    "processes": Need("/proc", "run them on Linux", lambda: Path("/proc/self/stat").exists()),
    "checkout": Need(
        "a git checkout", "git clone", lambda: Path(settings.BASE_DIR, ".git").exists()
    ),
    "front_end": Need(
        "the front-end package",
        "npm ci --ignore-scripts",
        lambda: finders.find("govuk/govuk-frontend.min.css") is not None,
    ),
    "texts": Need(
        "the published texts",
        "set PUBLISHED_TEXTS to the folder of their transcripts",
        lambda: bool(TEXTS) and Path(TEXTS).is_dir(),
    ),
}
left_out: Counter[str] = Counter()


def required(mark: str) -> bool:
    return os.environ.get(f"REQUIRE_{mark.upper()}") == "1"


def missing(item: pytest.Item, needs: dict[str, Need]) -> str:
    """The first mark of the test whose need is not met here."""
    return next(
        (mark for mark in needs if item.get_closest_marker(mark) and not needs[mark].is_met()), ""
    )


def leave_out(items: list[pytest.Item], needs: dict[str, Need]) -> list[pytest.Item]:
    """Take out of the list, and return, what cannot run here and need not."""
    lacking = [(item, mark) for item in items if (mark := missing(item, needs))]
    out = [(item, mark) for item, mark in lacking if not required(mark)]
    left_out.update(mark for _, mark in out)
    gone = {item for item, _ in out}
    items[:] = [item for item in items if item not in gone]
    return list(gone)


def summary(counts: dict[str, int], needs: dict[str, Need]) -> Iterable[str]:
    for mark, count in counts.items():
        tests = "1 test needs" if count == 1 else f"{count} tests need"
        yield f"left out: {tests} {needs[mark].name} ({needs[mark].remedy})"


# Hooks of pytest --------------------------------------------------------------------------------


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Last, so that -m and -k have spoken: only what would have run is left out."""
    if out := leave_out(items, NEEDS):
        config.hook.pytest_deselected(items=out)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if mark := missing(item, NEEDS):
        need = NEEDS[mark]
        pytest.fail(f"REQUIRE_{mark.upper()}=1, but this needs {need.name} ({need.remedy})")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker tells the process that prints; all of them collected the same."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = dict(left_out)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    if told := getattr(node, "workeroutput", {}):
        left_out.clear()
        left_out.update(told["left_out"])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in summary(left_out, NEEDS):
        terminalreporter.write_line(line)
