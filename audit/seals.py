"""Seals: digests that nobody can make who has the database alone. Their keys lie outside of it.

Every seal says by which key it was made, so that a key can be followed by another one while what
the first one sealed is still checked with it.
"""

from __future__ import annotations

import hmac
import json
import secrets
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

BEFORE_THE_FIRST = "0" * 64

# Sorted and without spaces: PostgreSQL keeps JSON in an order of its own, and what is read back
# must give the same text, or no seal could be checked.
_encoder = DjangoJSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def as_text(value: Any) -> str:
    """A JSON value as the one text that stands for it."""
    return _encoder.encode(value)


def key_in_use() -> int:
    """The number of the key that seals now: the highest."""
    return max(settings.SEAL_KEYS)


def is_known(key_number: int) -> bool:
    return key_number in settings.SEAL_KEYS


def seal(key_number: int, what: str, *said: Any) -> str:
    """The HMAC-SHA256, in hex, over a kind of thing and what is said of it, texts and numbers."""
    text = json.dumps((what, *said), ensure_ascii=False)
    return hmac.digest(settings.SEAL_KEYS[key_number].encode(), text.encode(), "sha256").hex()


def is_sealed(made: str, key_number: int, what: str, *said: Any) -> bool:
    """Whether a seal is the right one; one by a key that nobody has is not."""
    return is_known(key_number) and hmac.compare_digest(made, seal(key_number, what, *said))


def new_salt() -> str:
    return secrets.token_hex(16)


def detail_digest(key_number: int, salt: str, detail: Any) -> str:
    """What a seal covers in place of the words of an event, so that they can be taken out."""
    return seal(key_number, "detail", salt, as_text(detail))


def event_seal(
    key_number: int, previous: str, pk: int, chain: str, number: int, at: datetime, *said: Any
) -> str:
    """Over the seal before, the event's places in the whole log and in its chain, and what it says."""
    # One text for one instant: Python leaves out microseconds that are zero, and `at` may come in
    # any zone.
    instant = at.astimezone(UTC).isoformat(timespec="microseconds")
    return seal(key_number, "event", previous, pk, chain, number, instant, *said)


def head_seal(key_number: int, chain: str, number: int, last: str) -> str:
    """Over how long a chain is and the seal of its last event."""
    return seal(key_number, "head", chain, number, last)
