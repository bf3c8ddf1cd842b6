"""One message, really sent: through Redis to a worker, and its work seen in PostgreSQL."""

import subprocess
import sys
import time
from uuid import uuid4

import pytest
from celery import Celery
from django.conf import settings
from django.db import connection

from commitments.models import SweepRun
from tests.ops.running import SEAL_KEYS, STRONG_KEY, environment


@pytest.mark.redis
@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_worker_takes_a_message_from_redis() -> None:
    queue = f"test-{uuid4().hex}"
    database = connection.settings_dict
    signed = f"{database['USER']}:{database['PASSWORD']}".strip(":")
    server = f"{database['HOST']}:{database['PORT'] or 5432}"
    env = environment(
        settings.VAR_DIR,
        DATABASE_URL=f"postgres://{signed}@{server}/{database['NAME']}",
        REDIS_URL=settings.REDIS_URL,
        SECRET_KEY=STRONG_KEY,
        SEAL_KEYS=SEAL_KEYS,
        SITE_URL="http://localhost",
        ALLOWED_HOSTS="localhost",
    )
    worker = subprocess.Popen(
        [sys.executable, "-m", "celery", "--app", "config", "--quiet", "worker"]
        + ["--pool", "solo", "--queues", queue, "--without-gossip", "--without-mingle"],
        cwd=settings.BASE_DIR,
        env=env,
        stdin=subprocess.DEVNULL,
    )
    try:
        with Celery("sender", broker=settings.REDIS_URL) as sender:
            sender.send_task("commitments.tasks.check_deadlines", queue=queue)
        deadline = time.monotonic() + 60
        while not SweepRun.objects.exclude(finished_at=None).exists():
            assert worker.poll() is None, "the worker stopped"
            assert time.monotonic() < deadline, "the message never arrived"
            time.sleep(0.1)
    finally:
        worker.terminate()
        worker.wait(30)
