"""What the product stands on and can do without for a while: queues, mail, room on the disk.

Each part is told as it is; none of them raises, and none takes pages away.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Min

from config.celery import QUEUES
from config.up.preflight import why_redis_is_silent
from notifications.actions.sending import server
from notifications.models import MailOutage, Message

SECONDS_TO_ANSWER = 2
LEAST_FREE = 200 * 1024 * 1024  # bytes
LONGEST_WAITING = 3600  # seconds that a message may wait before somebody should look

_migrated = {"all": False}


def migrations() -> str:
    """`ok`, or how many migrations this code has and the database lacks. Raises DatabaseError."""
    if not _migrated["all"]:
        loader = MigrationLoader(None, load=False)
        loader.load_disk()
        missing = set(loader.disk_migrations) - set(
            MigrationRecorder(connection).applied_migrations()
        )
        # Not remembered while some are missing: they may be applied while this process runs.
        if missing:
            return f"{len(missing)} waiting"
        _migrated["all"] = True  # this process's code stays as it is
    return "ok"


def broker() -> str:
    if not settings.REDIS_URL:
        return "ok" if os.access(_queue_folder(), os.W_OK) else "down"
    return "down" if why_redis_is_silent(SECONDS_TO_ANSWER) else "ok"


def queues() -> dict[str, int] | None:
    """How many tasks wait in each queue; None where that cannot be told."""
    try:
        return {queue: _waiting_in(queue) for queue in QUEUES}
    except Exception:  # whatever a broker that is away raises
        return None


def _waiting_in(queue: str) -> int:
    if not settings.REDIS_URL:
        return sum(1 for _ in _queue_folder().glob(f"*.{queue}.msg"))
    import redis  # noqa: PLC0415 - slow to import, and needed only where there is a Redis

    with redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=SECONDS_TO_ANSWER,
        socket_connect_timeout=SECONDS_TO_ANSWER,
    ) as asked:
        return int(asked.llen(queue))


def _queue_folder() -> Path:
    return Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_in"])


def mail(at: datetime) -> dict[str, Any] | None:
    """What waits to be sent and for how long, what was given up, and since when the server is away."""
    try:
        waiting = Message.objects.waiting()
        oldest = waiting.aggregate(oldest=Min("created_at"))["oldest"]
        outage = MailOutage.objects.under_way(server()).first()
        return {
            "waiting": waiting.count(),
            "oldest_seconds": round((at - oldest).total_seconds()) if oldest else 0,
            "given_up": Message.objects.given_up().count(),
            "server_away_since": outage.since.isoformat() if outage else None,
        }
    except DatabaseError:
        return None


def disks() -> dict[str, dict[str, int]]:
    """The free room of each folder that the product writes to, in bytes and per cent."""
    found = {}
    for name in ("VAR_DIR", "MEDIA_ROOT"):
        usage = _usage(Path(getattr(settings, name)))
        if usage is not None:
            total, free = usage
            found[name] = {"free_bytes": free, "free_percent": round(100 * free / max(total, 1))}
    return found


def _usage(folder: Path) -> tuple[int, int] | None:
    """Of the folder, or of the nearest one above it that is there."""
    for place in (folder, *folder.parents):
        try:
            usage = shutil.disk_usage(place)
        except OSError:
            continue
        return usage.total, usage.free
    return None


def worries(parts: dict[str, Any]) -> list[str]:
    """Which optional parts somebody should look at."""
    looked: dict[str, Callable[[Any], bool]] = {
        "broker": lambda said: said != "ok",
        "mail": lambda said: bool(
            said and (said["server_away_since"] or said["oldest_seconds"] > LONGEST_WAITING)
        ),
        "disk": lambda said: any(each["free_bytes"] < LEAST_FREE for each in said.values()),
        "last_verification": lambda said: bool(said and said["differences"]),
        "last_inspection": lambda said: bool(said and said["faults"]),
    }
    return [name for name, is_bad in looked.items() if is_bad(parts[name])]
