"""Counting tries, so that nobody gets more of them than they should: by adding one, and never by
reading first. Keys are hashed: the cache holds nobody's address.
"""

from __future__ import annotations

import ipaddress
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

NOWHERE = "0.0.0.0"  # noqa: S104 - stands for a visitor without an address
IPV6_NETWORK = 64  # bits that one connection to the network is given


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many tries in so many seconds.

    Where there is no Redis, what is light is counted by each process for itself: a page that only
    reads need not write a row for it.
    """

    most: int
    seconds: int
    is_light: bool = False


def key_of(name: str, who: str) -> str:
    return salted_hmac("pages.counting", f"{name}:{who}").hexdigest()


def add_one(key: str, *, seconds: int, kept_in: str = "default") -> int:
    """How many there are now, this one among them; they are forgotten so long after the first."""
    # Two calls, since only these two are atomic: reading, adding one and writing would lose counts.
    cache = caches[kept_in]
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out between the two
        return 1


def seconds_to_wait(name: str, who: str, allowance: Allowance) -> int:
    """Counts this try. Nought where it is within the allowance, else the seconds until the next."""
    now = time.time()
    window = int(now // allowance.seconds)
    key = key_of(f"{name}:{window}", who)
    kept_in = "light" if allowance.is_light else "default"
    if add_one(key, seconds=allowance.seconds, kept_in=kept_in) <= allowance.most:
        return 0
    return max(1, int((window + 1) * allowance.seconds - now))


def address_of(request: HttpRequest) -> str:
    """The visitor's address. Of what was forwarded, only what our own proxies added is believed."""
    trusted = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    said = forwarded[-trusted] if 0 < trusted <= len(forwarded) else ""
    for address in (said, request.META.get("REMOTE_ADDR", "")):
        try:
            return str(ipaddress.ip_address(address.strip()))
        except ValueError:
            continue
    return NOWHERE


def place_of(request: HttpRequest) -> str:
    """Where a request comes from: its address, or the network that one connection is given."""
    address = ipaddress.ip_address(address_of(request))
    if address.version == 6:
        return str(ipaddress.ip_network(f"{address}/{IPV6_NETWORK}", strict=False))
    return str(address)
