"""`manage.py up`: one command from a fresh checkout to a running product."""

import argparse
import hashlib
import http.client
import os
import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections

from accounts.models import User
from config.celery import QUEUES
from config.patience import WEB_TIMEOUT
from config.up.broker import forget_empty_bindings
from config.up.preflight import (
    NotReady,
    broker_answers,
    database_answers,
    folder_is_writable,
    only_one,
    port_is_free,
)
from config.up.prepare import prepare
from config.up.processes import Child, GaveUp, Supervisor, python
from organisations.links import set_up_path
from organisations.permissions import may_set_up

SECONDS_BETWEEN_LOOKS = 0.2
NO_STORY = (
    "This is a demo without its story, so nobody can sign in: start it with --demo, or with DEMO=0 to "
    "make the first account of your own."
)
MEMORY = Path("/dev/shm")  # noqa: S108 - for files that no full disk may keep from being written


class Command(BaseCommand):
    help = "Prepares the database and files, then runs the web server, the worker and the clock."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--demo", action="store_true", help="load the demo story, too")
        parser.add_argument("--no-worker", action="store_true", help="the web server only")

    def handle(self, *, host: str, port: int, demo: bool, no_worker: bool, **_: Any) -> None:
        if demo and not settings.DEMO:
            raise CommandError("--demo is for demo installations: leave it out, or set DEMO=1.")
        try:
            port_is_free(host, port)
            folder_is_writable(settings.VAR_DIR)
            lock = only_one(settings.VAR_DIR)
            database_answers()
            broker_answers()
        except NotReady as wrong:
            raise CommandError(str(wrong)) from None
        if not settings.PRODUCTION and "SITE_URL" not in os.environ:
            os.environ["SITE_URL"] = address(host, port)  # for links in e-mails, feeds, calendars
        with lock, Supervisor(self.say) as supervisor:
            prepare(self.say, demo=demo)
            keep_sqlite_open()
            try:
                self.run(supervisor, host, port, demo=demo, no_worker=no_worker)
            except GaveUp as wrong:
                raise CommandError(str(wrong)) from None
            self.say("Stopping.")
        forget_metrics()
        self.say("Stopped.")

    def run(
        self, supervisor: Supervisor, host: str, port: int, *, demo: bool, no_worker: bool
    ) -> None:
        self.say("Starting the web server.")
        supervisor.add(web(host, port))
        # The page is what somebody waits for: the workers are started once it answers.
        if not supervisor.run(until=FirstPage(host, port)):
            return
        if not no_worker:
            for queue in QUEUES:
                supervisor.add(worker(queue))
            supervisor.add(beat())
        self.say(f"Ready: {address(host, port)}/ (Ctrl-C stops it)")
        if may_set_up():
            site = os.environ.get("SITE_URL", address(host, port)).rstrip("/")
            self.say(f"Nobody has an account yet. Make the first one here: {site}{set_up_path()}")
        elif settings.DEMO and not demo and not User.objects.exists():
            self.say(NO_STORY)
        if demo:
            self.say("The demo sign-ins are on the sign-in page.")
        supervisor.run()

    def say(self, words: str) -> None:
        """Says it where it can: a full disk under the log is no reason to stop."""
        with suppress(OSError):
            self.stdout.write(words)
            self.stdout.flush()


def address(host: str, port: int) -> str:
    """The address at which this machine's own browser finds it."""
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - shown, not bound
    return f"http://{shown}:{port}"


def keep_sqlite_open() -> None:
    """While one connection stays open, the files beside the database stay: reading needs them, and
    on a full disk nobody could make them again. To PostgreSQL no idle connection is held."""
    connections.close_all()
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM django_migrations")


class FirstPage:
    """Becomes true once the web server answers."""

    def __init__(self, host: str, port: int) -> None:
        self._host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
        self._port = port
        self._look_at = 0.0

    def __call__(self) -> bool:
        if time.monotonic() < self._look_at:
            return False
        self._look_at = time.monotonic() + SECONDS_BETWEEN_LOOKS
        asked = http.client.HTTPConnection(self._host, self._port, timeout=10)
        try:
            # As a proxy would ask, or production would answer with a redirect to HTTPS and no page.
            asked.request("GET", "/healthz", headers={"X-Forwarded-Proto": "https"})
            asked.getresponse()
        except OSError:
            return False
        finally:
            asked.close()
        return True


def web(host: str, port: int) -> Child:
    at = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    command = python("-m", "gunicorn", "config.wsgi", "--bind", at, "--no-control-socket")
    command += ["--workers", os.environ.get("WEB_CONCURRENCY", "2")]
    command += ["--worker-class", "gthread", "--threads", "4", "--graceful-timeout", "5"]
    command += ["--timeout", str(WEB_TIMEOUT)]
    command += ["--log-level", "warning"]
    if MEMORY.is_dir():
        command += ["--worker-tmp-dir", str(MEMORY)]  # gunicorn's own heartbeat files
    return Child("web server", command, {"METRICS_DIR": metrics_folder()})


def metrics_folder() -> str:
    """An empty folder, in memory where there is one; none where none can be made."""
    folder = forget_metrics()
    try:
        folder.mkdir(mode=0o700)
    except OSError:
        return ""
    return str(folder)


def forget_metrics() -> Path:
    """Removes the folder of this VAR_DIR's counts; returns where it was."""
    name = hashlib.sha256(str(settings.VAR_DIR.resolve()).encode()).hexdigest()[:12]
    folder = MEMORY / f"compacts-{name}" if MEMORY.is_dir() else settings.VAR_DIR / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def worker(queue: str) -> Child:
    """The worker of one queue. What its queue holds up, holds up no other."""
    command = celery("worker")
    command += ["--queues", queue, "--hostname", f"{queue}@%h"]
    command += ["--concurrency", os.environ.get("WORKER_CONCURRENCY", "1")]
    command += ["--without-gossip", "--without-mingle"]
    if not settings.REDIS_URL:
        command += ["--without-heartbeat"]
    as_root = {"PYTHONWARNINGS": "ignore:You're running the worker"}
    return Child(
        f"worker of {queue}", command, as_root, is_vital=False, before=forget_empty_bindings
    )


def beat() -> Child:
    return Child("clock", [*celery("beat"), "--pidfile", ""], is_vital=False)


def celery(what: str) -> list[str]:
    return python("-m", "celery", "--app", "config", "--quiet", what, "--loglevel", "WARNING")
