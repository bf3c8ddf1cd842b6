"""Tables that are kept between runs are those that the migrations make, and only while they would."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from django.db import connection

from tests import tables
from tests.tables import Tables, digest


class Database:
    """As much of a database as keeping it asks for."""

    def __init__(self) -> None:
        self.connection = sqlite3.connect(":memory:")
        self.connection.execute("CREATE TABLE promise (kept TEXT)")

    def ensure_connection(self) -> None:
        pass


def names_in(path: Path) -> list[str]:
    opened = sqlite3.connect(path)
    found = [name for (name,) in opened.execute("SELECT name FROM sqlite_master")]
    opened.close()
    return found


def test_they_are_made_once_and_then_brought(tmp_path: Path) -> None:
    first, made = Tables(tmp_path), Database()
    assert not first.bring(tmp_path / "a")
    first.keep(made)  # type: ignore[arg-type]
    second = Tables(tmp_path)
    assert second.bring(tmp_path / "b")
    assert names_in(tmp_path / "b") == ["promise"]
    second.keep(made)  # type: ignore[arg-type]
    made.connection.close()


def test_another_migration_makes_them_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, made = Tables(tmp_path), Database()
    first.bring(tmp_path / "a")
    first.keep(made)  # type: ignore[arg-type]
    monkeypatch.setattr(tables, "digest", lambda: "another")
    second = Tables(tmp_path)
    assert not second.bring(tmp_path / "b")
    second.keep(made)  # type: ignore[arg-type]
    assert [each.name for each in tmp_path.glob("*.sqlite3*")] == ["another.sqlite3"]
    made.connection.close()


def test_the_digest_reads_every_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class App:
        name, path = "thing", str(tmp_path)

    monkeypatch.setattr(tables.apps, "get_app_configs", lambda: [App])
    (tmp_path / "migrations").mkdir()
    before = digest()
    (tmp_path / "migrations" / "0001_initial.py").write_text("operations = []")
    made = digest()
    (tmp_path / "migrations" / "0001_initial.py").write_text("operations = [1]")
    assert len({before, made, digest()}) == 3


@pytest.mark.django_db
def test_the_guard_of_the_log_is_there_however_the_tables_came() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"
            if connection.vendor == "sqlite"
            else "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal"
        )
        assert cursor.fetchone()[0] > 0
