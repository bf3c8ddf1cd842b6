"""A draft dispute read back as its pages."""

from __future__ import annotations

from typing import Any

from compacts.models import Provision
from compacts.searching import search
from disputes.forms.raising import FORMS, TITLES
from disputes.models import Dispute
from pages.wizard import Draft

MOST_CLAUSES = 25
LONGEST_SEARCH = 200


class DisputeDraft(Draft):
    titles = TITLES
    query = ""
    """What the clauses are searched for."""

    row: Dispute

    @property
    def pages(self) -> list[str]:
        """How exactly others are told is asked where a name is kept, and there is what to tell."""
        ready = self.row.confidential and self.row.happened_on and self.row.compact_id
        return [page for page in self.titles if page != "shown" or ready]

    def build(self, page: str, data: Any = None, files: Any = None) -> list[Any]:
        extra: dict[str, Any] = {}
        if page == "clauses":
            extra["offered"] = self._offered(data.getlist("clauses") if data is not None else [])
        form = FORMS[page](data, files, dispute=self.row, user=self.user, on=self.on, **extra)
        return [form]

    def _offered(self, ticked: list[str]) -> list[Provision]:
        """The clauses chosen so far, then what the search finds in the compact in force; before any
        search those that bind the other side."""
        chosen = list(self.row.clauses.in_document_order())
        rows = Provision.objects.current().filter(compact=self.row.compact)
        rows = rows.select_related("section")
        if self.query:
            found = [hit.provision for hit in search(rows.in_document_order(), self.query).hits]
        else:
            sector = self.row.respondent.sector if self.row.respondent else ""
            kinds = [Provision.Kind.UNDERTAKING, Provision.Kind.CODE_PRINCIPLE]
            binding = rows.filter(kind__in=kinds, sector__in=[sector, "both", "all"])
            found = list(binding.in_document_order())
        picked = {each.pk for each in chosen}
        sent = {int(each) for each in ticked if each.isdecimal() and len(each) < 19} - picked
        chosen += list(rows.filter(pk__in=sent)) if sent else []
        picked |= sent
        return chosen + [each for each in found if each.pk not in picked][:MOST_CLAUSES]
