"""Anchors: how long each chain was on a day and the seal it ended with, kept outside the database.

Whoever holds one can show later that nothing before it was cut off, taken away or written anew, even
by somebody who has the keys, or who brought an old backup back.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from django.conf import settings

from audit.models import ChainHead, Event

LINE = re.compile(r"^(\S+) (\d+) ([0-9a-f]{64})$")

Anchor = tuple[str, int, str]
"""A chain, the number of an event of it, and its seal."""


def anchors_now() -> list[Anchor]:
    heads = ChainHead.objects.order_by("chain").exclude(number=0)
    return list(heads.values_list("chain", "number", "hash"))


def anchor_of(chain: str) -> Anchor | None:
    """The head of one chain; None where nothing has happened in it."""
    return ChainHead.objects.filter(chain=chain).values_list("chain", "number", "hash").first()


def in_lines(anchors: Iterable[Anchor]) -> str:
    return "".join(f"{chain} {number} {seal}\n" for chain, number, seal in anchors)


def in_text(text: str) -> list[Anchor]:
    """The anchors of an earlier output of verify_audit, of an anchor file or of a mail."""
    found = (LINE.match(line.strip()) for line in text.splitlines())
    return [(each[1], int(each[2]), each[3]) for each in found if each]


def differences_since(anchors: Iterable[Anchor]) -> Iterator[str]:
    """One sentence for each chain that does not go on from where an earlier anchor saw it."""
    for chain, number, seal in anchors:
        events = Event.objects.filter(chain=chain)
        stands = events.filter(number=number).values_list("hash", flat=True).first()
        if stands is None and not events.exists():
            yield f"{chain}: the whole chain is gone since it was {number} events long."
        elif stands is None:
            yield f"{chain}: the log was cut back since it was {number} events long."
        elif stands != seal:
            yield f"{chain}: the log was written anew since event {number} was its last."


# Files ------------------------------------------------------------------------------------------


def keep_anchor(on: date) -> Path:
    """Writes the day's file, once; readable by its owner alone. Returns where it lies."""
    folder = Path(settings.ANCHOR_DIR)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = folder / f"{on.isoformat()}.txt"
    if not kept.exists():
        half = folder / f".{on.isoformat()}.{os.getpid()}"
        half.touch(mode=0o600)
        half.write_text(in_lines(anchors_now()))
        half.replace(kept)  # whole or not at all
    return kept


def last_kept() -> Path | None:
    """The newest anchor file that there is."""
    found = sorted(Path(settings.ANCHOR_DIR).glob("????-??-??.txt"))
    return found[-1] if found else None
