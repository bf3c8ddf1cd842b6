"""A full disk under VAR_DIR: pages go on being served, and what cannot be saved says so."""

import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

from demo.sign_ins import DEMO_PASSWORD
from tests.ops.running import LONGEST_WAIT, SEAL_KEYS, STRONG_KEY, Up, environment
from tests.ops.visiting import Visitor

MEGABYTES = 16
QUEUES = ("deadlines", "mail", "imports")
OFFICER = "grants.officer@demo.example"
PUBLIC = ("/", "/compacts/", "/consultations/", "/healthz", "/accounts/login/")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "var"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", place], check=True)
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


@contextmanager
def running(log: Path, var_dir: Path, **more: str) -> Iterator[Up]:
    up = Up(log, "--demo", env=environment(var_dir, **more))
    try:
        up.wait_for("Ready: http://127.0.0.1:")
        yield up
    finally:
        if up.process.poll() is None:
            up.stop()


def fill(disk: Path) -> Path:
    """Leaves no byte free."""
    filler = disk / "filler"
    with filler.open("ab", buffering=0) as file:
        for size in (1024 * 1024, 4096, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    return filler


def loggers_of_tracebacks(said: str) -> set[str]:
    """Who logged each traceback: the first part of the logger's name, blank where nobody did."""
    entries = re.split(r"^(?=(?:DEBUG|INFO|WARNING|ERROR|CRITICAL) )", said, flags=re.MULTILINE)
    return {
        found.group(1) if (found := re.match(r"[A-Z]+ (\w+)", entry)) else ""
        for entry in entries
        if "Traceback" in entry
    }


def wait_for_workers(var_dir: Path) -> None:
    """Until each worker has bound its queue: one that starts on a full disk says so at length."""
    bindings = [var_dir / "broker" / "control" / f"{queue}.exchange" for queue in QUEUES]
    deadline = time.monotonic() + LONGEST_WAIT
    while not all(each.exists() and each.stat().st_size for each in bindings):
        assert time.monotonic() < deadline, "the workers never started"
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.mount
def test_full_disk_kills_no_page(
    small_disk: Path, tmp_path: Path, bring_tables: Callable[[Path], None]
) -> None:
    bring_tables(small_disk)
    with running(tmp_path / "log", small_disk) as up:
        visitor = Visitor(f"http://127.0.0.1:{up.port}")
        reader = Visitor(visitor.site)
        assert "Sign out" in reader.sign_in(OFFICER, DEMO_PASSWORD).body
        wait_for_workers(small_disk)
        web = up.child("gunicorn")
        filler = fill(small_disk)
        for _ in range(4):
            fill(small_disk)
            for path in PUBLIC:
                assert visitor.get(path).status == 200, path
            assert reader.get("/areas/thurrock/notices/").status == 200
        refused = visitor.sign_in(OFFICER, DEMO_PASSWORD)
        assert refused.status == 503
        assert "There is no room left to save this" in refused.body
        assert up.child("gunicorn") == web
        assert loggers_of_tracebacks(up.said()) <= {"celery"}  # a task may fail and say why
        assert "SIGBUS" not in up.said()

        filler.unlink()
        let_in = visitor.sign_in(OFFICER, DEMO_PASSWORD)
        assert let_in.status == 200
        assert "Sign out" in let_in.body


@pytest.fixture
def database() -> Iterator[str]:
    """The address of an empty database of its own, on the server that the tests use."""
    where = connection.settings_dict
    name = f"compacts_full_disk_{os.getpid()}"
    server = {"host": where["HOST"], "port": where["PORT"] or 5432, "user": where["USER"]}
    with closing(psycopg2.connect(**server, password=where["PASSWORD"], dbname="postgres")) as main:
        main.autocommit = True
        with main.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
            signed = f"{where['USER']}:{where['PASSWORD']}".strip(":")
            yield f"postgres://{signed}@{server['host']}:{server['port']}/{name}"
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.slow
@pytest.mark.mount
@pytest.mark.postgres
@pytest.mark.redis
def test_full_disk_costs_nothing_where_the_database_is_elsewhere(
    small_disk: Path, tmp_path: Path, database: str
) -> None:
    production = {
        "DATABASE_URL": database,
        "REDIS_URL": settings.REDIS_URL,
        "SECRET_KEY": STRONG_KEY,
        "SEAL_KEYS": SEAL_KEYS,
        "SITE_URL": "http://127.0.0.1",
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "0",
        "DEMO": "1",
    }
    with running(tmp_path / "log", small_disk, **production) as up:
        fill(small_disk)
        visitor = Visitor(f"http://127.0.0.1:{up.port}")
        assert "Sign out" in visitor.sign_in(OFFICER, DEMO_PASSWORD).body
        asked = visitor.post("/follow/areas/thurrock/", email="carer@group.example")
        assert asked.url.endswith("/follow/asked/")
        health = visitor.get("/healthz")
        assert health.status == 200
        assert loggers_of_tracebacks(up.said()) <= {"celery"}  # a task may fail and say why
