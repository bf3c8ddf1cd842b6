"""Nothing waits without a limit: every connection, statement and task has one, and a queue of its own."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg2
import pytest
import time_machine
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import connection

from commitments.checks import reassess_due, sweep
from commitments.models import Check
from config import patience
from config.celery import EVERY_MINUTE, QUEUES, SCHEDULE, app, queue_of
from config.clock import Clock
from tests.cast import notice

OURS = {each.name for each in Path(settings.BASE_DIR).iterdir() if each.is_dir()}


def our_tasks() -> list[str]:
    app.loader.import_default_modules()
    return sorted(name for name in app.tasks if name.partition(".")[0] in OURS)


# Connections and statements -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "statement", "lock"), [("web", "15s", "5s"), ("worker", "10min", "1min")]
)
@pytest.mark.postgres
@pytest.mark.django_db
def test_the_server_ends_what_takes_too_long(kind: str, statement: str, lock: str) -> None:
    where = connection.get_connection_params()
    with (
        psycopg2.connect(**where | patience.postgres_options(kind)) as opened,
        opened.cursor() as cursor,
    ):
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == (statement,)
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == (lock,)
    opened.close()


def test_commands_are_never_cut_short() -> None:
    options = patience.postgres_options("command")
    assert "options" not in options
    assert options["connect_timeout"] == 5


def test_each_process_says_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RUNS_AS", raising=False)
    for words, kind in [
        ("/srv/.venv/bin/celery", "worker"),
        ("/srv/lib/celery/__main__.py", "worker"),
        ("manage.py", "command"),
    ]:
        monkeypatch.setattr("sys.argv", [words])
        assert patience.runs_as() == kind
    monkeypatch.setenv("RUNS_AS", "web")
    assert patience.runs_as() == "web"


def test_mail_and_redis_are_waited_for_a_little_only() -> None:
    assert settings.EMAIL_TIMEOUT == 20
    assert patience.redis_options() == {"socket_timeout": 3, "socket_connect_timeout": 3}


# Tasks ------------------------------------------------------------------------------------------


def test_every_task_has_a_queue_and_a_time_limit() -> None:
    assert len(our_tasks()) > 5
    for name in our_tasks():
        task, queue = app.tasks[name], queue_of(name)
        assert task.soft_time_limit == patience.TASK_TIME_LIMITS[queue]
        assert task.time_limit == task.soft_time_limit + patience.TIME_TO_END
        assert app.amqp.router.route({}, name)["queue"].name == queue


def test_the_sweep_shares_its_queue_with_nothing_slow() -> None:
    assert [name for name in our_tasks() if queue_of(name) == "deadlines"] == [
        "commitments.tasks.check_deadlines",
        "disputes.tasks.remind_disputes",
        "notifications.tasks.remind",
    ]
    assert queue_of("notifications.tasks.send_messages") == "mail"
    assert queue_of("anything.new") == "imports"
    assert set(QUEUES) == set(patience.TASK_TIME_LIMITS)


def test_every_scheduled_task_exists() -> None:
    assert set(SCHEDULE) <= set(our_tasks())


@pytest.mark.django_db
def test_a_sweep_whose_time_is_up_blames_no_row(on, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    notice(on, last_day=on + timedelta(days=200))

    def time_is_up(*_: object) -> None:
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(sweep, "replay", time_is_up)
    with pytest.raises(SoftTimeLimitExceeded):
        reassess_due(on=on + timedelta(days=400))
    assert not Check.objects.exclude(quarantined="").exists()


# The clock --------------------------------------------------------------------------------------


class Told(Clock):
    """A clock that notes what it would hand over."""

    def __init__(self) -> None:
        self.told: list[str] = []
        super().__init__(app, Producer=object)

    def apply_async(self, entry, producer=None, advance=True, **kwargs):  # type: ignore[no-untyped-def]
        self.told.append(entry.task)

    producer = None

    def ticks(self) -> list[str]:
        self.told = []
        while self.tick() == 0:
            pass
        return sorted(self.told)


NOON = datetime(2027, 3, 31, 12, tzinfo=UTC)


def test_the_clock_begins_with_everything_and_then_keeps_time() -> None:
    with time_machine.travel(NOON, tick=False) as now:
        clock = Told()
        assert clock.ticks() == sorted(SCHEDULE)
        assert clock.ticks() == []
        now.shift(61)
        every_minute = sorted(task for task, seconds in SCHEDULE.items() if seconds == EVERY_MINUTE)
        assert "notifications.tasks.send_messages" in every_minute
        assert clock.ticks() == every_minute
        now.shift(600)
        assert "commitments.tasks.check_deadlines" in clock.ticks()


def test_a_clock_that_is_set_back_does_not_wait_for_the_old_time() -> None:
    with time_machine.travel(NOON, tick=False) as now:
        clock = Told()
        clock.ticks()
        now.move_to(NOON - timedelta(days=30))
        assert clock.ticks() == sorted(SCHEDULE)
        assert clock.ticks() == []


def test_a_queue_that_is_away_is_said_in_a_line(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Told()

    def away(*_: object, **__: object) -> None:
        raise ConnectionError("refused")

    monkeypatch.setattr(clock, "apply_async", away)
    clock.ticks()
    assert len(caplog.records) == len(SCHEDULE)
    assert all("\n" not in record.getMessage() for record in caplog.records)


def test_the_clock_looks_at_least_once_a_minute() -> None:
    assert Told().max_interval == 60
