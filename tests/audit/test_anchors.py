"""What somebody kept of the log shows later whether it goes on from there."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.test import Client

from audit.actions import log_event
from audit.anchors import anchors_now, differences_since, in_lines, in_text, keep_anchor
from audit.models import ChainHead, Event, Inspection
from audit.tasks import verify_history
from disputes.bundles import case_of
from organisations.models import Role
from tests.audit.tampering import by_sql
from tests.cast import area, council, person
from tests.disputes import way

pytestmark = pytest.mark.django_db

CHAIN = "thurrock"
DAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def own_folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.ANCHOR_DIR = tmp_path / "anchors"
    return tmp_path


def remember(count: int = 1, chain: str = CHAIN) -> None:
    for _ in range(count):
        log_event("area.remembered", area(), by=None, chain=chain)


def set_back(to: tuple[Any, ...]) -> None:
    """As a backup that is brought back: the log of then, with its own head."""
    number, seal, mac = to
    by_sql(
        f"DELETE FROM audit_event WHERE chain = '{CHAIN}' AND number > {number}",
        f"""UPDATE audit_chainhead SET number = {number}, hash = '{seal}', mac = '{mac}'
            WHERE chain = '{CHAIN}'""",
    )


def head() -> tuple[Any, ...]:
    return ChainHead.objects.values_list("number", "hash", "mac").get(chain=CHAIN)


def test_a_log_that_goes_on_is_as_it_was() -> None:
    remember(2)
    kept = in_text("The log:\n" + in_lines(anchors_now()))
    assert kept == anchors_now()
    remember()
    assert not list(differences_since(kept))


def test_an_old_backup_is_noticed_since_a_later_line(own_folder: Path, capsys: Any) -> None:
    remember(2)
    old = head()
    remember(2)
    call_command("verify_audit")
    output = own_folder / "output.txt"
    output.write_text(capsys.readouterr().out)
    number = head()[0]
    set_back(old)
    call_command("verify_audit")  # nothing in it is wrong by itself
    with pytest.raises(CommandError):
        call_command("verify_audit", since=str(output))
    assert (
        f"{CHAIN}: the log was cut back since it was {number} events long"
        in capsys.readouterr().err
    )


def test_another_history_with_as_many_events_is_noticed() -> None:
    remember(2)
    old = head()
    remember()
    kept = anchors_now()
    set_back(old)
    remember()
    (found,) = differences_since(kept)
    assert found.startswith(f"{CHAIN}: the log was written anew since event")


def test_a_chain_taken_away_is_noticed() -> None:
    remember(3, "elsewhere")
    kept = anchors_now()
    by_sql(
        "DELETE FROM audit_event WHERE chain = 'elsewhere'",
        "DELETE FROM audit_chainhead WHERE chain = 'elsewhere'",
    )
    assert list(differences_since(kept)) == [
        "elsewhere: the whole chain is gone since it was 3 events long."
    ]


def test_the_chain_of_rows_taken_away_is_noticed_without_any_line() -> None:
    by_sql(
        "DELETE FROM audit_event WHERE chain = 'thurrock'",
        "DELETE FROM audit_chainhead WHERE chain = 'thurrock'",
    )
    with pytest.raises(CommandError):
        call_command("verify_audit")


def test_the_days_own_file_is_looked_at_in_any_case(own_folder: Path, capsys: Any) -> None:
    remember(2)
    old = head()
    remember()
    kept = keep_anchor(DAY)
    assert kept == own_folder / "anchors" / "2026-11-23.txt"
    assert kept.stat().st_mode & 0o077 == 0
    set_back(old)
    with pytest.raises(CommandError):
        call_command("verify_audit")
    assert "cut back" in capsys.readouterr().err


def test_a_days_file_is_written_once() -> None:
    remember()
    before = keep_anchor(DAY).read_text()
    remember()
    assert keep_anchor(DAY).read_text() == before
    assert keep_anchor(date(2026, 11, 24)).read_text() == in_lines(anchors_now())


@pytest.mark.parametrize("text", ["", "thurrock many abc\n"])
def test_a_file_without_lines_is_refused(own_folder: Path, text: str) -> None:
    (own_folder / "x").write_text(text)
    with pytest.raises(CommandError, match="holds no line"):
        call_command("verify_audit", since=str(own_folder / "x"))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_audit", since=str(own_folder / "y"))


# Every night --------------------------------------------------------------------------------------


def test_history_is_looked_at_once_a_night_and_told(client: Client, own_folder: Path) -> None:
    with time_machine.travel("2026-11-23 06:00Z", tick=False) as clock:
        assert client.get("/healthz").json()["last_inspection"] is None
        verify_history()
        verify_history()
        assert Inspection.objects.get().faults == 0
        assert (own_folder / "anchors" / "2026-11-23.txt").exists()
        remember()
        last = Event.objects.get(verb="area.remembered")
        by_sql(f"UPDATE audit_event SET verb = 'x' WHERE id = {last.pk}")
        clock.move_to("2026-11-24 06:00Z")
        verify_history()
    said = client.get("/healthz").json()
    assert said["last_inspection"]["faults"] == 1
    assert "last_inspection" in said["worries"]
    assert str(last.number) in Inspection.objects.first().first[0]


# Where people see it --------------------------------------------------------------------------------


def test_everybody_can_read_the_last_seals(client: Client) -> None:
    remember()
    page = client.get("/history/").content.decode()
    for _, number, seal in anchors_now():
        assert str(number) in page
        assert seal in page


def test_the_report_and_the_papers_of_a_case_print_the_line(client: Client) -> None:
    dispute = way.raised(way.Area())
    line = in_lines([each for each in anchors_now() if each[0] == CHAIN]).strip()
    sections = case_of(dispute, dispute.raised_by, DAY)["sections"]
    assert line in str(sections[-1])
    client.force_login(person(Role.FORUM_CHAIR, council(), "reader@test.example"))
    page = client.get(f"/areas/{CHAIN}/report/").content.decode()
    assert in_lines([each for each in anchors_now() if each[0] == CHAIN]).strip() in page
