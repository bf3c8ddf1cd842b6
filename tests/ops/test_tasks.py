"""What the worker runs by the clock: each task, called as it is called, reads the clock and works once."""

from __future__ import annotations

import ast
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import SentForm, User
from accounts.tasks import forget_sent_forms, forget_sessions
from audit.models import Event
from disputes.models import DisputeStageEntry
from disputes.tasks import remind_disputes
from organisations.models import Role
from tests.cast import council, person
from tests.disputes import way
from tests.house.source import all_sources
from tests.ops.test_limits import our_tasks

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CALLED_ELSEWHERE = {"work_on_import": "take_up_imports hands it out"}


@pytest.fixture
def officer(db: None) -> User:
    return person(Role.OFFICER, council())


def test_sent_forms_are_forgotten_after_two_days(officer: User) -> None:
    for number, age in enumerate([timedelta(days=2, seconds=1), timedelta(days=2), timedelta(0)]):
        SentForm.objects.create(user=officer, digest=str(number), sent_at=NOW - age)
    with time_machine.travel(NOW, tick=False):
        forget_sent_forms()
        forget_sent_forms()
    assert sorted(SentForm.objects.values_list("digest", flat=True)) == ["1", "2"]


def test_a_visitors_session_goes_when_it_ends_and_a_persons_twelve_hours_later(
    officer: User,
) -> None:
    with time_machine.travel(NOW, tick=False):
        signed_in, visitor = Client(), Client()
        signed_in.force_login(officer)
        visitor.session.save()
        keys = [each.session.session_key for each in (signed_in, visitor)]
    Session.objects.filter(session_key__in=keys).update(expire_date=NOW)

    def left_at(when: datetime) -> list[str]:
        with time_machine.travel(when, tick=False):
            forget_sessions()
        return [key for key in keys if key and Session.objects.filter(session_key=key).exists()]

    assert left_at(NOW) == keys
    assert left_at(NOW + timedelta(seconds=1)) == keys[:1]
    assert left_at(NOW + timedelta(hours=12)) == keys[:1]
    assert left_at(NOW + timedelta(hours=12, seconds=1)) == []


@pytest.mark.django_db
def test_disputes_are_reminded_of_by_the_day_in_london(
    settings: LazySettings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    stockton = way.Area("stockton", group_name="Yarm Environment Group")
    way.raised(stockton, happened_on=date(2015, 6, 1))
    due_on = DisputeStageEntry.objects.running().get().due_on
    assert due_on is not None
    # Half past midnight in London, in summer: five days before the limit there, six in UTC.
    last_minute_before = datetime(due_on.year, due_on.month, due_on.day, 22, 59, tzinfo=UTC)
    for offset, reminded in [
        (timedelta(0), 0),
        (timedelta(minutes=31), 1),
        (timedelta(hours=1), 0),
    ]:
        with time_machine.travel(last_minute_before - timedelta(days=6) + offset, tick=False):
            assert remind_disputes() == reminded
    told = Event.objects.get(verb="dispute.stage_due_soon")
    assert told.detail["due_on"] == due_on.isoformat()


def test_every_task_is_called_by_a_test() -> None:
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for source in all_sources()
        if source.parts[0] == "tests"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
    }
    names = {name.rpartition(".")[2] for name in our_tasks()}
    assert set(CALLED_ELSEWHERE) <= names
    assert names - called - set(CALLED_ELSEWHERE) == set()
