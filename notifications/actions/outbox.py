"""Putting messages into the outbox: each cause once, however often it is put."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from notifications.models import Cause, Cursor, Message, Subscription
from notifications.wording import Written

# SQLite takes no more than a thousand values in one statement as Django builds it.
BATCH = 500
AUTOMATIC = {"Auto-Submitted": "auto-generated"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A message that ought to go out. `write` is given those causes that nothing was sent for yet."""

    kind: str
    to: str
    causes: Sequence[str]
    write: Callable[[Sequence[str]], Written]
    headers: dict[str, str] = field(default_factory=dict)
    subscription: Subscription | None = None


def held_cursor(name: str, chain: str) -> Cursor:
    """How far this reader of the log has come, held until the transaction ends: two workers at once
    would tell the same twice."""
    Cursor.objects.get_or_create(name=name, chain=chain)
    return Cursor.objects.select_for_update(no_key=True).get(name=name, chain=chain)


@transaction.atomic
def put(wanted: Iterable[Wanted], *, at: datetime) -> int:
    """Adds what is missing and returns how many; what is there already is left as it is."""
    wanted = list(wanted)
    made: list[tuple[Message, Sequence[str]]] = []
    known = _known([key for each in wanted for key in each.causes])
    for each in wanted:
        fresh = [key for key in each.causes if key not in known]
        if not fresh or not each.to:
            continue
        known.update(fresh)
        made.append((_message(each, each.write(fresh), at=at), fresh))
    Message.objects.bulk_create([message for message, _ in made], batch_size=BATCH)
    Cause.objects.bulk_create(
        [Cause(key=key, message=message) for message, keys in made for key in keys],
        batch_size=BATCH,
    )
    return len(made)


def _known(keys: Sequence[str]) -> set[str]:
    known: set[str] = set()
    for start in range(0, len(keys), BATCH):
        part = keys[start : start + BATCH]
        known.update(Cause.objects.filter(key__in=part).values_list("key", flat=True))
    return known


def _message(wanted: Wanted, words: Written, *, at: datetime) -> Message:
    return Message(
        kind=wanted.kind,
        to=wanted.to,
        subject=words.subject,
        body=words.body,
        headers=AUTOMATIC | wanted.headers,
        subscription=wanted.subscription,
        created_at=at,
        due_at=at,
    )
