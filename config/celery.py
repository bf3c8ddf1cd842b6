"""The Celery app: what runs when, in which queue, and for how long at most.

Deadlines live in the database: a lost queue loses no promise. Each queue has workers of its own, so
that neither a mail server that never answers nor a long import delays the deadline checks.
"""

import os
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from celery import Celery

from config.patience import TASK_TIME_LIMITS, TIME_TO_END

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("compacts")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Queues ---------------------------------------------------------------------------------------

QUEUES: Mapping[str, tuple[str, ...]] = {
    "deadlines": ("commitments.tasks.check_deadlines", "*.tasks.remind*"),
    "mail": ("*.tasks.send_*",),
    "imports": ("*",),  # and whatever else may take long, so that nothing new delays the others
}


def queue_of(task: str) -> str:
    """The first queue whose patterns name the task."""
    return next(
        queue
        for queue, patterns in QUEUES.items()
        if any(fnmatchcase(task, pattern) for pattern in patterns)
    )


class TimeLimits:
    """Gives each task the time limit of its queue: told first, ended by force a minute later."""

    def annotate(self, task: Any) -> dict[str, int]:
        limit = TASK_TIME_LIMITS[queue_of(task.name)]
        return {"soft_time_limit": limit, "time_limit": limit + TIME_TO_END}


app.conf.task_default_queue = "imports"
app.conf.task_routes = (lambda name, *args, **kwargs: {"queue": queue_of(name)},)
app.conf.task_annotations = (TimeLimits(),)

# The schedule ---------------------------------------------------------------------------------

EVERY_MINUTE = 60
EVERY_TEN_MINUTES = 600
EVERY_HOUR = 3600

SCHEDULE = {
    "commitments.tasks.check_deadlines": EVERY_TEN_MINUTES,
    "notifications.tasks.send_messages": EVERY_MINUTE,
    "notifications.tasks.remind": EVERY_HOUR,
    "disputes.tasks.remind_disputes": EVERY_HOUR,
    "disputes.tasks.take_up_papers": EVERY_MINUTE,
    "consultations.tasks.take_up_files": EVERY_MINUTE,
    "accounts.tasks.forget_sent_forms": EVERY_HOUR,
    "accounts.tasks.forget_sessions": EVERY_HOUR,
    "accounts.tasks.forget_access": EVERY_HOUR,
    "notifications.tasks.forget_addresses": EVERY_HOUR,
    "imports.tasks.take_up_imports": EVERY_TEN_MINUTES,
    "audit.tasks.verify_history": EVERY_HOUR,  # once a night, and an anchor a day
    "commitments.tasks.verify_checks": EVERY_HOUR,  # once a night: it asks when it last ran
}
# A message that no worker took before the next one of its task is sent expires, or a worker that
# was away for a night would come back to hundreds of the same.
app.conf.beat_schedule = {
    task: {"task": task, "schedule": seconds, "options": {"expires": seconds}}
    for task, seconds in SCHEDULE.items()
}
