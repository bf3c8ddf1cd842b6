"""Acts out of a table: every row checked, then all of them recorded, or none."""

from imports.engine.planning import Planned
from imports.engine.reading import Faults
from imports.engine.tables import TableImport, Tally, check_table, import_table

__all__ = [
    "Faults",
    "Planned",
    "TableImport",
    "Tally",
    "check_table",
    "import_table",
]
