"""One log line a minute for what would otherwise fill the log, a line a request."""

from __future__ import annotations

import threading
import time
from typing import Any

import structlog

EVERY = 60.0  # seconds

log = structlog.get_logger()


class OnceAMinute:
    """Logs one kind of event at most once a minute, in this process.

    The next line says as `more` how many were passed over since the last one.
    """

    def __init__(self, event: str) -> None:
        self._event = event
        self._lock = threading.Lock()
        self._next = 0.0
        self._passed_over = 0

    def warn(self, **said: Any) -> None:
        with self._lock:
            now = time.monotonic()
            if now < self._next:
                self._passed_over += 1
                return
            self._next, more, self._passed_over = now + EVERY, self._passed_over, 0
        log.warning(self._event, **said, **({"more": more} if more else {}))

    def forget(self) -> None:
        """The next one is said again at once."""
        with self._lock:
            self._next, self._passed_over = 0.0, 0
