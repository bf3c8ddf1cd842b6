"""Starting the product in a process of its own, and looking at it from outside."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from django.conf import settings

LONGEST_WAIT = 240  # seconds; a machine with other work to do is slow


STRONG_KEY = "0123456789abcdef" * 4
SEAL_KEYS = f"1:{STRONG_KEY}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(var_dir: Path | str, **more: str) -> dict[str, str]:
    """A machine without any of the product's variables but these."""
    ours = {
        "DATABASE_URL",
        "REDIS_URL",
        "SECRET_KEY",
        "SEAL_KEYS",
        "ALLOWED_HOSTS",
        "SITE_URL",
        "DEMO",
        "DEBUG",
        "HTTPS",
    }
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return kept | {"VAR_DIR": str(var_dir)} | more


def manage(*words: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR,
        env=env,
        capture_output=True,
        text=True,
        timeout=LONGEST_WAIT,
        check=False,
    )


class Up:
    """`manage.py up` while it runs."""

    def __init__(self, log: Path, *words: str, env: dict[str, str]) -> None:
        self.port = free_port()
        self.log = log
        self.started = time.monotonic()
        with log.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up", "--port", str(self.port), *words],
                cwd=settings.BASE_DIR,
                env=env,
                stdout=out,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )

    def said(self) -> str:
        return self.log.read_text()

    def wait_for(self, words: str) -> float:
        """Wait until it has said these words; return the seconds since it was started."""
        deadline = time.monotonic() + LONGEST_WAIT
        while words not in self.said():
            assert self.process.poll() is None, f"It stopped before {words!r}:\n{self.said()}"
            assert time.monotonic() < deadline, f"It never said {words!r}:\n{self.said()}"
            time.sleep(0.05)
        return time.monotonic() - self.started

    def get(self, path: str = "/") -> tuple[int, str]:
        """Ask for a page, again while nothing listens."""
        deadline = time.monotonic() + LONGEST_WAIT
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}") as answer:
                    return answer.status, answer.read().decode()
            except urllib.error.HTTPError as answer:
                return answer.code, answer.read().decode()
            except OSError:
                assert time.monotonic() < deadline, f"{path} never answered:\n{self.said()}"
                time.sleep(0.1)

    def children(self) -> dict[int, str]:
        """The processes it has started, by number, with their command lines."""
        found = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = re.sub(r".*\) ", "", stat.read_text()).split()[1]
                command = (stat.parent / "cmdline").read_text().replace("\0", " ")
            except OSError:
                continue
            if int(parent) == self.process.pid:
                found[int(stat.parent.name)] = command
        return found

    def child(self, name: str) -> int:
        return next(number for number, command in self.children().items() if name in command)

    def stop(self) -> float:
        """Ask it to stop; return the seconds it took."""
        asked = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(LONGEST_WAIT)
        return time.monotonic() - asked


def is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True
