"""Caches that answer from memory while what they stand on is away.

Rate limits count in a cache. Where Redis, or the disk under the cache's table, is away, each process
goes on counting by itself: limits get a little wider, and everybody can still sign in.
"""

from __future__ import annotations

import base64
import pickle
import time
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from django.db import DatabaseError, connections, transaction

from config.patience import redis_options
from pages.quiet import OnceAMinute

# Not at every request, or each would wait for the time-out of a Redis that is away.
PAUSE = 10.0  # seconds before the first cache is tried again
MOST_ENTRIES = 10_000
METHODS = (
    "add get set touch delete get_many set_many delete_many incr has_key get_or_set clear"
).split()
FORGETS = {"delete", "delete_many", "clear"}

_said = OnceAMinute("cache.away")


class FallsBack:
    """In front of a cache's class: what raises one of `fails` is done in this process's memory."""

    fails: tuple[type[Exception], ...] = ()
    _again_at = 0.0  # of the whole process: each thread has a cache object of its own

    def __init__(self, place: Any, params: dict[str, Any]) -> None:
        super().__init__(place, params)  # type: ignore[call-arg]
        options = {"OPTIONS": {"MAX_ENTRIES": MOST_ENTRIES}}
        self._memory = LocMemCache(f"instead of {type(self).__name__}", params | options)

    def _either(self, method: str, *args: Any, **kwargs: Any) -> Any:
        kind = type(self)
        if method in FORGETS:
            # A lock that was taken in memory is let go there too, though Redis is back meanwhile.
            forgotten = getattr(self._memory, method)(*args, **kwargs)
        if time.monotonic() >= kind._again_at:
            try:
                return getattr(super(), method)(*args, **kwargs)
            except self.fails as wrong:
                kind._again_at = time.monotonic() + PAUSE
                _said.warn(cache=kind.__name__, error=" ".join(str(wrong).split())[:200])
        if method in FORGETS:
            return forgotten
        return getattr(self._memory, method)(*args, **kwargs)


def _method(name: str) -> Any:
    def call(self: FallsBack, *args: Any, **kwargs: Any) -> Any:
        return self._either(name, *args, **kwargs)

    call.__name__ = name
    return call


for _name in METHODS:
    setattr(FallsBack, _name, _method(_name))


class RedisOrMemory(FallsBack, RedisCache):
    def __init__(self, place: Any, params: dict[str, Any]) -> None:
        import redis  # noqa: PLC0415 - slow to import, and needed only where there is a Redis

        again = redis.retry.Retry(redis.backoff.NoBackoff(), 1)  # where the old connection is dead
        super().__init__(place, params | {"OPTIONS": redis_options() | {"retry": again}})
        self.fails = (redis.RedisError, OSError)


class CountingDatabaseCache(DatabaseCache):
    """Adds to a number while it holds the row: Django's own reads it first and writes it later."""

    def incr(self, key: Any, delta: int = 1, version: Any = None) -> int:
        made = self.make_and_validate_key(key, version=version)
        with transaction.atomic(), connections["default"].cursor() as cursor:
            # On SQLite the transaction itself begins with the lock.
            wait = "" if connections["default"].vendor == "sqlite" else " FOR UPDATE"
            asked = f"SELECT value FROM {self._table} WHERE cache_key = %s"  # noqa: S608
            cursor.execute(f"{asked} AND expires > %s{wait}", [made, _now()])
            row = cursor.fetchone()
            if row is None:
                raise ValueError(f"Key {key!r} not found")
            value: int = pickle.loads(base64.b64decode(row[0])) + delta  # noqa: S301 - our own
            kept = base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode("latin1")
            cursor.execute(
                f"UPDATE {self._table} SET value = %s WHERE cache_key = %s",  # noqa: S608
                [kept, made],
            )
        return value


def _now() -> Any:
    """This second, as the cache's table keeps it."""
    now = datetime.now(UTC).replace(microsecond=0)
    return connections["default"].ops.adapt_datetimefield_value(now)


class DatabaseOrMemory(FallsBack, CountingDatabaseCache):
    fails = (DatabaseError,)

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = None) -> bool:
        """Raises where nothing was written: the class above keeps that to itself."""
        done: bool = super()._base_set(mode, key, value, timeout)  # type: ignore[misc]
        if not done and mode != "touch" and not self._holds(key):
            raise DatabaseError("the cache's table cannot be written")
        return done

    def _holds(self, key: str) -> bool:
        with connections["default"].cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {self._table} WHERE cache_key = %s", [key])  # noqa: S608
            return cursor.fetchone() is not None
