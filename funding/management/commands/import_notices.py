from imports.command import ImportCommand


class Command(ImportCommand):
    help = "The same as import_acts notice FILE."
    kind = "notice"
