"""What is asked where a published consultation changes, and for the lists kept beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from compacts.fact_words import asking
from consultations.forms.parts import day, line, reason_field
from consultations.models import ChecklistAnswer, ElectionPeriod
from documents.fields import KINDS, require_fit
from organisations.models import Area
from pages.forms import PageForm
from pages.naming import name_errors


def check_file(file: UploadedFile[bytes]) -> None:
    """Name, size and the first bytes; a worker looks at the rest."""
    try:
        require_fit(file)
    except ValidationError as wrong:
        raise ValidationError(f"“{file.name}”: {wrong.messages[0]}") from wrong


class DocumentForm(PageForm):
    title = line("What is the document?", "Such as: easy read version.", required=True)
    file = forms.FileField(label="The document", help_text=f"{KINDS}, up to 20 MB.")

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        check_file(file)
        return file


class MoveForm(PageForm):
    """Extending and cutting short."""

    closes_on = day(required=True, **asking("consultation", "closes_on", once_more="moved"))
    reason = reason_field()


class ReopenForm(PageForm):
    opens_on = day(required=True, **asking("consultation", "opens_on", once_more="reopened"))
    closes_on = day(required=True, **asking("consultation", "closes_on", once_more="reopened"))
    reason = reason_field()


class ReasonForm(PageForm):
    """Cancelling, voiding."""

    reason = reason_field()


class ElectionForm(PageForm):
    name = forms.CharField(label="Which poll?", max_length=120)
    starts_on = day("First day of the period", required=True)
    ends_on = day("Last day, usually the day of the poll", required=True)

    def __init__(
        self, *args: Any, area: Area, election: ElectionPeriod | None = None, **kwargs: Any
    ) -> None:
        self.area, self.election = area, election
        if election is not None:
            names = ("name", "starts_on", "ends_on")
            kwargs.setdefault("initial", {name: getattr(election, name) for name in names})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        first, last = answers.get("starts_on"), answers.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The period cannot end before it starts")
        taken = ElectionPeriod.objects.filter(area=self.area, name=answers.get("name", ""))
        if self.election is not None:
            taken = taken.exclude(pk=self.election.pk)
        if taken.exists():
            self.add_error("name", "This area already has a period of that name")
        return answers


class ChecklistForm(PageForm):
    """A question a code: yes, in part, no or nothing yet, with the evidence."""

    mark_optional = False

    def __init__(
        self, *args: Any, asked: Iterable[tuple[str, str]], known: dict[str, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [code for code, _ in asked]
        for code, question in asked:
            row = known.get(code)
            answer = forms.ChoiceField(
                label=question,
                required=False,
                choices=[("", "Not answered yet"), *ChecklistAnswer.Answer.choices],
                initial=row.answer if row else "",
            )
            evidence = forms.CharField(
                label="What shows it?",
                required=False,
                max_length=2000,
                widget=forms.Textarea({"rows": 2}),
                initial=row.evidence if row else "",
            )
            for name, each in ((f"answer-{code}", answer), (f"evidence-{code}", evidence)):
                self.fields[name] = each
                name_errors(name, each)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        for code in self.codes:
            said = answers.get(f"answer-{code}")
            if said in ("yes", "partly") and not answers.get(f"evidence-{code}"):
                self.add_error(f"evidence-{code}", "Enter what shows it, or where it is written")
            if answers.get(f"evidence-{code}") and not said:
                self.add_error(f"answer-{code}", "Select the answer that this shows")
        return answers

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"answer-{code}"], self[f"evidence-{code}"]) for code in self.codes]

    def answers(self) -> dict[str, tuple[str, str]]:
        known = self.cleaned_data
        return {code: (known[f"answer-{code}"], known[f"evidence-{code}"]) for code in self.codes}
