"""A draft read back as its pages: each page's forms, filled with what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from pages.wizard.raw import as_sent


class Draft:
    """The pages of one draft for one reader. An app says which there are, and builds their forms.

    The row keeps what was typed as `typed`. Where it also has `answered_pages`, those are the pages
    whose answers stand in the row's own columns, being right.
    """

    titles: ClassVar[Mapping[str, str]]
    """Every page's title, in the order in which they are asked."""

    def __init__(self, row: Any, user: Any, on: date) -> None:
        self.row, self.user, self.on = row, user, on
        # Each page's forms, built once a request: later pages are shaped by earlier ones, so these
        # are read again and again.
        self._known: dict[str, list[Any]] = {}

    @property
    def pages(self) -> list[str]:
        """The pages of this draft."""
        return list(self.titles)

    def build(self, page: str, data: Any = None, files: Any = None) -> list[Any]:
        """The page's forms over what was sent; without it, over what the row holds."""
        raise NotImplementedError

    def is_typed(self, page: str) -> bool:
        return page in self.row.typed

    def is_answered(self, page: str) -> bool:
        """Whether nothing was typed on the page that the row's own columns do not hold."""
        return not self.is_typed(page) or page in getattr(self.row, "answered_pages", ())

    def is_on_row(self, page: str) -> bool:
        """Whether the page can be read from the row's own columns."""
        return self.is_answered(page)

    def forms(self, page: str) -> list[Any]:
        """The page's forms as last saved, or as they were put."""
        if page not in self._known:
            typed = None if self.is_on_row(page) else as_sent(self.row.typed[page])
            self._known[page] = self.build(page, typed)
        return self._known[page]

    def put(self, page: str, forms: list[Any]) -> None:
        """Reads a page from these forms from now on, such as one that is still being typed."""
        self._known[page] = forms

    def is_valid(self, page: str) -> bool:
        """Whether what the page says is right, as far as its forms can tell; the row always is."""
        forms = self.forms(page)
        # No forms are no answer: a page of rows has none until it is known for whom they are.
        return bool(forms) and all(not form.is_bound or form.is_valid() for form in forms)


def right_answers(form: Any) -> dict[str, Any]:
    """What a form says that is right, with or without errors beside it."""
    if not form.is_bound:
        return {}
    # For what it leaves behind: Django takes the fields with faults out of cleaned_data.
    form.is_valid()
    return dict(form.cleaned_data)
