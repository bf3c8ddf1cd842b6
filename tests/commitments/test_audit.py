"""History cannot be changed without the check of the event log noticing."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from audit.actions import log_event
from audit.models import ChainHead, Event
from audit.verifying import broken_links
from tests.cast import area, notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def history():
    notice(date(2026, 11, 23), received_on=date(2026, 11, 20), last_day=date(2026, 12, 31))
    for number in range(3):
        log_event("area.remembered", area(), by=None, chain="thurrock", number=number)
    return Event.objects.filter(chain="thurrock")


def behind_its_back(sql):
    """Does what somebody with the database password could do."""
    with connection.cursor() as cursor:
        for verb in ("update", "delete"):
            table = " ON audit_event" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER audit_event_no_{verb}{table}")
        cursor.execute(sql)


def test_untouched_history_is_whole(history):
    call_command("verify_audit", verbosity=0)


@pytest.mark.parametrize("sql", ["UPDATE audit_event SET verb = 'x'", "DELETE FROM audit_event"])
def test_database_refuses_to_rewrite_history(history, sql):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_changed_event_is_noticed(history):
    behind_its_back(
        "UPDATE audit_event SET actor_post = 'Somebody else' WHERE chain = 'thurrock' AND number = 2"
    )
    assert any("event 2 has been changed" in fault for fault in broken_links())


def test_removed_event_is_noticed(history):
    behind_its_back("DELETE FROM audit_event WHERE chain = 'thurrock' AND number = 2")
    assert any("event 2 is missing" in fault for fault in broken_links())


def test_cut_off_tail_is_noticed(history):
    last = history.count()
    behind_its_back(f"DELETE FROM audit_event WHERE chain = 'thurrock' AND number = {last}")
    assert any(f"ends at event {last - 1}" in fault for fault in broken_links())
    with pytest.raises(CommandError):
        call_command("verify_audit")


def test_head_without_events_is_noticed(history):
    ChainHead.objects.filter(chain="thurrock").delete()
    assert any("without a head" in fault for fault in broken_links())
