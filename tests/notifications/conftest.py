"""The people of the consultation tests, and their day: Monday 16 June 2025."""

from tests.consultations.conftest import (  # noqa: F401 - fixtures
    _own_files,
    _today,
    charity,
    cvs,
    lead,
    member,
    officer,
    on,
)
