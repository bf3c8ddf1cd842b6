"""The database as it stood when the demo story had been told; each journey goes back to it."""

import sqlite3

from django.db import connection, connections


class World:
    """A copy of the whole database, quick to return to. Rows committed since then are gone."""

    def __init__(self) -> None:
        self._sqlite: sqlite3.Connection | None = None
        self._name = str(connection.settings_dict["NAME"])
        self._copy = f"{self._name}_story"

    def keep(self) -> None:
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            self._sqlite = sqlite3.connect(":memory:", check_same_thread=False)
            connection.connection.backup(self._sqlite)
        else:
            self._copy_database(self._name, self._copy)

    def restore(self) -> None:
        if self._sqlite is not None:
            connection.ensure_connection()
            self._sqlite.backup(connection.connection)
        else:
            self._copy_database(self._copy, self._name)

    def forget(self) -> None:
        if self._sqlite is not None:
            self._sqlite.close()
        else:
            self._run(f'DROP DATABASE IF EXISTS "{self._copy}" WITH (FORCE)')

    def _copy_database(self, source: str, target: str) -> None:
        connections.close_all()
        self._run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = '{source}' AND pid <> pg_backend_pid()"
        )
        self._run(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
        self._run(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')

    def _run(self, statement: str) -> None:
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement)
