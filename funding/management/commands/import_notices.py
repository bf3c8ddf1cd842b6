from commitments.management.commands._importing import ImportCommand
from funding.actions.importing import NOTICES


class Command(ImportCommand):
    help = (
        "Import notices from a CSV or XLSX file: every row is checked first, then all of them are "
        "recorded, or none. A reference that is known already corrects that notice."
    )
    importable = NOTICES
