"""`manage.py up`: from nothing to the first page, through a death, to a quiet end."""

import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from config.fitness import REMEDIES, fault_in
from config.up.preflight import close_to_others
from tests.ops.running import SEAL_KEYS, STRONG_KEY, Up, environment, is_alive, manage

PREPARATIONS = ("Bringing the database", "Loading the compacts", "Telling the demo", "Collecting")
SECONDS_TO_STOP = 40  # far less than the 90 after which a supervisor would kill
SECONDS_TO_START_AGAIN = 30  # 5 on a machine without other work


@pytest.fixture
def started() -> Iterator[list[Up]]:
    """What a test starts is stopped at its end, whatever happened."""
    running: list[Up] = []
    yield running
    for up in running:
        if up.process.poll() is None:
            for number in up.children():
                os.kill(number, signal.SIGKILL)
            up.process.kill()
            up.process.wait()


@pytest.mark.slow
@pytest.mark.processes
def test_up_starts_survives_a_death_and_stops(tmp_path: Path, started: list[Up]) -> None:
    env = environment(tmp_path / "var")
    first = Up(tmp_path / "first.log", "--demo", env=env)
    started.append(first)
    first.wait_for("Ready: http://127.0.0.1:")
    for preparation in PREPARATIONS:
        assert preparation in first.said()
    assert "Traceback" not in first.said()
    assert first.get("/")[0] == 200

    assert {"gunicorn", "worker", "beat"} == {
        name
        for name in ("gunicorn", "worker", "beat")
        for command in first.children().values()
        if f" {name} " in f"{command} "
    }
    web = first.child("gunicorn")
    os.kill(web, signal.SIGKILL)
    first.wait_for("The web server stopped (SIGKILL); starting it again.")
    assert first.get("/")[0] == 200
    assert first.child("gunicorn") != web

    children = list(first.children())
    assert first.stop() < SECONDS_TO_STOP
    assert first.process.returncode == 0
    assert "Stopping.\n" in first.said()
    assert first.said().endswith("Stopped.\n")
    assert not [number for number in children if is_alive(number)]

    again = Up(tmp_path / "again.log", "--demo", "--no-worker", env=env)
    started.append(again)
    assert again.wait_for("Ready:") < SECONDS_TO_START_AGAIN
    assert not [words for words in PREPARATIONS if words in again.said()]
    third = manage("up", "--port", "0", env=env)
    assert third.returncode == 1
    assert third.stderr.startswith("CommandError: It already runs from ")
    assert again.stop() < SECONDS_TO_STOP
    assert open_to_others(tmp_path / "var") == []


def open_to_others(folder: Path) -> list[str]:
    """What another account of the machine could read, change or list."""
    found = [folder, *folder.rglob("*")]
    assert {"compacts.sqlite3", "broker", "static"} <= {path.name for path in found}
    return [str(path) for path in found if path.stat().st_mode & 0o077]


def test_what_an_earlier_version_left_open_is_closed(tmp_path: Path) -> None:
    for name in ("media", "mail", "other"):
        (tmp_path / name).mkdir(mode=0o755)
        (tmp_path / name).chmod(0o755)
    for name in ("compacts.sqlite3", "compacts.sqlite3-wal", "notes.txt"):
        (tmp_path / name).touch()
        (tmp_path / name).chmod(0o644)
    close_to_others(tmp_path)
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in tmp_path.iterdir()}
    assert modes == {
        "media": "0o700", "mail": "0o700", "other": "0o755",
        "compacts.sqlite3": "0o600", "compacts.sqlite3-wal": "0o600", "notes.txt": "0o644",
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.processes
def test_the_first_start_prints_the_way_to_the_first_account(
    tmp_path: Path, started: list[Up], bring_tables: Callable[[Path], None]
) -> None:
    env = environment(tmp_path, DEMO="0")
    bring_tables(tmp_path)
    up = Up(tmp_path / "up.log", "--no-worker", env=env)
    started.append(up)
    up.wait_for("Make the first one here: ")
    link = up.said().partition("Make the first one here: ")[2].split()[0]
    site, path = link[: link.index("/setup/")], link[link.index("/setup/") :]
    assert site == f"http://127.0.0.1:{up.port}"
    status, page = up.get(path)
    assert (status, "Make the first account" in page) == (200, True)
    assert up.stop() < SECONDS_TO_STOP


@pytest.mark.slow
def test_taken_port_is_said_in_one_line(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        said = manage("up", "--port", str(port), env=environment(tmp_path))
    assert_one_line(said.stderr, f"Port {port} is taken: stop what uses it, or choose another")
    assert said.returncode == 1


def test_folder_that_cannot_be_used_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    said = manage("up", "--port", "0", env=environment(tmp_path / "file" / "var"))
    assert_one_line(said.stderr, "make it writable, or set VAR_DIR to a folder that is")
    assert said.returncode == 1


@pytest.mark.slow
def test_broker_folder_that_cannot_be_used_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "broker").write_text("in the way")
    said = manage("up", "--port", "0", env=environment(tmp_path))
    assert_one_line(said.stderr, "The folder")
    assert said.returncode == 1


@pytest.mark.slow
def test_database_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    env = environment(
        tmp_path,
        DATABASE_URL="postgres://somebody:secret@127.0.0.1:1/compacts",
        REDIS_URL="redis://127.0.0.1:1/0",
        **{
            key: PRODUCTION[key] for key in ("SECRET_KEY", "SEAL_KEYS", "ALLOWED_HOSTS", "SITE_URL")
        },
    )
    said = manage("up", "--port", "0", env=env)
    assert_one_line(said.stderr, "The database at 127.0.0.1:1 cannot be reached: start it, or")
    assert "secret" not in said.stderr


@pytest.mark.slow
def test_redis_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    env = environment(tmp_path, REDIS_URL="redis://:secret@127.0.0.1:1/0")
    said = manage("up", "--port", "0", env=env)
    assert_one_line(said.stderr, "Redis at 127.0.0.1:1 cannot be reached: start it, or")
    assert "secret" not in said.stderr


@pytest.mark.slow
def test_demo_is_refused_in_production(tmp_path: Path) -> None:
    said = manage("up", "--demo", "--port", "0", env=environment(tmp_path, DEMO="0"))
    assert_one_line(said.stderr, "--demo is for demo installations: leave it out, or set DEMO=1")


NO_KEYS = "must be numbers with a key each, as in 1:SECRET,2:SECRET, no number twice"
PRODUCTION = {
    "DATABASE_URL": "postgres://127.0.0.1:1/compacts",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "SECRET_KEY": STRONG_KEY,
    "SEAL_KEYS": SEAL_KEYS,
    "ALLOWED_HOSTS": "compacts.example",
    "SITE_URL": "https://compacts.example",
}


@pytest.mark.parametrize(
    "name", ["REDIS_URL", "SECRET_KEY", "SEAL_KEYS", "ALLOWED_HOSTS", "SITE_URL"]
)
def test_production_names_what_is_missing_and_how_to_set_it(name: str, tmp_path: Path) -> None:
    given = {key: value for key, value in PRODUCTION.items() if key != name}
    said = manage("up", env=environment(tmp_path, **given))
    assert_one_line(said.stderr, f"{name} is missing: set it to ")
    assert said.returncode == 1


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("SECRET_KEY", "abc", "is too easily guessed"),
        ("SECRET_KEY", "k" * 60, "is too easily guessed"),
        ("SEAL_KEYS", "1:abc", "is too easily guessed"),
        ("SEAL_KEYS", STRONG_KEY, NO_KEYS),
        ("SEAL_KEYS", f"1:{STRONG_KEY},1:{STRONG_KEY}", NO_KEYS),
        ("SEAL_KEYS", f"1:{STRONG_KEY},2:", NO_KEYS),
        ("SEAL_KEYS", f"0:{STRONG_KEY}", NO_KEYS),
        ("ALLOWED_HOSTS", "compacts.example, *", "must not let every host in"),
        ("SITE_URL", "compacts.example", "is no address of a site"),
        ("DEBUG", "1", "must not be on"),
    ],
)
def test_production_is_not_started_unsafe(name: str, value: str, fault: str) -> None:
    assert fault_in(name, value) == fault
    assert REMEDIES[name]
    assert fault_in(name, PRODUCTION.get(name, "0")) == ""


def test_an_unsafe_production_is_refused_in_one_line(tmp_path: Path) -> None:
    said = manage("up", env=environment(tmp_path, **PRODUCTION | {"ALLOWED_HOSTS": "*"}))
    assert_one_line(said.stderr, "ALLOWED_HOSTS must not let every host in: set it to the host")
    assert said.returncode == 1


@pytest.mark.slow
def test_the_demo_story_is_not_told_in_production(tmp_path: Path) -> None:
    said = manage("seed_demo", env=environment(tmp_path, DEMO="0"))
    assert "set DEMO=1" in said.stderr
    assert said.returncode == 1


@pytest.mark.slow
def test_production_passes_djangos_own_checks(tmp_path: Path) -> None:
    given = PRODUCTION | {"SECRET_KEY": "".join(chr(33 + n) for n in range(60))}
    said = manage(
        "check", "--deploy", "--fail-level", "WARNING", env=environment(tmp_path, **given)
    )
    assert said.returncode == 0, said.stderr


def assert_one_line(said: str, words: str) -> None:
    assert words in said
    assert len(said.strip().splitlines()) == 1, said
