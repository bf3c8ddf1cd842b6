"""Acts out of a table: every row checked, then all of them recorded, or none."""

from commitments.actions.importing.importable import Importable
from commitments.actions.importing.planning import Planned
from commitments.actions.importing.reading import Faults
from commitments.actions.importing.tables import TableImport, Tally, check_table, import_table

__all__ = [
    "Faults",
    "Importable",
    "Planned",
    "TableImport",
    "Tally",
    "check_table",
    "import_table",
]
