"""How often something may be asked for. Keys are hashed: the cache holds no address of anybody."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

HOUR = 3600
FROM_ONE_PLACE = 20
TO_ONE_ADDRESS = 3


def is_within(name: str, who: str, most: int, *, at: datetime) -> bool:
    """Counts this one, and says whether it is still within so many an hour."""
    hour = int(at.timestamp()) // HOUR
    key = salted_hmac("notifications.limits", f"{name}:{who}:{hour}").hexdigest()
    # Two calls, since only these two are atomic: reading, adding one and writing would lose counts.
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key) <= most
    except ValueError:  # it ran out between the two
        return True


def place_of(request: HttpRequest) -> str:
    """Where a request comes from. Behind our own proxy, what that proxy saw."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.HTTPS else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))
