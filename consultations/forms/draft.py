"""A draft consultation read back as its pages."""

from __future__ import annotations

from typing import Any

from consultations.forms.planning import FORMS, TITLES
from consultations.models import Consultation
from pages.wizard import Draft


class ConsultationDraft(Draft):
    titles = TITLES

    row: Consultation

    def is_on_row(self, page: str) -> bool:
        """That somebody goes on without an explanation is no fact of the consultation."""
        return not self.is_typed(page) or (page != "explanation" and self.is_answered(page))

    def build(self, page: str, data: Any = None, files: Any = None) -> list[Any]:
        return [FORMS[page](data, consultation=self.row, user=self.user, on=self.on)]
