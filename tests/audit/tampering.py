"""What somebody can do who has the database, and not the keys."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from django.db import connection

from audit.models import Event

GUARD = import_module("audit.migrations.0004_seals_have_keys")


@contextmanager
def without_triggers() -> Iterator[Any]:
    """A cursor on a database that refuses nothing; the triggers are put back, as a thief would."""
    is_postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for statement in GUARD.POSTGRESQL_DROPPED if is_postgres else GUARD.SQLITE_DROPPED:
            cursor.execute(statement)
        yield cursor
        for statement in GUARD.POSTGRESQL if is_postgres else GUARD.SQLITE:
            cursor.execute(statement)


def by_sql(*statements: str) -> None:
    with without_triggers() as cursor:
        for statement in statements:
            cursor.execute(statement)


def recompute_chain(chain: str) -> None:
    """Seals a chain anew the way its format can be read from the code, with a key of one's own."""
    previous = "0" * 64
    with without_triggers() as cursor:
        for event in Event.objects.filter(chain=chain).order_by("number"):
            said = json.dumps([previous, event.number, event.verb, event.detail, event.records])
            seal = hashlib.sha256(said.encode()).hexdigest()
            cursor.execute(
                "UPDATE audit_event SET previous_hash = %s, hash = %s WHERE id = %s",
                [previous, seal, event.pk],
            )
            previous = seal
        cursor.execute("UPDATE audit_chainhead SET hash = %s WHERE chain = %s", [previous, chain])
