"""A mail server that never answers holds up its own worker alone: deadlines go on being checked."""

import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from config.management.commands.up import worker
from tests.ops.mail_server import MailServer
from tests.ops.running import LONGEST_WAIT, environment, manage

WAITING = """
from django.utils import timezone
from notifications.models import Message
at = timezone.now()
Message.objects.create(kind="news", to="a@group.example", subject="s", created_at=at, due_at=at)
"""
SEND = "from config.celery import app; app.send_task('{task}')"


@pytest.fixture
def started() -> Iterator[list[subprocess.Popen[bytes]]]:
    running: list[subprocess.Popen[bytes]] = []
    yield running
    for process in running:
        process.kill()
        process.wait()


def finished_sweeps(database: Path) -> int:
    with closing(sqlite3.connect(database)) as opened:
        found: int = opened.execute(
            "SELECT count(*) FROM commitments_sweeprun WHERE finished_at IS NOT NULL"
        ).fetchone()[0]
    return found


def wait_until(true: object, what: str) -> None:
    deadline = time.monotonic() + LONGEST_WAIT
    while not true():  # type: ignore[operator]
        assert time.monotonic() < deadline, what
        time.sleep(0.1)


@pytest.mark.slow
def test_silent_mail_server_does_not_delay_the_deadline_checks(
    tmp_path: Path,
    started: list[subprocess.Popen[bytes]],
    bring_tables: Callable[[Path], None],
) -> None:
    bring_tables(tmp_path)
    with MailServer("silent") as post:
        env = environment(tmp_path, EMAIL_URL=post.url, EMAIL_TIMEOUT="600")
        assert manage("migrate", "--verbosity", "0", env=env).returncode == 0
        for folder in ("queue", "processed", "control"):
            (tmp_path / "broker" / folder).mkdir(parents=True)
        for queue in ("mail", "deadlines"):
            command = worker(queue).command
            started.append(
                subprocess.Popen(command, cwd=settings.BASE_DIR, env=env, stdin=subprocess.DEVNULL)
            )
        told = WAITING + SEND.format(task="notifications.tasks.send_messages")
        assert manage("shell", "--no-imports", "-c", told, env=env).returncode == 0
        wait_until(lambda: post.calls, "the mail worker never called the mail server")
        checked = SEND.format(task="commitments.tasks.check_deadlines")
        assert manage("shell", "--no-imports", "-c", checked, env=env).returncode == 0
        wait_until(
            lambda: finished_sweeps(tmp_path / "compacts.sqlite3"), "the deadline checks never ran"
        )
        assert post.taken == []
