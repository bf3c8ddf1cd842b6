"""Nobody who has the database alone can write an event, change one, or cut the log short unseen."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from audit.actions import log_event
from audit.models import ChainHead, Event
from audit.verifying import broken_links
from tests.audit.tampering import GUARD, by_sql, recompute_chain, without_triggers
from tests.cast import area, notice

pytestmark = pytest.mark.django_db

CHAIN = "thurrock"
OTHER_KEY = "fedcba9876543210" * 4


@pytest.fixture(autouse=True)
def history(db: None) -> None:
    notice(date(2026, 11, 23), received_on=date(2026, 11, 20), last_day=date(2026, 12, 31))
    for number in range(3):
        remember(number)


def remember(number: int) -> None:
    log_event("area.remembered", area(), by=None, chain=CHAIN, number=number)


def last() -> int:
    return Event.objects.filter(chain=CHAIN).count()


def cut_tail() -> None:
    n = last() - 1
    by_sql(
        f"DELETE FROM audit_event WHERE chain = '{CHAIN}' AND number > {n}",
        f"""UPDATE audit_chainhead SET number = {n}, hash = (SELECT hash FROM audit_event
            WHERE chain = '{CHAIN}' AND number = {n}) WHERE chain = '{CHAIN}'""",
    )


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "'2020-01-01 00:00:00+00:00'"),
        ("actor_id", "77"),
        ("actor_post", "'Somebody else'"),
        ("verb", "'area.forgotten'"),
        ("subject_type", "'organisations.organisation'"),
        ("subject_id", "77"),
        ("detail_digest", f"'{'1' * 64}'"),
        ("records", '\'{"organisations.area:1": ""}\''),
        ("previous_hash", f"'{'1' * 64}'"),
        ("hash", f"'{'1' * 64}'"),
        ("detail", "'{\"number\": 5}'"),
        ("salt", f"'{'1' * 32}'"),
        ("key_number", "2"),
        ("id", "900000"),
    ],
)
def test_a_changed_column_is_noticed(column: str, value: str) -> None:
    assert not list(broken_links())
    by_sql(f"UPDATE audit_event SET {column} = {value} WHERE chain = '{CHAIN}' AND number = 2")
    assert any(words.startswith(f"{CHAIN}: event 2 ") for words in broken_links())


def test_an_event_put_between_is_noticed() -> None:
    columns = (
        "at, actor_id, actor_post, verb, subject_type, subject_id, detail, detail_digest, salt, "
        "records, key_number, previous_hash, hash"
    )
    by_sql(
        f"""INSERT INTO audit_event (chain, number, {columns})
            SELECT chain, number + 1, {columns} FROM audit_event
            WHERE chain = '{CHAIN}' AND number = {last()}"""
    )
    assert any(f"event {last()} has been changed" in words for words in broken_links())


def test_a_chain_that_was_recomputed_is_noticed() -> None:
    by_sql(f"UPDATE audit_event SET detail = '{{}}' WHERE chain = '{CHAIN}' AND number = 2")
    recompute_chain(CHAIN)
    found = list(broken_links())
    assert f"{CHAIN}: event 1 has been changed" in found[0]
    assert any("its head has been changed" in words for words in found)


def test_a_tail_cut_off_with_the_head_set_back_is_noticed() -> None:
    cut_tail()
    assert list(broken_links()) == [
        f"{CHAIN}: its head has been changed since event {last()} was written."
    ]


def test_work_that_goes_on_does_not_heal_a_head_that_was_set_back() -> None:
    cut_tail()
    remember(4)
    (found,) = broken_links()
    assert "written on a head that somebody had changed" in found
    with pytest.raises(CommandError):
        call_command("verify_audit")


def test_a_head_moved_to_another_chain_is_noticed() -> None:
    log_event("area.remembered", area(), by=None, chain="elsewhere")
    by_sql(
        f"""UPDATE audit_chainhead SET (number, hash, mac) =
            (SELECT number, hash, mac FROM audit_chainhead WHERE chain = '{CHAIN}')
            WHERE chain = 'elsewhere'"""
    )
    assert any(words.startswith("elsewhere: its head has been changed") for words in broken_links())


# Keys --------------------------------------------------------------------------------------------


def test_keys_follow_each_other(settings: LazySettings) -> None:
    settings.SEAL_KEYS = settings.SEAL_KEYS | {2: OTHER_KEY}
    remember(4)
    numbers = (
        Event.objects.filter(chain=CHAIN).order_by("number").values_list("key_number", flat=True)
    )
    assert list(numbers) == [1] * (last() - 1) + [2]
    assert not list(broken_links())


def test_a_key_that_is_gone_is_named(settings: LazySettings) -> None:
    settings.SEAL_KEYS = {2: OTHER_KEY}
    found = list(broken_links())
    assert f"{CHAIN}: event 1 is sealed with key 1, which SEAL_KEYS lacks." in found


def test_another_key_under_the_same_number_fits_nothing(settings: LazySettings) -> None:
    settings.SEAL_KEYS = {1: OTHER_KEY}
    assert any("event 1 has been changed" in words for words in broken_links())


def test_what_was_written_without_a_key_is_sealed_at_the_upgrade() -> None:
    number = last()
    with without_triggers() as cursor:
        cursor.execute(
            "UPDATE audit_event SET hash = 'x', key_number = 0, salt = '', detail_digest = ''"
        )
        cursor.execute("UPDATE audit_chainhead SET mac = '', key_number = 0")
        assert list(broken_links())
        GUARD.seal_anew(apps, None)
    assert not list(broken_links())
    assert last() == number


def test_the_upgrade_does_not_hide_a_tail_that_was_gone_before() -> None:
    with without_triggers() as cursor:
        cursor.execute(f"DELETE FROM audit_event WHERE chain = '{CHAIN}' AND number = {last()}")
        GUARD.seal_anew(apps, None)
    (found,) = broken_links()
    assert f"ends at event {last()}, but {last() + 1} were written" in found


# The database itself ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_event SET actor_post = 'x'",
        "UPDATE audit_event SET detail = '{}', hash = 'x'",
        "UPDATE audit_event SET records = '{}', at = '2020-01-01 00:00:00+00:00'",
        "DELETE FROM audit_event",
    ],
)
def test_database_refuses_all_but_a_change_of_words(sql: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET detail = '{}', salt = ''")
    assert ChainHead.objects.get(chain=CHAIN).number == last()
