"""Slowing whoever guesses a password, without locking its owner out.

Tries for an account are counted apart for each device that its owner has signed in on, known by a
signed cookie, and together for all other devices. After five wrong ones each further try waits
longer, up to an hour. So a stranger who guesses from a thousand addresses slows the other strangers:
the owner's own devices are not slowed, and the owner is sent a link that signs in past the lock.
"""

from __future__ import annotations

import secrets
import time
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from accounts.models import User
from pages.counting import add_one, key_of

FREE_TRIES = 5
FIRST_WAIT, LONGEST_WAIT = 60, 3600  # seconds
REMEMBERED = 24 * 3600  # seconds that tries are counted for
TOLD_EVERY = 3600  # seconds
COOKIE = "device"
COOKIE_AGE = 180 * 24 * 3600
MOST_PEOPLE = 5  # on one device
UNKNOWN = "another device"


def wait_after(tries: int) -> int:
    """How many seconds pass between one try and the next, after so many wrong ones."""
    return min(FIRST_WAIT * 2 ** min(tries - FREE_TRIES - 1, 10), LONGEST_WAIT)


def seconds_locked(email: str, device: str) -> int:
    """Counts this try. Nought where the password may be looked at, else the seconds to wait."""
    who = f"{email.lower()}:{device}"
    now = time.time()
    until = cache.get(key_of("locked", who))
    if until and until > now:
        return max(1, int(until - now))
    if until:
        cache.delete_many(
            [key_of("locked", who)]
        )  # it has run out, and the cache has not noticed yet
    tries = add_one(key_of("tries", who), seconds=REMEMBERED)
    if tries <= FREE_TRIES:
        return 0
    wait = wait_after(tries)
    # One of those who come at the same moment takes the lock, and with it the one try.
    return 0 if cache.add(key_of("locked", who), now + wait, wait) else wait


def forget_tries(email: str, device: str) -> None:
    who = f"{email.lower()}:{device}"
    cache.delete_many([key_of("locked", who), key_of("tries", who)])


def is_to_be_told(email: str) -> bool:
    """Whether the owner has not been written to in this hour."""
    hour = int(time.time() // TOLD_EVERY)
    return bool(cache.add(key_of(f"told of guesses:{hour}", email.lower()), True, TOLD_EVERY))


# Devices ----------------------------------------------------------------------------------------


def device_of(request: HttpRequest, email: str) -> str:
    """What marks this device as one that the owner of this account has signed in on."""
    return _known(request).get(key_of("device", email.lower())[:16], UNKNOWN)


def remember_device(request: HttpRequest, response: HttpResponse, user: User) -> None:
    known = _known(request)
    mark = key_of("device", user.email.lower())[:16]
    kept = {name: nonce for name, nonce in known.items() if name != mark}
    newest = dict(list(kept.items())[-(MOST_PEOPLE - 1) :])
    newest[mark] = known.get(mark) or secrets.token_hex(8)
    response.set_cookie(
        COOKIE,
        signing.dumps(newest, salt=COOKIE),
        max_age=COOKIE_AGE,
        path="/accounts/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _known(request: HttpRequest) -> dict[str, Any]:
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=COOKIE_AGE)
    except signing.BadSignature:
        return {}
    return found if isinstance(found, dict) else {}
