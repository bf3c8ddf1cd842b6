"""Many rows in one go: the ORM's bulk insert takes several times as long for the same rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

from django.db import connection, models

from audit.evidence import Evidence, note


def insert_rows(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Inserts rows whose values are in the order of `columns`; JSON comes as text, None is NULL."""
    quoted = connection.ops.quote_name
    table, names = quoted(model._meta.db_table), ", ".join(quoted(name) for name in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _copy(cursor, table, names, rows)
        else:
            places = ", ".join(["%s"] * len(columns))
            insert = f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608 - our own names
            cursor.executemany(insert, rows)
    if issubclass(model, Evidence):
        key = columns.index("id")  # what the database numbers, nobody could tell the log
        note(model, [row[key] for row in rows])


def update_rows(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Updates rows by primary key: each row is the key, then the values in the order of `columns`."""
    if not rows:
        return
    quoted = connection.ops.quote_name
    table = quoted(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            names = ", ".join(quoted(name) for name in ("id", *columns))
            sets = ", ".join(f"{quoted(name)} = new.{quoted(name)}" for name in columns)
            cursor.execute(
                f"CREATE TEMP TABLE new_values ON COMMIT DROP AS SELECT {names} FROM {table} LIMIT 0"  # noqa: S608
            )
            _copy(cursor, "new_values", names, rows)
            cursor.execute(
                f"UPDATE {table} AS old SET {sets} FROM new_values AS new WHERE old.id = new.id"  # noqa: S608
            )
            # A transaction may come here several times, and ON COMMIT would drop it only at its
            # end.
            cursor.execute("DROP TABLE new_values")
        else:
            sets = ", ".join(f"{quoted(name)} = %s" for name in columns)
            cursor.executemany(
                f"UPDATE {table} SET {sets} WHERE id = %s",  # noqa: S608 - our own names
                [(*row[1:], row[0]) for row in rows],
            )
    note(model, [row[0] for row in rows])


def reserve_numbers(model: type[models.Model], count: int) -> list[int]:
    """Primary keys that the next `count` rows may use. Call it inside the transaction that uses them."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, count],
            )
            return [number for (number,) in cursor.fetchall()]
        # SQLite has no sequence to ask. Its one writer holds the database, so nobody else takes
        # these.
        cursor.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}")  # noqa: S608 - our own name
        last = cursor.fetchone()[0]
        return list(range(last + 1, last + 1 + count))


def _copy(cursor: Any, table: str, names: str, rows: Iterable[Sequence[Any]]) -> None:
    # Django's cursor turns into its own errors only what `execute` raises. A time limit or a
    # constraint that COPY meets would else be no error that anybody catches.
    with connection.wrap_database_errors:
        cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN WITH (FORMAT csv)", _as_csv(rows))


def _as_csv(rows: Iterable[Sequence[Any]]) -> StringIO:
    return StringIO("".join(",".join(map(_as_field, row)) + "\n" for row in rows))


def _as_field(value: Any) -> str:
    """COPY reads an empty field as NULL where it is not quoted, so every value is: no text that
    people type can then be taken for NULL, be it blank or a mark like `\\N`."""
    return "" if value is None else '"' + str(value).replace('"', '""') + '"'
