"""What the forms of disputes share: long texts, and the keeping of a name."""

from __future__ import annotations

from typing import Any

from django import forms

from disputes.actions.telling import NAME_GIVEN
from disputes.confidentiality import names_raiser
from disputes.models import Dispute
from disputes.states import Side
from pages.forms import PageForm

LONGEST = 5000


def long_text(
    label: str, hint: str = "", *, required: bool = True, rows: int = 6
) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": rows}),
    )


class CaseForm(PageForm):
    """A form about a case. Texts of the raiser's side are kept free of a name that is to be kept."""

    def __init__(
        self, *args: Any, dispute: Dispute, side: Side | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.dispute, self.side = dispute, side

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.side == Side.RAISER:
            for name, value in list(cleaned.items()):
                if isinstance(value, str) and names_raiser(self.dispute, [value]):
                    self.add_error(name, NAME_GIVEN)
        return cleaned
