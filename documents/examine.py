"""The job of examining a document: `python -m documents.examine LIMITS SOURCE NAME TARGET`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from documents.examining import examine
from documents.run import main


def examined(source: str, name: str, target: str) -> dict[str, Any]:
    found = examine(Path(source), name, Path(target))
    return {
        "refused": found.refused,
        "passages": [[each.where, each.text] for each in found.reading.passages],
        "unreadable": found.reading.unreadable,
        "taken_out": list(found.taken_out),
        "cleaned": found.cleaned,
    }


TOO_MUCH_SAID = 3


if __name__ == "__main__":
    main(examined, *sys.argv[1:])
