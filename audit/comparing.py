"""Whether every row that is evidence stands as the log holds it, and which one does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from audit.actions import say_all_are_sealed, seal_rest, seal_rows
from audit.digests import FILE, GONE, row_digests, shape_of
from audit.evidence import Evidence, evidence_models
from audit.models import Event
from audit.seals import is_known

BATCH = 2000
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """What the log last said of a row."""

    digest: str
    key_number: int
    told: str


Log = dict[str, Kept]
"""By how the row is called in the log: "funding.notice:12"."""


@contextmanager
def one_moment() -> Iterator[None]:
    """What is read inside stands as at one moment, while others go on writing."""
    if connection.in_atomic_block:
        seal_rest()
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        # Not `atomic`, which on SQLite holds everybody up who writes.
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def what_the_log_holds() -> Log:
    """The last digest of every row, in the order of the whole log."""
    found: Log = {}
    rows = Event.objects.exclude(records={}).order_by("pk")
    for chain, number, verb, key_number, records in rows.values_list(
        "chain", "number", "verb", "key_number", "records"
    ).iterator(BATCH):
        told = f"{chain} {number}, {verb}"
        for name, digest in records.items():
            found[name] = Kept(digest, key_number, told)
    return found


def changed_rows() -> Iterator[str]:
    """One sentence for each row that was changed, added or removed behind the log's back."""
    log = what_the_log_holds()
    for model in evidence_models():
        yield from _faults_of(model, log)
    for name, kept in log.items():  # those left are in no table
        if kept.digest != GONE and FILE not in name:
            yield f"{_in_words(name)} is missing: the log has it since event {kept.told}."


def _faults_of(model: type[Evidence], log: Log) -> Iterator[str]:
    prefix = model._meta.label_lower
    for row in _rows_of(model):
        kept = log.pop(f"{prefix}:{row[0]}", None)
        if len(row) == 1:
            yield f"{_named(model, row[0])} holds a value that nothing of ours could have written."
        elif kept is None or kept.digest == GONE:
            yield f"{_named(model, row[0])} is not in the log: no event put it there."
        elif not is_known(kept.key_number):
            yield f"{_named(model, row[0])} cannot be checked: SEAL_KEYS lacks {kept.key_number}."
        else:
            yield from _differences(model, row, kept, log)


def _rows_of(model: type[Evidence]) -> Iterator[tuple[Any, ...]]:
    """Each row's key and columns, in batches; of a row that cannot be read at all, its key alone."""
    rows = model._base_manager.order_by("pk")
    names = shape_of(model).names
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        part = keys[start : start + AT_ONCE]
        try:
            yield from list(rows.filter(pk__in=part).values_list("pk", *names))
        except (ValueError, ArithmeticError):  # such as 31 February, which SQLite keeps
            for key in part:
                yield _row_alone(model, key, names)


def _row_alone(model: type[Evidence], key: Any, names: Sequence[str]) -> tuple[Any, ...]:
    try:
        row: tuple[Any, ...] = model._base_manager.values_list("pk", *names).get(pk=key)
    except (ValueError, ArithmeticError):
        return (key,)
    return row


def _differences(
    model: type[Evidence], row: tuple[Any, ...], kept: Kept, log: Log
) -> Iterator[str]:
    (_, digest), *files = row_digests(model, row, kept.key_number)
    if digest != kept.digest:
        yield f"{_named(model, row[0])} has been changed since event {kept.told}."
    for name, now in files:
        file = log.pop(name, None)
        if file is None or digest != kept.digest:
            continue  # another file was put in its place: the row says so already
        if file.key_number != kept.key_number or now != file.digest:
            yield f"The file of {_named(model, row[0])} has been changed since event {file.told}."


# In words ----------------------------------------------------------------------------------------


def _named(model: type[models.Model], pk: Any) -> str:
    """The row by its reference or title, with the table's own name and number."""
    try:
        row: Any = model._base_manager.get(pk=pk)
        act = getattr(row, "act", None)
        title = getattr(row, "reference", "") or getattr(act, "reference", "") or str(row)
    except Exception:  # what was tampered with may point nowhere
        title = ""
    called = f"{model._meta.verbose_name} {title}".strip()
    return f"{called} ({model._meta.label_lower} {pk})"


def _in_words(name: str) -> str:
    label, _, pk = name.partition(":")
    try:
        called = str(apps.get_model(label)._meta.verbose_name)
    except LookupError:
        called = "row"
    return f"{called} ({label} {pk})"


# Rows older than the log's digests ----------------------------------------------------------------


def models_to_seal() -> list[type[Evidence]]:
    """Those whose first rows were never sealed: an earlier version wrote them."""
    done: set[str] = set()
    for detail in Event.objects.filter(verb="records.all_sealed").values_list("detail", flat=True):
        done.update(detail.get("models", []))
    return [model for model in evidence_models() if model._meta.label_lower not in done]


def seal_backlog() -> int:
    """Logs every row that an earlier version wrote, batch by batch; how many. Killed, it goes on where
    it was. A model is sealed once: from then on what the log lacks is a fault, and stays one."""
    waiting, count = models_to_seal(), 0
    if not waiting:
        return 0
    log = what_the_log_holds()
    for model in waiting:
        label = model._meta.label_lower
        keys = model._base_manager.order_by("pk").values_list("pk", flat=True)
        lacking = [pk for pk in keys if f"{label}:{pk}" not in log]
        for start in range(0, len(lacking), BATCH):
            count += seal_rows(model, lacking[start : start + BATCH])
    say_all_are_sealed(model._meta.label_lower for model in waiting)
    return count
