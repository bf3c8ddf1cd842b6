from django.db.backends.sqlite3 import base

from audit.databases import NotesRows


class DatabaseWrapper(NotesRows, base.DatabaseWrapper):
    pass
