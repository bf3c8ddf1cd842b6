"""What people type about a case that has been raised."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from disputes.forms.parts import CaseForm, long_text
from disputes.models import Conclusion, DisputeStageEntry, Neutral, Remedy
from disputes.permissions import audiences_for, meetings_that_could_find
from disputes.states import Audience, Side, Unit
from documents.fields import DocumentField
from organisations.forms import offer_meetings
from pages.forms import ChoiceRadios, DateField, PageForm, YesNoField

AUDIENCE_HINTS = {
    Audience.OWN: "A note that nobody else reads.",
    Audience.PARTIES: "Not the panel or mediator, and not the forum.",
    Audience.PANEL: "The mediator or panel, once both have agreed on one.",
    Audience.FORUM: "Also the forum’s chairs, once the case is before them.",
}


class PaperForm(CaseForm):
    text = long_text("Message", required=False)
    file = DocumentField(label="Document", required=False)
    filed_as = forms.ChoiceField(label="Does this stage ask for it?", required=False, choices=[])
    audience = ChoiceRadios(label="Who may read it?", choices=[])
    checked = forms.BooleanField(
        label="I looked at every page, and nothing says who the raiser is",
        required=False,
        help_text="Needed for scans and pictures, which cannot be searched for the name.",
    )

    def __init__(self, *args: Any, entry: DisputeStageEntry | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        side = self.side or Side.FORUM
        audience: Any = self.fields["audience"]
        audience.choices = [(each.value, each.label) for each in audiences_for(side)]
        audience.widget.hints = {key.value: words for key, words in AUDIENCE_HINTS.items()}
        asked: list[str] = []
        if entry is not None and side in (Side.RAISER, Side.RESPONDENT):
            asked = entry.files_raiser if side == Side.RAISER else entry.files_respondent
        filed: Any = self.fields["filed_as"]
        filed.choices = [("", "No, it is something else"), *[(each, each) for each in asked]]
        if not asked:
            del self.fields["filed_as"]
        if not (self.dispute.confidential and side == Side.RAISER):
            del self.fields["checked"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        file = cleaned.get("file")
        if not cleaned.get("text") and not file and not self.errors:
            self.add_error("text", "Write a message, or choose a document")
        cleaned["looked_through"] = cleaned.pop("checked", False)
        return cleaned


class ReasonForm(CaseForm):
    reason = long_text("Why?", "Everybody in the case reads it.", rows=4)


class ExtensionForm(CaseForm):
    new_due_on = DateField(label="New last day", help_text="For example, 27 3 2027")
    reason = long_text("Why is more time needed?", "The other side reads it and decides.", rows=4)

    def __init__(self, *args: Any, after: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.after = after

    def clean_new_due_on(self) -> date:
        day: date = self.cleaned_data["new_due_on"]
        if day <= self.after:
            raise ValidationError(
                f"The new last day must be after {self.after.day} {self.after:%B %Y}."
            )
        return day


class AgreeForm(CaseForm):
    agreed = YesNoField(label="Do you agree?")


class NothingForm(CaseForm):
    """For what asks nothing but to be meant."""


class TermsForm(CaseForm):
    terms = long_text(
        "What do you offer?", "If the other side accepts, these words are the settlement."
    )


class AcceptForm(CaseForm):
    accepted = YesNoField(label="Do you accept these terms?")


class ReferForm(CaseForm):
    where = forms.CharField(
        label="Where does it go?",
        max_length=150,
        help_text="For example: the Local Government and Social Care Ombudsman",
    )
    reason = long_text("Why?", rows=4)


class ConclusionForm(CaseForm):
    outcome = ChoiceRadios(
        label="What do you find?",
        choices=Conclusion._meta.get_field("outcome").choices,
    )
    reasons = long_text(
        "Reasons, for the parties", "Say which facts weighed, and how both sides were heard."
    )
    reading = long_text(
        "How were the clauses read?",
        "Everybody in the area can read and search this. Name no organisation and nobody.",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.side != Side.NEUTRAL:
            offer_meetings(self, self.dispute.area, meetings_that_could_find(self.dispute))


class ConclusionAnswerForm(CaseForm):
    agreed = YesNoField(label="Do you agree?")
    answer = long_text("If you do not, why?", "Everybody in the case reads it.", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("agreed") is False and not cleaned.get("answer"):
            self.add_error("answer", "Say why you do not agree")
        return cleaned


class NeutralForm(CaseForm):
    post = forms.CharField(
        label="Their post", max_length=120, help_text="Such as: Mediator, Essex Mediation. No name."
    )
    email = forms.EmailField(
        label="Their e-mail address",
        help_text="Once both sides have agreed they get a mail with the way in.",
    )
    part = ChoiceRadios(label="As what?", choices=Neutral.Part.choices)
    why = long_text("Why are they suited?", required=False, rows=3)


class DeclareForm(CaseForm):
    conflict = YesNoField(
        label="Do you have a conflict of interest?",
        help_text="Work, money, family or friendship with either party, or a stake in the outcome. "
        "If yes, you leave the case.",
    )
    declaration = long_text(
        "What ties do you have?", "Say so if there are none.", required=False, rows=4
    )


class StandstillForm(CaseForm):
    what = long_text("Which decision should wait, and how long?", rows=4)


class StandstillAnswerForm(CaseForm):
    granted = YesNoField(label="Will the decision be held?")
    until = DateField(label="Until when?", required=False)
    reason = long_text("Why?", rows=4)


class RemedyForm(CaseForm):
    what = long_text("What is to be done?", rows=4)
    owner_side = ChoiceRadios(label="Who will do it?", choices=[])
    due_on = DateField(label="By when?", help_text="For example, 27 3 2027")

    def __init__(self, *args: Any, on: date, raiser: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        owner: Any = self.fields["owner_side"]
        owner.choices = [
            (Side.RESPONDENT.value, str(self.dispute.respondent)),
            (Side.RAISER.value, raiser),
        ]

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < self.on:
            raise ValidationError("The day by which it is to be done cannot be in the past.")
        return day


class ReportForm(CaseForm):
    done_on = DateField(label="When was it done?")
    report = long_text("What was done?", rows=4)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_done_on(self) -> date:
        day: date = self.cleaned_data["done_on"]
        if day > self.on:
            raise ValidationError("The day it was done cannot be in the future.")
        return day


class CheckForm(CaseForm):
    happened = ChoiceRadios(label="Did it happen?", choices=Remedy.Happened.choices)
    note = long_text("What do you know of it?", required=False, rows=4)


class LessonForm(CaseForm):
    text = long_text(
        "What does this case teach?",
        "Everybody in the area can read it. Name no organisation and nobody.",
        rows=4,
    )


class AnonymousForm(CaseForm):
    anonymous = YesNoField(label="Should the annual review name neither party?")


class LimitForm(PageForm):
    has_limit = YesNoField(label="Does this stage have a time limit?")
    time_limit = forms.IntegerField(
        label="How long?", min_value=1, max_value=365, required=False,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-4"}),
    )  # fmt: skip
    unit = forms.ChoiceField(label="Counted in", choices=Unit.choices)
    reason = long_text("Why?", "Kept beside the setting, with your post and the day.", rows=3)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.pop("has_limit", None):
            if not cleaned.get("time_limit") and "time_limit" not in self.errors:
                self.add_error("time_limit", "Enter how long the limit is")
        else:
            cleaned["time_limit"] = None
        return cleaned
