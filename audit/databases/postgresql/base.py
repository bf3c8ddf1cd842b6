from django.db.backends.postgresql import base

from audit.databases import NotesRows


class DatabaseWrapper(NotesRows, base.DatabaseWrapper):
    pass
