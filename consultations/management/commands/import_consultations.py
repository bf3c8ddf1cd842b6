from consultations.subjects import CONSULTATION
from imports.command import ImportCommand


class Command(ImportCommand):
    help = (
        "Import consultations from a CSV or XLSX file: every row is checked first, then all of "
        "them are recorded, or none. A reference that is known already corrects that consultation."
    )
    importable = CONSULTATION
