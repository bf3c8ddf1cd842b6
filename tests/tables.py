"""An empty SQLite database with every table in it, kept between runs and shared by a run's workers.

To run every migration takes longer than most selections of tests. What an earlier run made is used
while no migration, and no version of what they run on, has changed; `migrate` still looks at it.
"""

from __future__ import annotations

import fcntl
import sqlite3
from hashlib import sha256
from pathlib import Path
from shutil import copyfile

import django
from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper


def digest() -> str:
    """Of all that the tables are made from."""
    made_from = sha256(f"{django.get_version()} {sqlite3.sqlite_version}".encode())
    for app in sorted(apps.get_app_configs(), key=lambda each: each.name):
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            made_from.update(f"\0{app.name}.{path.name}\0".encode() + path.read_bytes())
    return made_from.hexdigest()[:16]


class Tables:
    """The kept database. From `bring` to `keep` other processes wait: one of them makes the tables."""

    def __init__(self, folder: Path) -> None:
        self.kept = folder / f"{digest()}.sqlite3"
        self._lock = (folder / "lock").open("a")
        self.are_here = False

    def bring(self, target: Path) -> bool:
        """Whether they were there; then `target` is a database that has them."""
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        if self.kept.exists():
            copyfile(self.kept, target)
            self.are_here = True
            self.let_go()
        return self.are_here

    def keep(self, connection: BaseDatabaseWrapper) -> None:
        """Keeps what was made, in place of what earlier migrations made."""
        if self.are_here:
            return
        for each in self.kept.parent.glob("*.sqlite3*"):
            each.unlink()
        half = self.kept.with_suffix(".sqlite3-half")
        copy = sqlite3.connect(half)
        connection.ensure_connection()
        connection.connection.backup(copy)
        copy.close()
        half.rename(self.kept)
        self.let_go()

    def let_go(self) -> None:
        """Lets others bring them, or make them."""
        self._lock.close()
