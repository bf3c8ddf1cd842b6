"""Raising a dispute, one question a page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts.models import User
from commitments.models import Act, Breach
from compacts.models import Provision
from disputes.actions import compact_on
from disputes.actions.drafts import representing
from disputes.forms.parts import CaseForm, long_text
from disputes.guessing import clause_words, day_words, fit, wide_enough
from disputes.models import Dispute
from disputes.permissions import bodies_keeping_names, raisers_for, respondents_for
from disputes.states import ClausesShown, DayShown, Side
from documents.fields import DocumentField
from organisations.forms import OrganisationField
from organisations.models import Area, Organisation
from pages.forms import ChoiceRadios, DateField, PageForm, Ticks

TITLES = {
    "name": "Should the organisation’s name be kept?",
    "against": "Whom is the dispute against?",
    "happened": "What happened, and when?",
    "clauses": "Which clauses were not kept?",
    "linked": "Is it about something on record here?",
    "tried": "What have you tried so far?",
    "outcome": "What would put it right?",
    "documents": "Do you have documents to show?",
    "shown": "How exactly are others told?",
}
PAGES = list(TITLES)


class RaiserForm(PageForm):
    raiser = OrganisationField(label="In whose name do you raise it?")

    def __init__(self, *args: Any, user: User, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["raiser"]
        field.search_in(area.slug)
        field.queryset = raisers_for(user, area)
        field.offer_few()


class DraftForm(CaseForm):
    """One page of a draft. `answers` is what `save_answers` takes."""

    def __init__(self, *args: Any, dispute: Dispute, user: User, on: date, **kwargs: Any) -> None:
        self.user, self.on = user, on
        kwargs.setdefault("initial", self.initial_of(dispute))
        super().__init__(*args, dispute=dispute, side=Side.RAISER, **kwargs)
        self.set_up()

    def set_up(self) -> None:
        """Fills the choices of the page."""

    def initial_of(self, dispute: Dispute) -> dict[str, Any]:
        return {name: getattr(dispute, name, None) for name in self.base_fields}

    def answers(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


OPENLY, REPRESENTED, KEPT = "openly", "represented", "kept"


class NameForm(DraftForm):
    how = ChoiceRadios(label="How is the organisation named?", choices=[])
    represented_by = forms.ModelChoiceField(
        Organisation.objects.none(), label="Who represents it?", required=False,
        help_text="Needed where it is represented, or its name is kept.",
    )  # fmt: skip

    def initial_of(self, dispute: Dispute) -> dict[str, Any]:
        how = OPENLY
        if dispute.represented_by_id:
            how = KEPT if dispute.confidential else REPRESENTED
        answered = "name" in dispute.answered_pages
        return {"how": how if answered else None, "represented_by": dispute.represented_by_id}

    def set_up(self) -> None:
        bodies = bodies_keeping_names(self.dispute.raiser)
        drafts_for_member = representing(self.user, self.dispute.raiser) is not None
        choices = [] if drafts_for_member else [(OPENLY, "By its name")]
        if bodies.exists():
            choices += [
                (REPRESENTED, "By its name, represented by the infrastructure body"),
                (KEPT, "Its name is kept"),
            ]
        field: Any = self.fields["how"]
        field.choices = choices
        field.widget.hints = {
            REPRESENTED: "Staff of the infrastructure body act with you in the case.",
            KEPT: "Only the infrastructure body that represents it knows who it is. Everybody else "
            "reads “an organisation represented by ...”, on pages, in files and in the log.",
        }
        body: Any = self.fields["represented_by"]
        body.queryset = bodies
        body.empty_label = "Choose one"
        if bodies.count() == 1:
            self.fields["represented_by"].initial = bodies.get()
            self.initial["represented_by"] = self.initial["represented_by"] or bodies.get().pk
        if not bodies.exists():
            del self.fields["represented_by"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("how") in (REPRESENTED, KEPT) and not cleaned.get("represented_by"):
            self.add_error("represented_by", "Choose who represents the organisation")
        return cleaned

    def answers(self) -> dict[str, Any]:
        how = self.cleaned_data["how"]
        body = self.cleaned_data.get("represented_by") if how != OPENLY else None
        return {"represented_by": body, "confidential": how == KEPT}


class AgainstForm(DraftForm):
    respondent = OrganisationField(label="The organisation that did not keep to the compact")

    def set_up(self) -> None:
        field: Any = self.fields["respondent"]
        field.search_in(self.dispute.area.slug)
        field.queryset = respondents_for(self.dispute)
        field.offer_few()


class HappenedForm(DraftForm):
    title = forms.CharField(
        label="What is it about, in a few words?",
        max_length=150,
        help_text="For example: notice to end the lunch club’s grant",
    )
    happened_on = DateField(
        label="When did it happen?",
        help_text="The compact in force on this day applies. For example, 27 3 2026",
    )
    happened = long_text("What happened?", "The facts, in order. Posts, not people’s names.")

    def clean_happened_on(self) -> date:
        day: date = self.cleaned_data["happened_on"]
        if day > self.on:
            raise ValidationError("The day it happened cannot be in the future.")
        if compact_on(self.dispute.area, day) is None:
            raise ValidationError(
                f"No compact was in force in {self.dispute.area} on that day, so there is no "
                "procedure for it. The compact officer can record that an expired compact is kept "
                "by agreement."
            )
        return day


class ClausesForm(DraftForm):
    clauses = forms.ModelMultipleChoiceField(
        Provision.objects.none(),
        label="Clauses",
        widget=Ticks,
        error_messages={"required": "Choose at least one clause"},
    )

    def __init__(self, *args: Any, offered: list[Provision], **kwargs: Any) -> None:
        self.offered = offered
        super().__init__(*args, **kwargs)

    def initial_of(self, dispute: Dispute) -> dict[str, Any]:
        return {"clauses": list(dispute.clauses.values_list("pk", flat=True))}

    def set_up(self) -> None:
        field: Any = self.fields["clauses"]
        field.queryset = Provision.objects.filter(compact=self.dispute.compact)
        field.choices = [(each.pk, f"{each.ref}: {_short(each.text)}") for each in self.offered]


def _short(text: str, longest: int = 240) -> str:
    return text if len(text) <= longest else f"{text[:longest].rsplit(' ', 1)[0]} …"


class LinkedForm(DraftForm):
    breach = forms.ModelChoiceField(Breach.objects.none(), label="A breach", required=False)
    act = forms.ModelChoiceField(
        Act.objects.none(), label="A decision, notice or consultation", required=False
    )

    def set_up(self) -> None:
        area = self.dispute.area
        body = self.dispute.respondent
        breaches = Breach.objects.visible_to(self.user).filter(area=area)
        acts = Act.objects.visible_to(self.user).live().filter(area=area)
        if body is not None:
            breaches, acts = breaches.filter(responsible=body), acts.filter(responsible=body)
        own = Q(counterpart=None) | Q(counterpart=self.dispute.raiser)
        acts = acts.filter(own).order_by("-acted_on", "-pk")
        own_breaches = Q(check_made__act__counterpart=None) | Q(
            check_made__act__counterpart=self.dispute.raiser
        )
        chosen: Any = self.fields["breach"]
        chosen.queryset = breaches.filter(own_breaches).select_related(
            "check_made__act", "check_made__rule__provision", "responsible"
        )
        chosen.label_from_instance = breach_label
        chosen.empty_label = "None"
        linked: Any = self.fields["act"]
        linked.queryset = acts
        linked.empty_label = "None"
        linked.label_from_instance = lambda row: f"{row.reference}: {row.title}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("breach") and not cleaned.get("act"):
            cleaned["act"] = cleaned["breach"].check_made.act
        return cleaned


def breach_label(breach: Breach) -> str:
    return f"Clause {breach.check_made.rule.provision.ref}: {breach.check_made.act.title}"


class TriedForm(DraftForm):
    tried = long_text(
        "What have you tried so far?",
        "A telephone call counts. If nothing yet, say so: the first stage is a quiet word.",
    )


class OutcomeForm(DraftForm):
    outcome_sought = long_text("What outcome do you seek?", "What you would accept as a fair end.")
    anonymous_in_review = forms.BooleanField(
        label="Name neither party in the annual review list", required=False
    )


class DocumentForm(DraftForm):
    file = DocumentField(label="A document", required=False)
    checked = forms.BooleanField(
        label="I looked at every page, and nothing says who we are",
        required=False,
        help_text="Needed for scans and pictures, which cannot be searched for the name.",
    )

    def set_up(self) -> None:
        if not self.dispute.confidential:
            del self.fields["checked"]

    def answers(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"file": said.get("file"), "looked_through": said.get("checked", False)}


class ShownForm(DraftForm):
    day_shown = ChoiceRadios(label="When it happened", choices=[])
    clauses_shown = ChoiceRadios(label="What it is about in the compact", choices=[])

    def initial_of(self, dispute: Dispute) -> dict[str, Any]:
        day, clauses = dispute.day_shown, dispute.clauses_shown
        if not (day and clauses):
            day, clauses = wide_enough(dispute)
        return {"day_shown": day, "clauses_shown": clauses}

    def set_up(self) -> None:
        dispute = self.dispute
        day, clauses = wide_enough(dispute)
        days: Any = self.fields["day_shown"]
        days.choices = [(each.value, day_words(dispute.happened_on, each)) for each in DayShown]
        days.widget.hints = {each.value: f"{fit(dispute, each, clauses)}." for each in DayShown}
        about: Any = self.fields["clauses_shown"]
        about.choices = [(each.value, clause_words(dispute, each)) for each in ClausesShown]
        about.widget.hints = {each.value: f"{fit(dispute, day, each)}." for each in ClausesShown}


FORMS: dict[str, type[DraftForm]] = {
    "name": NameForm,
    "against": AgainstForm,
    "happened": HappenedForm,
    "clauses": ClausesForm,
    "linked": LinkedForm,
    "tried": TriedForm,
    "outcome": OutcomeForm,
    "documents": DocumentForm,
    "shown": ShownForm,
}
