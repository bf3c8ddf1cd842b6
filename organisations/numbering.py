"""References such as N-2026-0009: numbered by area, kind and year, from a row that is locked."""

from __future__ import annotations

from collections.abc import Callable

from organisations.models import Area, Counter


def next_reference(area: Area, prefix: str, year: int, *, is_taken: Callable[[str], bool]) -> str:
    """The next free reference. It holds the counter until the transaction ends.

    Imports bring references of their own, so a number that is taken already is passed over.
    """
    # Made before it is taken: there is no locking a row that is not there, and two may begin a year
    # at once.
    Counter.objects.get_or_create(area=area, prefix=prefix, year=year)
    counter = Counter.objects.select_for_update(no_key=True).get(
        area=area, prefix=prefix, year=year
    )
    while True:
        counter.last += 1
        reference = f"{prefix}-{year}-{counter.last:04}"
        if not is_taken(reference):
            break
    counter.save(update_fields=["last"])
    return reference
