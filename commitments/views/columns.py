"""Columns that the registers of checks and of cases share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from compacts.models import Provision
from pages import shown
from pages.registers import Column

SECTOR_WORDS = {"public": "Public sector", "vcs": "VCS"}
NONE = "–"


def sector_of(row: Any) -> str:
    return SECTOR_WORDS.get(row.sector, "")


def clause_column(provision_of: Callable[[Any], Provision], sort: str) -> Column:
    """The clause with its edition, kept on one line on the page."""

    def words(row: Any) -> str:
        provision = provision_of(row)
        return f"{provision.ref} ({provision.compact.edition})"

    return Column(
        "clause", "Clause", lambda row: words(row).replace(" ", "\u00a0"), sort=sort, csv=words
    )


def day_column(name: str, heading: str) -> Column:
    """A day that many rows rightly have none of: a dash there, and an empty cell in the CSV."""

    def day(row: Any) -> Any:
        return getattr(row, name)

    return Column(
        name, heading, lambda row: shown.on(day(row)) if day(row) else NONE, sort=name, csv=day
    )
