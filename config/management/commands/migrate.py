"""`manage.py migrate`, by one at a time: two that are started at once would make the same tables."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.commands.migrate import Command as Migrate
from django.db import connection

LOCK = 7264_0112  # any number that nothing else takes in this database


class Command(Migrate):
    """The second waits until the first has finished, and finds nothing left to do."""

    def handle(self, *args: Any, **options: Any) -> None:
        with one_at_a_time():
            super().handle(*args, **options)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    if connection.vendor != "postgresql":
        with (settings.VAR_DIR / "migrate.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
