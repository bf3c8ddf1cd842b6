"""Writing to the event log, and checking that nobody else did."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from audit.bulk import insert_rows
from audit.models import ChainHead, Event

INSTALLATION = "installation"
BATCH = 2000

COLUMNS = (
    "chain",
    "number",
    "at",
    "actor_id",
    "actor_post",
    "verb",
    "subject_type",
    "subject_id",
    "detail",
    "previous_hash",
    "hash",
)

# Sorted and without spaces: PostgreSQL keeps JSON in an order of its own, and what is read back
# must give the same text, or no seal could be checked.
_encoder = DjangoJSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened, before it has its place in the chain."""

    verb: str
    subject_type: str
    subject_id: int
    detail: dict[str, Any] = field(default_factory=dict)


def entry(verb: str, subject: models.Model, **detail: Any) -> Entry:
    return Entry(verb, subject._meta.label_lower, subject.pk, detail)


def log_event(
    verb: str,
    subject: models.Model,
    *,
    by: User | AnonymousUser | None,
    chain: str = INSTALLATION,
    **detail: Any,
) -> None:
    """Appends one event. `detail` holds JSON values and dates; old and new values of what changed."""
    log_events([entry(verb, subject, **detail)], by=by, chain=chain)


@dataclass(slots=True)
class _Waiting:
    """Events of one actor for one chain that are written at the end of a verb."""

    chain: str
    actor: User | None
    at: datetime
    entries: list[Entry]


_waiting: ContextVar[list[_Waiting] | None] = ContextVar("waiting", default=None)


@contextmanager
def logged_last() -> Iterator[None]:
    """What is logged inside is written at its end; where an error leaves it, not at all.

    A chain is held from its first event on. So a verb that goes on to take further rows logs last:
    whoever holds one of those rows may be waiting for the chain. Inside another one it does nothing.
    """
    if _waiting.get() is not None:
        yield
        return
    kept: list[_Waiting] = []
    token = _waiting.set(kept)
    try:
        yield
    finally:
        _waiting.reset(token)
    for chain in sorted({each.chain for each in kept}):  # chains are held in one order
        _append(chain, [each for each in kept if each.chain == chain])


def log_events(
    entries: Iterable[Entry], *, by: User | AnonymousUser | None, chain: str = INSTALLATION
) -> None:
    """Appends events in order, in the caller's transaction, holding the chain until it ends."""
    actor = by if isinstance(by, User) else None
    told, waiting = _Waiting(chain, actor, timezone.now(), list(entries)), _waiting.get()
    if waiting is None:
        _append(chain, [told])
    else:
        waiting.append(told)


@transaction.atomic
def _append(chain: str, told: Iterable[_Waiting]) -> None:
    heads = ChainHead.objects.filter(chain=chain).select_for_update(no_key=True)
    head = heads.first()
    if head is None:
        # Read again with its lock: two first writers may both come here, and one of them has made
        # it.
        ChainHead.objects.get_or_create(chain=chain)
        head = heads.get()
    rows = [
        row for each in told for row in _chained(each.entries, head, at=each.at, actor=each.actor)
    ]
    insert_rows(Event, COLUMNS, rows)
    head.save()


def _chained(
    entries: Iterable[Entry], head: ChainHead, *, at: datetime, actor: User | None
) -> Iterator[tuple[Any, ...]]:
    """Rows in the order of COLUMNS, each sealed on the one before; moves the head along."""
    actor_id, actor_post = (actor.pk, actor.post) if actor else (None, "")
    for each in entries:
        said = (
            head.chain,
            head.number + 1,
            at,
            actor_id,
            actor_post,
            each.verb,
            each.subject_type,
            each.subject_id,
            _encoder.encode(each.detail),
        )
        previous, head.number, head.hash = head.hash, head.number + 1, _seal(head.hash, said)
        yield (*said, previous, head.hash)


def seal(event: Event) -> str:
    """The SHA-256, in hex, over everything an event says and the seal of the event before it."""
    values = [getattr(event, name) for name in COLUMNS[:9]]
    return _seal(event.previous_hash, (*values[:8], _encoder.encode(values[8])))


def _seal(previous: str, said: tuple[Any, ...]) -> str:
    chain, number, at, *rest = said
    # One text for one instant: Python leaves out microseconds that are zero, and `at` may come in
    # any zone.
    instant = at.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps((previous, chain, number, instant, *rest), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def broken_links() -> Iterator[str]:
    """One sentence a fault: an event changed, missing, out of place, or a tail cut off."""
    for head in ChainHead.objects.order_by("chain"):
        number, previous = 0, "0" * 64
        for event in Event.objects.filter(chain=head.chain).order_by("number").iterator(BATCH):
            number += 1
            if event.number != number:
                yield f"{head.chain}: event {number} is missing before event {event.number}."
                number = event.number
            elif event.previous_hash != previous:
                yield f"{head.chain}: event {event.number} does not follow from the one before it."
            if seal(event) != event.hash:
                yield f"{head.chain}: event {event.number} has been changed since it was written."
            previous = event.hash
        if (number, previous) != (head.number, head.hash):
            yield f"{head.chain}: the log ends at event {number}, but {head.number} were written."
    known = set(ChainHead.objects.values_list("chain", flat=True))
    for chain in Event.objects.exclude(chain__in=known).values_list("chain", flat=True).distinct():
        yield f"{chain}: events stand in the log without a head."
