"""What is asked of those who answer, and of the lead about what came and what was done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from commitments.checks import RuleBook
from compacts.models import Rule
from consultations.forms.changes import KINDS, check_file
from consultations.forms.parts import NO_NAMES, day, line, words
from consultations.forms.records import RECORD, Clause, ask_records, coded
from consultations.models import Consultation, Response, Theme
from consultations.subjects.responses import FROM_RESPONSE, said_in_response
from organisations.forms import OrganisationField, OrganisationsField
from organisations.models import Organisation, Sector
from pages.forms import ChoiceRadios, PageForm, YesNoField

MOST_FILES = 10
LONGEST_RESPONSE = 50_000


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of files, each within the limits."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        given = data if isinstance(data, (list, tuple)) else [data] if data else []
        files = [super(ManyFilesField, self).clean(each, initial) for each in given]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"Send no more than {MOST_FILES} files at a time")
        for file in files:
            check_file(file)
        return files


def response_rules(
    consultation: Consultation, organisation: Organisation | None, on: date
) -> list[Rule]:
    """What the compact asks of a response sent that day, where the organisation is bound."""
    area = consultation.act.area
    rule_book = RuleBook.for_areas([area])
    found = rule_book.edition_on(area.pk, on)
    if found is None or organisation is None or not found[0].binds(organisation, on):
        return []
    return rule_book.rules_for(area.pk, on, "response")


class ResponseForm(PageForm):
    """A draft may leave anything out; `refuse_blank` says what a response that is sent needs."""

    mark_optional = False
    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label="Which organisation answers?",
        empty_label="Select an organisation",
    )
    text = forms.CharField(
        label="Your response",
        help_text=NO_NAMES,
        required=False,
        max_length=LONGEST_RESPONSE,
        widget=forms.Textarea({"rows": 14}),
    )
    represents = words("Whose views are these?", "The people and communities it speaks for.")
    capacity = words("In what capacity do you answer?", "Such as: as a provider of advice.", rows=2)
    basis = ChoiceRadios(label="On what basis?", choices=Response.Basis.choices, required=False)
    basis_explained = words("How were the views gathered, or what do you know it from?", rows=3)
    people_involved = words(
        "Which users, members, volunteers and trustees had a part in it, and how?", rows=3
    )
    promoted = words("How did you tell others about the consultation?", rows=2)
    members = OrganisationsField(
        label="Organisations whose views this brings together",
        help_text="Leave it empty for a response of your own organisation alone. Put a semicolon "
        "between several names.",
        required=False,
        sector=Sector.VCS,
    )
    consents = YesNoField(
        label="May this response be published, with your organisation's name?", required=False
    )
    files = ManyFilesField(label="Attachments", required=False, help_text=f"{KINDS}.")

    NOT_ANSWERS = {"organisation", "files", "reason"}

    def __init__(
        self,
        *args: Any,
        consultation: Consultation,
        own: QuerySet[Organisation],
        gathers: bool,
        on: date,
        response: Response | None = None,
        **kwargs: Any,
    ) -> None:
        self.response = response
        kwargs["initial"] = {**_saved(response), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        alone = list(own[:2])
        self.fields["organisation"].queryset = own  # type: ignore[attr-defined]
        if response is not None:
            del self.fields["organisation"]
        elif len(alone) == 1:
            self.initial.setdefault("organisation", alone[0].pk)
        if gathers:
            members: Any = self.fields["members"]
            members.search_in(consultation.act.area.slug)
            members.queryset = members.queryset.exclude(pk__in=own)
        else:
            del self.fields["members"]
        body = response.act.responsible if response and response.act else None
        body = body or (alone[0] if alone else None)
        rules = response_rules(consultation, body, on)
        self.clauses: list[Clause] = ask_records(
            self, rules, own=FROM_RESPONSE, records=response.records if response else {}
        )
        self.asked_by: Sequence[Rule] = rules

    @property
    def coded_names(self) -> list[str]:
        return [name for name in self.fields if name.startswith(RECORD)]

    def answers(self) -> dict[str, Any]:
        known = self.cleaned_data
        kept = {
            name: value
            for name, value in known.items()
            if name not in self.NOT_ANSWERS and name not in self.coded_names
        }
        return {**kept, "records": coded(self, RECORD)}

    def refuse_blank(self) -> None:
        """A response that is sent says something, here or in a file."""
        has_files = self.response is not None and self.response.attachments.exists()
        if not (self.cleaned_data.get("text") or self.cleaned_data.get("files") or has_files):
            self.add_error("text", "Enter your response, or attach it as a file")
        if self.cleaned_data.get("consents") is None:
            self.add_error("consents", "Say whether the response may be published")


def _saved(response: Response | None) -> dict[str, Any]:
    if response is None:
        return {}
    names = ("text", "represents", "capacity", "basis", "basis_explained", "people_involved")
    saved = {name: getattr(response, name) for name in (*names, "promoted", "consents")}
    return {**saved, "members": [each.pk for each in response.members.all()]}


class ResponseRecordsForm(PageForm):
    """What the compact asks of those who answer, beyond the response itself."""

    mark_optional = False

    def __init__(self, *args: Any, response: Response, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        act = response.act
        body, sent_on = (act.responsible, response.sent_on) if act else (None, None)
        rules = response_rules(response.consultation, body, sent_on) if sent_on else []
        said = said_in_response(response)
        self.clauses = ask_records(self, rules, own=said, records=response.records)

    @property
    def groups(self) -> list[Clause]:
        for clause in self.clauses:
            clause.fields = [self[name] for name in clause.names]
        return self.clauses

    def answers(self) -> dict[str, str]:
        return {name.removeprefix(RECORD): said for name, said in self.cleaned_data.items()}


class LogForm(PageForm):
    """What reached the lead otherwise."""

    route = ChoiceRadios(
        label="How did it come?",
        choices=[each for each in Response.Route.choices if each[0] not in ("online", "group")],
    )
    received_on = day(
        "Received on", "Also where it came after the close: it is then shown as late.",
        required=True,
    )  # fmt: skip
    organisation = OrganisationField(
        label="Which organisation does it come from?",
        required=False,
        sector=Sector.VCS,
        help_text="Start typing its name. Leave it empty for somebody without a record here.",
    )
    from_whom = line(
        "If from no organisation on record: from whom?",
        "Such as: notes of the meeting on 3 May; a resident. No names.",
    )
    text = forms.CharField(
        label="What does it say?",
        required=False,
        max_length=LONGEST_RESPONSE,
        widget=forms.Textarea({"rows": 10}),
    )
    represents = words("Whose views are these?", rows=2)
    capacity = words("In what capacity?", rows=2)
    basis = ChoiceRadios(label="On what basis?", choices=Response.Basis.choices, required=False)
    consents = YesNoField(label="Do they agree to its publication?", required=False)
    files = ManyFilesField(label="Attachments", required=False, help_text=f"{KINDS}.")

    def __init__(self, *args: Any, consultation: Consultation, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consultation, self.on = consultation, on
        self.fields["organisation"].search_in(consultation.act.area.slug)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if not answers.get("organisation") and not answers.get("from_whom"):
            self.add_error("organisation", "Select the organisation, or say from whom it comes")
        if answers.get("organisation") and answers.get("from_whom"):
            self.add_error("from_whom", "Keep either the organisation or this")
        received_on, opens_on = answers.get("received_on"), self.consultation.opens_on
        if received_on and received_on > self.on:
            self.add_error("received_on", "The day it was received cannot be in the future")
        if received_on and opens_on and received_on < opens_on:
            self.add_error("received_on", "It cannot have come before the consultation opened")
        if not answers.get("text") and not answers.get("files") and "files" not in self.errors:
            self.add_error("text", "Enter what it says, or attach it as a file")
        return answers

    def answers(self) -> dict[str, Any]:
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("organisation", "files")
        }


class FeedbackForm(PageForm):
    summary = words("What was said, in short?", "How many answered, and what most of them said.")
    what_changed = words("What changed in the decision because of it?")
    decision_made = words("What was decided, when and by which body?", rows=3)
    arrangements = words(
        "Other arrangements for feedback",
        "Only where feedback is given otherwise, such as through one overall response.",
        rows=3,
    )


class ThemeForm(PageForm):
    title = line("Theme", "A few words.", required=True)
    you_said = words("You said", required=True)
    result = ChoiceRadios(label="What came of it?", choices=Theme.Result.choices)
    we_did = words("We did, or why not", required=True)


class PublishFeedbackForm(PageForm):
    published_on = day("Published on", "Today, or the day on which it was published elsewhere.",
                       required=True)  # fmt: skip
