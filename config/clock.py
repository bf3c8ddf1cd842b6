"""The clock's own schedule: kept in memory, begun at once, and sound when the time is set back.

Every task on it may run twice or late and harm nothing, so a clock that was started again simply
begins with all of them, and there is no file that a full disk could keep it from writing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import structlog
from celery.beat import ScheduleEntry, Scheduler

SET_BACK = timedelta(minutes=1)

log = structlog.get_logger()


class Clock(Scheduler):
    """Says when a task's time has come."""

    _last_look: datetime | None = None

    def setup_schedule(self) -> None:
        super().setup_schedule()
        self._begin()

    def tick(self, *args: Any, **kwargs: Any) -> float:
        now = self.app.now()
        if self._last_look is not None and now < self._last_look - SET_BACK:
            log.warning("clock.set_back", was=self._last_look.isoformat(), now=now.isoformat())
            self._begin()
        self._last_look = now
        wait: float = super().tick(*args, **kwargs)
        return wait

    def _begin(self) -> None:
        """Makes every entry due that is run every so often; one with an hour of its own waits for it.

        What was last run at a later time than now would otherwise wait until then.
        """
        for entry in self.schedule.values():
            every = getattr(entry.schedule, "run_every", timedelta())
            entry.last_run_at = entry.default_now() - every
        self._heap = None

    def apply_entry(self, entry: ScheduleEntry, producer: Any = None) -> None:
        """Hands the task to its queue; where that is away, says so in a line: its turn comes again."""
        try:
            self.apply_async(entry, producer=producer, advance=False)
        except Exception as wrong:
            log.error("clock.queue_away", task=entry.task, error=str(wrong)[:200])
