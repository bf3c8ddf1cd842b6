"""A PostgreSQL and a Redis of the scripts' own, on free ports and in a folder that goes with them.

PostgreSQL does not run as root: there it is started as the user `postgres`.
"""

from __future__ import annotations

import os
import random
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def wait_until(true: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while not true():
        if time.monotonic() > deadline:
            raise SystemExit(f"It never happened: {what}")
        time.sleep(0.1)


class Ground:
    """What the product stands on. Use it as a context; `stand` sets Django up on it."""

    def __init__(self) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin")) or [Path("/usr/bin")]
        self._bin = found[-1]
        self._folder = Path(tempfile.mkdtemp(prefix="compacts-faults-"))
        self._folder.chmod(0o755)
        self._data = self._folder / "postgres"
        self._user = "postgres" if os.geteuid() == 0 else None
        self._redis: subprocess.Popen[bytes] | None = None
        self.started: list[subprocess.Popen[bytes]] = []
        self.postgres_port, self.redis_port = free_port(), free_port()
        self._key = secrets.token_hex(32)

    def __enter__(self) -> Ground:
        self._data.mkdir()
        if self._user:
            shutil.chown(self._data, self._user)
        self._postgres("initdb", "-A", "trust", "-U", "compacts", "-D", str(self._data))
        with (self._data / "postgresql.conf").open("a") as conf:
            conf.write(f"port = {self.postgres_port}\nlisten_addresses = '127.0.0.1'\n")
            conf.write("unix_socket_directories = ''\n")
        self.start_postgres()
        self._postgres(
            "createdb",
            "-h",
            "127.0.0.1",
            "-p",
            str(self.postgres_port),
            "-U",
            "compacts",
            "compacts",
        )
        self.start_redis()
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.started:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.stop_redis()
        self._postgres("pg_ctl", "-D", str(self._data), "-m", "immediate", "stop", check=False)
        shutil.rmtree(self._folder, ignore_errors=True)

    # Servers

    def start_postgres(self) -> None:
        log = self._data / "log"
        self._postgres("pg_ctl", "-D", str(self._data), "-w", "-l", str(log), "start")

    def stop_postgres(self) -> None:
        """As if the power went."""
        self._postgres("pg_ctl", "-D", str(self._data), "-m", "immediate", "-w", "stop")

    def start_redis(self) -> None:
        words = ["redis-server", "--port", str(self.redis_port), "--bind", "127.0.0.1"]
        words += ["--save", "", "--appendonly", "no", "--dir", str(self._folder)]
        self._redis = subprocess.Popen(words, stdout=subprocess.DEVNULL)
        wait_until(lambda: listens(self.redis_port), "Redis starts")

    def stop_redis(self) -> None:
        if self._redis is not None:
            self._redis.kill()
            self._redis.wait()

    def _postgres(self, program: str, *words: str, check: bool = True) -> None:
        path = str(self._bin / program)
        subprocess.run(
            [path, *words],
            user=self._user,
            cwd=self._data,
            check=check,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    # The product

    def environment(self) -> dict[str, str]:
        return {
            "DATABASE_URL": f"postgres://compacts@127.0.0.1:{self.postgres_port}/compacts",
            "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0",
            "SECRET_KEY": self._key,
            "SEAL_KEYS": f"1:{self._key}",
            "ALLOWED_HOSTS": "127.0.0.1",
            "SITE_URL": "http://127.0.0.1",
            "HTTPS": "0",
            "VAR_DIR": str(self._folder / "var"),
            "LOG_LEVEL": "ERROR",
        }

    def stand(self) -> None:
        """Sets this process's Django up on the servers, with the tables and the compacts."""
        os.environ.update(self.environment())
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        (self._folder / "var" / "static").mkdir(parents=True)
        sys.path.insert(0, str(ROOT))
        os.chdir(ROOT)
        import django  # noqa: PLC0415 - after the environment
        from django.core.management import call_command  # noqa: PLC0415 - after the environment

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("load_compacts", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """A process of the product's, with its own group."""
        process = subprocess.Popen(
            [sys.executable, *words], cwd=ROOT, stdin=subprocess.DEVNULL, start_new_session=True
        )
        self.started.append(process)
        return process


def killed_at_a_random_moment(
    work: Callable[[], object], chance: random.Random, longest: float
) -> bool:
    """Does the work in a process of its own and kills it somewhere in it; whether it was killed."""
    from django.db import connections  # noqa: PLC0415 - once Django is set up

    connections.close_all()
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    time.sleep(chance.uniform(0, longest))
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def report(name: str, lost: int, twice: int, **more: object) -> None:
    """One line; exit status 1 where anything was lost or happened twice."""
    said = ", ".join(f"{what} {number}" for what, number in more.items())
    print(f"{name}: lost {lost}, twice {twice} ({said})")
    if lost or twice:
        raise SystemExit(1)
