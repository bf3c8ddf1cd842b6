"""The Celery app and its schedule. Deadlines live in the database: a lost queue loses no promise."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("compacts")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

EVERY_MINUTE = 60
EVERY_TEN_MINUTES = 600
EVERY_HOUR = 3600

app.conf.beat_schedule = {
    "check-deadlines": {
        "task": "commitments.tasks.check_deadlines",
        "schedule": EVERY_TEN_MINUTES,
        "options": {"expires": EVERY_TEN_MINUTES},
    },
    "send-messages": {
        "task": "notifications.tasks.send_messages",
        "schedule": EVERY_MINUTE,
        "options": {"expires": EVERY_MINUTE},
    },
    "remind-of-feedback": {
        "task": "notifications.tasks.remind",
        "schedule": EVERY_HOUR,
        "options": {"expires": EVERY_HOUR},
    },
    "remind-of-disputes": {
        "task": "disputes.tasks.remind_disputes",
        "schedule": EVERY_HOUR,
        "options": {"expires": EVERY_HOUR},
    },
    "forget-sent-forms": {
        "task": "accounts.tasks.forget_sent_forms",
        "schedule": EVERY_HOUR,
        "options": {"expires": EVERY_HOUR},
    },
    "forget-addresses": {
        "task": "notifications.tasks.forget_addresses",
        "schedule": EVERY_HOUR,
        "options": {"expires": EVERY_HOUR},
    },
}
