"""What was typed into a draft stays on its row, page by page, right or wrong."""

from __future__ import annotations

from typing import Any

from audit.writing import StaleError, version_of
from pages.wizard.raw import Typed, digest


def put_typed(row: Any, page: str, typed: Typed, *, version: int, seen: str) -> None:
    """Sets what was typed on one page of a draft, unsaved. The row must be held: see `locked`.

    `version` and `seen` are what the page was opened with: the draft's version, and the digest of
    what had been typed on this page. Raises StaleError where the page was saved since then; what
    was saved on another page does no harm.
    """
    if version_of(row) != version and digest(row.typed.get(page)) != seen:
        raise StaleError(row)
    row.typed = {**row.typed, page: {name: list(said) for name, said in typed.items()}}


def mark_answered(row: Any, page: str, is_right: bool) -> None:
    """Says, unsaved, whether the row's own columns hold what was typed on the page."""
    others = [each for each in row.answered_pages if each != page]
    row.answered_pages = [*others, page] if is_right else others
