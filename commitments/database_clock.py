"""Whether this machine's clock can be trusted, by the clock of the database's."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection

MOST = timedelta(hours=12)


def differs(now: datetime) -> timedelta | None:
    """How far `now` is from the database's own time, where that is more than half a day.

    SQLite has no clock of its own: None.
    """
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        difference: timedelta = now - cursor.fetchone()[0]
    return difference if abs(difference) > MOST else None
