"""What the forms of disputes share: long texts, and the keeping of a name."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from disputes.models import Dispute
from disputes.states import Side
from disputes.traces import Finding, Said, findings_in, hidden_in, still_open
from pages.forms import PageForm

HIDE, NOT_US = "hide", "not_us"
HIDDEN = "We put “[name kept]” in place of what was found. Read it through, then send it."

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
    """A form about a case. Texts of the raiser's side are kept free of a name that is to be kept.

    What was found is in `found`. With `hide` among what was sent, it is replaced in the texts, and the
    form is shown again; `not_us` names the doubtful ones of which it is said that they do not tell:
    those are then in `doubts`, for the verb to put on record.
    """

    panel = "disputes/_found.html"

    def __init__(
        self, *args: Any, dispute: Dispute, side: Side | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.dispute, self.side = dispute, side
        self.found: list[Finding] = []
        self.doubts: list[Finding] = []
        self.was_hidden = bool(self.is_bound and self._keeps_name and self.data.get(HIDE))
        if self.was_hidden:
            self._hide()

    @property
    def _keeps_name(self) -> bool:
        return self.side == Side.RAISER and self.dispute.confidential

    @property
    def _texts(self) -> list[str]:
        return [name for name, field in self.fields.items() if isinstance(field, forms.CharField)]

    def _hide(self) -> None:
        data = MultiValueDict({name: list(self.data.getlist(name)) for name in self.data})
        for name in map(self.add_prefix, self._texts):
            if data.get(name):
                data[name] = hidden_in(self.dispute, data[name])
        self.data = data

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self._keeps_name:
            self._look_for_name(cleaned)
        if self.was_hidden:
            self.add_error(None, HIDDEN)
        return cleaned

    def _look_for_name(self, cleaned: dict[str, Any]) -> None:
        typed = {
            name: Said(str(self.fields[name].label), cleaned[name])
            for name in self._texts
            if isinstance(cleaned.get(name), str) and cleaned[name]
        }
        by_name: dict[str, list[str]] = defaultdict(list)
        ticked = set(self.data.getlist(NOT_US)) if hasattr(self.data, "getlist") else set()
        names = list(typed)
        for each in still_open(self.dispute, findings_in(self.dispute, typed.values())):
            if not each.certain and each.key in ticked:
                self.doubts.append(each)
                continue
            self.found.append(each)
            says = "says" if each.certain else "may say"
            by_name[names[each.passage]].append(
                f"“{each.words}” {says} who the organisation is: {each.why}"
            )
        for name, sentences in by_name.items():
            self.add_error(name, sentences)

    @property
    def doubtful(self) -> list[Finding]:
        """What was found that a tick can clear, once for the same words."""
        return list({each.key: each for each in self.found if not each.certain}.values())
