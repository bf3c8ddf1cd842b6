"""The Celery app and its schedule. Deadlines live in the database: a lost queue loses no promise."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("compacts")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

EVERY_TEN_MINUTES = 600

app.conf.beat_schedule = {
    "check-deadlines": {
        "task": "commitments.tasks.check_deadlines",
        "schedule": EVERY_TEN_MINUTES,
        "options": {"expires": EVERY_TEN_MINUTES},
    },
}
