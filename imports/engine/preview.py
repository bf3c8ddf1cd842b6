"""What each row of an upload would do, kept in a file so that any page of it is read at once."""

from __future__ import annotations

import json
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from commitments.acts import said
from commitments.subjects import Change
from imports.engine.planning import Planned

ROWS_A_PAGE = 50


class PreviewFile:
    """Written during the check: a JSON line a row, and where each page of them begins."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rows = 0
        self._starts: list[int] = []

    def __enter__(self) -> Self:
        self._file = (self._folder / "rows").open("wb")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()
        told = {"rows": self._rows, "starts": self._starts}
        (self._folder / "pages").write_text(json.dumps(told))

    def add(self, planned: list[Planned]) -> None:
        for one in planned:
            if self._rows % ROWS_A_PAGE == 0:
                self._starts.append(self._file.tell())
            self._rows += 1
            self._file.write(json.dumps(_told(one)).encode() + b"\n")


def _told(one: Planned) -> dict[str, Any]:
    act = one.act
    findings = one.judgement.findings if one.judgement else ()
    return {
        "row": one.row,
        "reference": act.reference,
        "what": one.what,
        "responsible": act.responsible.name,
        "counterpart": act.counterpart.name if act.counterpart else "",
        "standing": str(one.judgement.standing) if one.judgement else act.standing,
        "findings": [
            {
                "clause": finding.rule.provision.ref,
                "outcome": str(finding.verdict.outcome),
                "reason": finding.verdict.reason,
            }
            for finding in findings
        ],
        "changes": [_changed(change) for change in one.changes],
    }


def _changed(change: Change) -> dict[str, str]:
    column, old, new = change
    return {"column": column, "old": said(old), "new": said(new)}


def count_rows(folder: Path) -> int:
    return int(_pages(folder)["rows"])


def read_page(folder: Path, number: int) -> list[dict[str, Any]]:
    """The rows of one page, counted from 1; none past the end or where the file is gone."""
    starts = _pages(folder)["starts"]
    if not 1 <= number <= len(starts):
        return []
    with (folder / "rows").open("rb") as file:
        file.seek(starts[number - 1])
        lines = [file.readline() for _ in range(ROWS_A_PAGE)]
    return [json.loads(line) for line in lines if line]


def _pages(folder: Path) -> dict[str, Any]:
    try:
        pages: dict[str, Any] = json.loads((folder / "pages").read_text())
    except (OSError, ValueError):
        return {"rows": 0, "starts": []}
    return pages
