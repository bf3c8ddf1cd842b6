"""Writing to the event log, and checking that nobody else did."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from audit.models import ChainHead, Event

INSTALLATION = "installation"
BATCH = 2000

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


def record(
    verb: str,
    subject: models.Model,
    *,
    by: User | AnonymousUser | None,
    chain: str = INSTALLATION,
    **detail: Any,
) -> Event:
    """Appends one event. `detail` holds JSON values and dates; old and new values of what changed."""
    return record_many([entry(verb, subject, **detail)], by=by, chain=chain)[0]


@transaction.atomic
def record_many(
    entries: Iterable[Entry], *, by: User | AnonymousUser | None, chain: str = INSTALLATION
) -> list[Event]:
    """Appends events in order, in the caller's transaction, holding the chain until it ends."""
    ChainHead.objects.get_or_create(chain=chain)
    head = ChainHead.objects.select_for_update().get(chain=chain)
    at = timezone.now()
    actor = by if isinstance(by, User) else None
    events = list(_chained(entries, head, at=at, actor=actor))
    Event.objects.bulk_create(events, batch_size=BATCH)
    head.save()
    return events


def _chained(
    entries: Iterable[Entry], head: ChainHead, *, at: datetime, actor: User | None
) -> Iterator[Event]:
    for each in entries:
        event = Event(
            chain=head.chain,
            number=head.number + 1,
            at=at,
            actor_id=actor.pk if actor else None,
            actor_post=actor.post if actor else "",
            verb=each.verb,
            subject_type=each.subject_type,
            subject_id=each.subject_id,
            detail=json.loads(_encoder.encode(each.detail)) if each.detail else {},
            previous_hash=head.hash,
        )
        event.hash = seal(event)
        head.number, head.hash = event.number, event.hash
        yield event


def seal(event: Event) -> str:
    """The SHA-256, in hex, over everything an event says and the seal of the event before it."""
    said = (
        event.previous_hash,
        event.chain,
        event.number,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.actor_id,
        event.actor_post,
        event.verb,
        event.subject_type,
        event.subject_id,
        event.detail,
    )
    return hashlib.sha256(_encoder.encode(said).encode()).hexdigest()


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
