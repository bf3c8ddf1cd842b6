"""Whether the event log says what was written, and all of it: what nobody else may have changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from audit.actions import standing_digest
from audit.models import ChainHead, Event
from audit.seals import (
    BEFORE_THE_FIRST,
    as_text,
    detail_digest,
    event_seal,
    is_known,
    is_sealed,
)

BATCH = 2000
REDACTED = "event.redacted"
HEAD_CHANGED = "log.head_found_changed"

Redactions = dict[int, list[Event]]
"""By the number of the event whose words were taken out, oldest first."""


def broken_links() -> Iterator[str]:
    """One sentence a fault: an event changed, missing, out of place, a tail cut off, a head set back."""
    heads = {head.chain: head for head in ChainHead.objects.order_by("chain")}
    for head in heads.values():
        yield from faults_in_chain(head)
    for chain in (
        Event.objects.exclude(chain__in=heads)
        .order_by("chain")
        .values_list("chain", flat=True)
        .distinct()
    ):
        yield f"{chain}: events stand in the log without a head."


def faults_in_chain(head: ChainHead) -> Iterator[str]:
    chain, number, previous, place = head.chain, 0, BEFORE_THE_FIRST, 0
    redactions = _redactions(chain)
    for event in Event.objects.filter(chain=chain).order_by("number").iterator(BATCH):
        number += 1
        if event.number != number:
            yield f"{chain}: event {number} is missing before event {event.number}."
            number = event.number
        elif event.previous_hash != previous or event.pk <= place:
            yield f"{chain}: event {event.number} does not follow from the one before it."
        yield from (
            f"{chain}: event {event.number} {words}" for words in _faults(event, redactions)
        )
        previous, place = event.hash, event.pk
    if (number, previous) != (head.number, head.hash):
        yield f"{chain}: the log ends at event {number}, but {head.number} were written."
    if not is_sealed(head.mac, head.key_number, "head", chain, head.number, head.hash):
        yield f"{chain}: its head has been changed since event {head.number} was written."


def _faults(event: Event, redactions: Redactions) -> Iterator[str]:
    if not is_known(event.key_number):
        yield f"is sealed with key {event.key_number}, which SEAL_KEYS lacks."
        return
    if seal_of(event) != event.hash:
        yield f"has been changed since it was written ({event.verb})."
    elif not _says_as_written(event) and not _is_redacted(event, redactions.get(event.number, [])):
        yield f"has been changed in what it says since it was written ({event.verb})."
    if event.verb == HEAD_CHANGED:
        yield "was written on a head that somebody had changed: events before it may be gone."


def _says_as_written(event: Event) -> bool:
    return detail_digest(event.key_number, event.salt, event.detail) == event.detail_digest


def seal_of(event: Event) -> str:
    """The seal that an event should have, over everything it says and the seal before it."""
    return event_seal(
        event.key_number,
        event.previous_hash,
        event.pk,
        event.chain,
        event.number,
        event.at,
        event.actor_id,
        event.actor_post,
        event.verb,
        event.subject_type,
        event.subject_id,
        event.detail_digest,
        as_text(event.records),
    )


def _redactions(chain: str) -> Redactions:
    found: Redactions = defaultdict(list)
    for event in Event.objects.filter(chain=chain, verb=REDACTED).order_by("number"):
        found[event.detail.get("number", 0)].append(event)
    return found


def _is_redacted(event: Event, redactions: list[Event]) -> bool:
    """Whether the log says that what stands there now was left of it."""
    if not redactions or redactions[-1].number <= event.number:
        return False
    last = redactions[-1]
    if not is_known(last.key_number):
        return False
    return bool(last.detail.get("digest") == standing_digest(event, last.key_number))
