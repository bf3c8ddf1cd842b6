"""The job of reading a table: `python -m documents.tabulate LIMITS SOURCE TARGET`.

Writes a line of JSON a row; the answer is a sentence where the table ends in something that cannot be read.
"""

from __future__ import annotations

import sys
from pathlib import Path

from documents.run import main
from documents.tables import line_of
from pages.spreadsheets import TableRefused, rows_of


def tabulated(source: str, target: str) -> str:
    with Path(target).open("w", encoding="utf-8") as lines:
        try:
            for row in rows_of(Path(source)):
                lines.write(line_of(row))
        except TableRefused as refused:
            return str(refused)
    return ""


if __name__ == "__main__":
    main(tabulated, *sys.argv[1:])
