"""What can be wrong with a machine, found before anything starts and said with its remedy."""

import fcntl
import os
import socket
import tempfile
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings
from django.db import OperationalError, connection

SECONDS_TO_ANSWER = 5

OWN_FOLDERS = ("media", "mail", "broker")
OWN_FILES = ("compacts.sqlite3", "secret-key", "seal-keys")


class NotReady(Exception):
    """Something outside the product is missing; the message is the remedy."""


def port_is_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise NotReady(
                f"Port {port} needs more rights than this account has: "
                "choose one above 1023, for example: make run PORT=8123"
            ) from None
        except OSError as wrong:
            if wrong.errno in {98, 48}:  # in use, on Linux and on macOS
                raise NotReady(
                    f"Port {port} is taken: stop what uses it, or choose another, "
                    f"for example: make run PORT={port + 1}"
                ) from None
            raise NotReady(f"Cannot listen on {host}:{port}: {wrong.strerror}.") from None


def folder_is_writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as wrong:
        raise NotReady(
            f"The folder {folder} cannot be written to ({wrong.strerror}): "
            "make it writable, or set VAR_DIR to a folder that is."
        ) from None
    close_to_others(folder)


def close_to_others(folder: Path) -> None:
    """What an earlier version left open to every account of the machine. The folder itself may be one
    that others use too, and is left as it is."""
    for path in folder.glob("*"):
        if path.name in OWN_FOLDERS and path.is_dir():
            path.chmod(0o700)
        elif path.name.startswith(OWN_FILES) and path.is_file():
            path.chmod(0o600)


def only_one(folder: Path) -> IO[str]:
    """Take the folder for this process; keep the returned file open as long as it runs."""
    lock = (folder / "up.lock").open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise NotReady(
            f"It already runs from {folder}: stop it first, or set VAR_DIR to another folder."
        ) from None
    return lock


def database_answers() -> None:
    os.environ.setdefault("PGCONNECT_TIMEOUT", str(SECONDS_TO_ANSWER))
    try:
        connection.ensure_connection()
    except OperationalError as wrong:
        where = settings.DATABASES["default"]
        port = where.get("PORT") or 5432
        place = f"{where['HOST']}:{port}" if where.get("HOST") else where["NAME"]
        said = " ".join(str(wrong).split()).rstrip(".")
        raise NotReady(
            f"The database at {place} cannot be reached: start it, or correct DATABASE_URL. "
            f"It said: {said}."
        ) from None


def broker_answers() -> None:
    if not settings.REDIS_URL:
        for name in ("data_folder_in", "processed_folder", "control_folder"):
            folder_is_writable(Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS[name]))
        return
    if said := why_redis_is_silent(SECONDS_TO_ANSWER):
        address = urlsplit(settings.REDIS_URL)
        raise NotReady(
            f"Redis at {address.hostname}:{address.port or 6379} cannot be reached: "
            f"start it, or correct REDIS_URL. It said: {said}."
        )


def why_redis_is_silent(seconds: float) -> str:
    """What Redis said instead of answering; nothing where it answered."""
    import redis  # noqa: PLC0415 - slow to import, and needed only where there is a Redis

    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=seconds, socket_timeout=seconds
        ) as server:
            server.ping()
    except (redis.RedisError, ValueError) as wrong:
        return " ".join(str(wrong).split()).rstrip(".")
    return ""
