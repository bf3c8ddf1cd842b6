"""Writing to the event log. What is in it is checked by `audit.verifying`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from accounts.permissions import ActionRefused
from audit.bulk import insert_rows, reserve_numbers
from audit.digests import digests_of, key_of
from audit.evidence import Evidence, note, touched
from audit.models import ChainHead, Event
from audit.seals import (
    as_text,
    detail_digest,
    event_seal,
    head_seal,
    is_sealed,
    key_in_use,
    new_salt,
    seal,
)
from audit.writing import locked

INSTALLATION = "installation"
REMOVED = "[removed]"
MOST = 500
MOST_AT_ONCE = 5000

COLUMNS = (
    "id",
    "chain",
    "number",
    "at",
    "actor_id",
    "actor_post",
    "verb",
    "subject_type",
    "subject_id",
    "detail",
    "detail_digest",
    "salt",
    "records",
    "key_number",
    "previous_hash",
    "hash",
)


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


def seal_rest() -> None:
    """Logs the rows that the transaction has written and no event has taken up. The connection calls
    it before it commits (`audit.databases`); whoever compares rows with the log calls it too."""
    written = touched()
    if written:
        parts = -(-len(written) // MOST_AT_ONCE)
        sealed = [Entry("records.sealed", "audit.chainhead", 0) for _ in range(parts)]
        chain = written.chain or INSTALLATION
        _append(chain, [_Waiting(chain, None, timezone.now(), sealed)])


@transaction.atomic
def _append(chain: str, told: Iterable[_Waiting]) -> None:
    heads = ChainHead.objects.filter(chain=chain).select_for_update(no_key=True)
    head = heads.first()
    if head is None:
        # Read again with its lock: two first writers may both come here, and one of them has made
        # it.
        ChainHead.objects.get_or_create(chain=chain)
        head = heads.get()
    _insert(head, _found(head) + list(told))


def _insert(head: ChainHead, told: list[_Waiting]) -> None:
    """Adds the events to the chain whose head is held, and moves the head along."""
    key_number = key_in_use()
    records = Records(_records_now(key_number), told)
    # Reserved while the rows that the events speak of are held: see Event.
    places = iter(reserve_numbers(Event, sum(len(each.entries) for each in told)))
    rows = [row for each in told for row in _chained(each, head, places, key_number, records)]
    insert_rows(Event, COLUMNS, rows)
    touched().chain = head.chain
    head.key_number = key_number
    head.mac = head_seal(key_number, head.chain, head.number, head.hash)
    head.save()


def _found(head: ChainHead) -> list[_Waiting]:
    """What is to be said of a head that somebody else has changed: sealing it anew would hide that."""
    said = (head.chain, head.number, head.hash)
    if (head.number == 0 and not head.mac) or is_sealed(head.mac, head.key_number, "head", *said):
        return []
    changed = Entry("log.head_found_changed", "audit.chainhead", 0, {"number": head.number})
    return [_Waiting(head.chain, None, timezone.now(), [changed])]


def _chained(
    told: _Waiting, head: ChainHead, places: Iterator[int], key_number: int, records: Records
) -> Iterator[tuple[Any, ...]]:
    """Rows in the order of COLUMNS, each sealed on the one before; moves the head along."""
    actor_id, actor_post = (told.actor.pk, told.actor.acting_post) if told.actor else (None, "")
    for each in told.entries:
        pk, number, salt = next(places), head.number + 1, new_salt()
        who = (actor_id, actor_post, each.verb, each.subject_type, each.subject_id)
        digest, rows = detail_digest(key_number, salt, each.detail), as_text(records.of(each))
        sealed = (*who, digest, rows)
        previous, head.number = head.hash, number
        head.hash = event_seal(key_number, previous, pk, head.chain, number, told.at, *sealed)
        yield (
            *(pk, head.chain, number, told.at, *who),
            *(as_text(each.detail), digest, salt, rows, key_number, previous, head.hash),
        )


def _records_now(key_number: int) -> dict[str, str]:
    """The digest of each row that was written since the last event."""
    return {
        name: digest
        for model, keys in touched().take().items()
        for name, digest in digests_of(model, keys, key_number)
    }


class Records:
    """Which event holds the digest of which row: its subject's own, or its share of the rest."""

    def __init__(self, digests: dict[str, str], told: list[_Waiting]) -> None:
        entries = [each for waiting in told for each in waiting.entries]
        self._own: dict[int, dict[str, str]] = {}
        rest = list(digests.items())
        if len(entries) > 1:
            about = {f"{each.subject_type}:{each.subject_id}": id(each) for each in entries}
            for name, digest in rest:
                if name in about:
                    self._own.setdefault(about[name], {})[name] = digest
            rest = [each for each in rest if each[0] not in about]
        # The last one tells of what all of them brought about, unless that grows out of hand.
        share = max(MOST, -(-len(rest) // len(entries)))
        for number, each in enumerate(reversed(entries)):
            if part := rest[number * share : (number + 1) * share]:
                self._own.setdefault(id(each), {}).update(part)

    def of(self, told: Entry) -> dict[str, str]:
        return self._own.get(id(told), {})


# Rows older than the log's digests ---------------------------------------------------------------


@transaction.atomic
def seal_rows(model: type[Evidence], keys: Iterable[Any], *, why: str = "") -> int:
    """Logs how rows stand now that no verb has just written; how many there are. `why` says what the
    log could not know, such as a mistake that was put right in the database."""
    rows = model._base_manager.filter(pk__in=list(keys)).order_by("pk")
    held = list(rows.select_for_update(no_key=True).values_list("pk", flat=True))
    if held:
        note(model, held)
        detail = {"why": why, "rows": [key_of(model, pk) for pk in held]} if why else {}
        verb = "records.sealed_again" if why else "records.sealed"
        log_events([Entry(verb, "audit.chainhead", 0, detail)], by=None)
    return len(held)


def say_all_are_sealed(labels: Iterable[str]) -> None:
    """From now on a row of these models that the log does not hold was put there by nobody of ours."""
    told = Entry("records.all_sealed", "audit.chainhead", 0, {"models": sorted(labels)})
    log_events([told], by=None)


# Redaction --------------------------------------------------------------------------------------


@transaction.atomic
@logged_last()
def redact_event_words(
    *, event: Event, words: Iterable[str], why: str, agreed_by: str, by: User | None
) -> Event:
    """Takes words out of what an event says, for good: "[removed]" stands in their place.

    Its seal stays right, since it covers a digest; the log says who did it, why and who agreed
    (a post or body), never which words. Raises ActionRefused where none of the words is there.
    The caller has asked whether `by` may.
    """
    event = locked(event)
    if event.verb == "event.redacted":
        raise ActionRefused("What the log says of a redaction stays.")
    detail = without_words(event.detail, words)
    if detail == event.detail:
        raise ActionRefused("None of these words stands in this event.")
    event.detail, event.salt = detail, new_salt()
    event.save(update_fields=["detail", "salt"])
    log_event(
        "event.redacted",
        event,
        by=by,
        chain=event.chain,
        number=event.number,
        digest=standing_digest(event, key_in_use()),
        why=why,
        agreed_by=agreed_by,
    )
    return event


def standing_digest(event: Event, key_number: int) -> str:
    """The digest of what is left of an event's words, as a redaction puts it on record."""
    said = (event.chain, event.number, event.salt, as_text(event.detail))
    return seal(key_number, "redacted", *said)


def without_words(value: Any, words: Iterable[str]) -> Any:
    """A JSON value with each of the words replaced in its texts, whatever its capitals; longest first."""
    wanted = sorted({each.strip() for each in words} - {""}, key=len, reverse=True)
    if not wanted:
        return value
    return _replaced(value, re.compile("|".join(map(re.escape, wanted)), re.IGNORECASE))


def _replaced(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return pattern.sub(REMOVED, value)
    if isinstance(value, list):
        return [_replaced(each, pattern) for each in value]
    if isinstance(value, dict):
        return {key: _replaced(each, pattern) for key, each in value.items()}
    return value
