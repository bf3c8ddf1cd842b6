"""Django's own connections to a database, each with the rows that its transaction has written.

Before a transaction is committed, what no event of it has taken up is logged: so no row of ours
changes without the log, whatever wrote it and in whatever order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from audit.touched import Touched

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper as Base
else:
    Base = object


class NotesRows(Base):
    """For a DatabaseWrapper."""

    seal_rest: Callable[[], None] | None = None  # audit.apps sets it: the models are there by then

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.touched = Touched()

    def _savepoint(self, sid: str) -> None:
        super()._savepoint(sid)
        self.touched.begin(sid)

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)
        self.touched.undo(sid)

    def _savepoint_commit(self, sid: str) -> None:
        super()._savepoint_commit(sid)
        self.touched.keep(sid)

    def commit(self) -> None:
        try:
            if self.touched and NotesRows.seal_rest is not None:
                self._inside_the_transaction(NotesRows.seal_rest)
        except BaseException:
            self.rollback()
            raise
        super().commit()
        self.touched.forget()

    def _inside_the_transaction(self, what: Callable[[], None]) -> None:
        # Django has taken it for ended by now, and what writes would begin another.
        was, self.in_atomic_block = self.in_atomic_block, True
        try:
            what()
        finally:
            self.in_atomic_block = was

    def rollback(self) -> None:
        self.touched.forget()
        super().rollback()

    def close(self) -> None:
        self.touched.forget()
        super().close()
