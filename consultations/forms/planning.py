"""The planning pages, one question group each. The same forms correct a published consultation."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from commitments.models import Act
from compacts.fact_words import asking
from consultations.forms.parts import day, line, words
from consultations.forms.records import RecordsForm
from consultations.models import Consultation
from consultations.permissions import leads_for
from organisations.models import Area, Organisation, Sector
from pages.forms import ChoiceRadios, PageForm, Ticks, YesNoField

LEVEL_HINTS = {
    "information": "You tell people what is decided, and nothing is asked",
    "consultation": "You ask for views before you decide",
    "deliberation": "People weigh the options together, and you decide",
    "collaboration": "You work out the proposal together",
    "partnership": "You decide together",
}
TITLES = {
    "subject": "What are you consulting on?",
    "purpose": "Why, and who decides?",
    "matters": "What can change?",
    "people": "Whom do you ask, and how can they take part?",
    "methods": "How will you ask, and why that way?",
    "effect": "What kind of consultation is it?",
    "dates": "When will it run?",
    "explanation": "Does it keep the promise?",
    "records": "What does the compact ask you to have on record?",
}
PAGES = tuple(TITLES)
METHOD_ROWS = 6
DECISIONS_OFFERED = 40


def _asked(name: str) -> dict[str, Any]:
    return asking("consultation", name)


class PlanForm(PageForm):
    """One page over a consultation. `names` are answers in the consultation's own names."""

    def __init__(self, *args: Any, consultation: Consultation, user: User, on: date, **kwargs: Any):
        self.consultation, self.user, self.on = consultation, user, on
        initial = {**self.saved(consultation), **(kwargs.pop("initial", None) or {})}
        super().__init__(*args, initial=initial, **kwargs)

    @classmethod
    def saved(cls, consultation: Consultation) -> dict[str, Any]:
        return {
            name: getattr(consultation, name)
            for name in cls.base_fields
            if hasattr(consultation, name)
        }

    def answers(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class SubjectForm(PlanForm):
    title = forms.CharField(max_length=250, **_asked("title"))
    lead = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        empty_label="Select a body",
        **_asked("lead"),
    )
    partners = forms.ModelMultipleChoiceField(
        queryset=Organisation.objects.none(),
        required=False,
        widget=Ticks(small=True),
        **_asked("partners"),
    )
    level = ChoiceRadios(choices=Consultation.Level.choices, hints=LEVEL_HINTS, **_asked("level"))
    summary = words(**_asked("summary"))

    def __init__(self, *args: Any, area: Area | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area = area or self.consultation.act.area
        leads = leads_for(self.user, area)
        bodies = Organisation.objects.in_area(area).of_sector(Sector.PUBLIC)
        self.fields["lead"].queryset = leads  # type: ignore[attr-defined]
        self.fields["partners"].queryset = bodies  # type: ignore[attr-defined]
        alone = list(leads[:2])
        if len(alone) == 1 and not self.initial.get("lead"):
            self.initial["lead"] = alone[0].pk

    @classmethod
    def saved(cls, consultation: Consultation) -> dict[str, Any]:
        known = {"level": consultation.level, "summary": consultation.summary}
        if consultation.pk is None:
            return known
        act = consultation.act
        partners = [each.pk for each in consultation.partners.all()]
        return {**known, "title": act.title, "lead": act.responsible_id, "partners": partners}

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        partners = answers.get("partners")
        if partners and answers.get("lead") in list(partners):
            self.add_error("partners", "The body that consults is not one of its own partners")
        return answers


class PurposeForm(PlanForm):
    why = words(**_asked("why"))
    decided_by = line(**_asked("decided_by"))
    decisions = forms.ModelMultipleChoiceField(
        queryset=Act.objects.none(),
        required=False,
        widget=Ticks(small=True),
        **_asked("decisions"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        act = self.consultation.act
        newest = Act.objects.filter(
            kind="decision", area=act.area_id, responsible=act.responsible_id
        ).exclude(state=Act.State.VOIDED)
        offered = newest.visible_to(self.user).values_list("pk", flat=True)[:DECISIONS_OFFERED]
        chosen = [each.pk for each in self.initial.get("decisions", [])]
        field = self.fields["decisions"]
        field.queryset = Act.objects.filter(pk__in=[*offered, *chosen])  # type: ignore[attr-defined]
        if not offered and not chosen:
            del self.fields["decisions"]

    @classmethod
    def saved(cls, consultation: Consultation) -> dict[str, Any]:
        return {
            "why": consultation.why,
            "decided_by": consultation.decided_by,
            "decisions": list(consultation.decisions.all()),
        }


class MattersForm(PlanForm):
    open_to_change = words(**_asked("open_to_change"))
    not_open_to_change = words(**_asked("not_open_to_change"))
    criteria_disclosed = YesNoField(required=False, **_asked("criteria_disclosed"))
    criteria = words(**_asked("criteria"))

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if answers.get("criteria_disclosed") and not answers.get("criteria"):
            self.add_error("criteria", "Enter the criteria, or where the documents give them")
        return answers


class PeopleForm(PlanForm):
    audiences = words(**_asked("audiences"), rows=3)
    places = words(**_asked("places"), rows=2)
    formats = words(**_asked("formats"), rows=2)
    languages = words(**_asked("languages"), rows=2)
    how_to_respond = words(**_asked("how_to_respond"), rows=3)


class MethodsForm(PlanForm):
    """Rows of a method and its reason; blank rows fall away."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        saved = self.consultation.methods
        for number in range(1, max(METHOD_ROWS, len(saved) + 1) + 1):
            row = saved[number - 1] if number <= len(saved) else {}
            method = line(f"Method {number}", "Such as a survey." if number == 1 else "")
            reason = words(f"Why method {number}?", rows=2)
            method.initial, reason.initial = row.get("method", ""), row.get("reason", "")
            self.fields[f"method_{number}"] = method
            self.fields[f"reason_{number}"] = reason
        self.passed_over = list(self.fields)
        self.rows = [
            (name, name.replace("method", "reason"))
            for name in self.fields
            if name.startswith("method_")
        ]

    @classmethod
    def saved(cls, consultation: Consultation) -> dict[str, Any]:
        return {}

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        for method, reason in self.rows:
            if answers.get(reason) and not answers.get(method):
                self.add_error(method, "Enter the method that this is the reason for")
        return answers

    def answers(self) -> dict[str, Any]:
        known = self.cleaned_data
        kept = [
            {"method": known[method], "reason": known[reason]}
            for method, reason in self.rows
            if known[method]
        ]
        return {"methods": kept}


class EffectForm(PlanForm):
    formal_written = YesNoField(required=False, **_asked("formal_written"))
    significant_effect = ChoiceRadios(
        choices=Consultation.Effect.choices,
        required=False,
        **_asked("significant_effect"),
    )
    effect_on_sector = words(**_asked("effect_on_sector"))


class DatesForm(PlanForm):
    announced_on = day(**_asked("announced_on"))
    sector_told_on = day(**_asked("sector_told_on"))
    opens_on = day(**_asked("opens_on"))
    documents_complete_on = day(**_asked("documents_complete_on"))
    closes_on = day(**_asked("closes_on"))
    feedback_expected_on = day(**_asked("feedback_expected_on"))
    decision_expected_on = day(**_asked("decision_expected_on"))

    ORDER = (
        ("closes_on", "opens_on", "It cannot close before it opens"),
        ("closes_on", "documents_complete_on", "The documents must be complete before it closes"),
        ("feedback_expected_on", "closes_on", "Feedback cannot be expected before it closes"),
        ("decision_expected_on", "opens_on", "The decision cannot come before it opens"),
    )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        has_opening = answers.get("opens_on") or "opens_on" in self.errors
        if answers.get("closes_on") and not has_opening:
            self.add_error("opens_on", "Enter the opening date that goes with the closing date")
        for later, earlier, sentence in self.ORDER:
            if answers.get(later) and answers.get(earlier) and answers[later] < answers[earlier]:
                self.add_error(later, sentence)
        return answers


class ExplanationForm(PlanForm):
    explanation = words(**_asked("explanation"))
    explained_on = day(**_asked("explained_on"))
    never_shown = ("unexplained",)

    unexplained = forms.BooleanField(label="Go on without an explanation", required=False)

    def require_explanation(self) -> None:
        """A departure says why, or says that it does not."""
        known = self.cleaned_data
        if not known.get("explanation", "").strip() and not known.get("unexplained"):
            self.add_error(
                "explanation", "Enter an explanation, or tick “Go on without an explanation”"
            )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        given_on = answers.get("explained_on")
        if given_on and not answers.get("explanation"):
            self.add_error("explanation", "Enter the explanation that was published on that day")
        if given_on and given_on > self.on:
            self.add_error("explained_on", "The day it was published cannot be in the future")
        return answers

    def answers(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("explanation", "explained_on")}


class FeedbackDayForm(PlanForm):
    """Only to correct: the day is set by publishing the feedback."""

    feedback_on = day(**_asked("feedback_on"), required=True)

    def clean_feedback_on(self) -> date:
        published_on: date = self.cleaned_data["feedback_on"]
        opens_on = self.consultation.opens_on
        if published_on > self.on:
            raise forms.ValidationError("The day it was published cannot be in the future")
        if opens_on is not None and published_on < opens_on:
            raise forms.ValidationError("Feedback cannot be published before it opens")
        return published_on


FORMS: dict[str, type[PageForm]] = {
    "subject": SubjectForm,
    "purpose": PurposeForm,
    "matters": MattersForm,
    "people": PeopleForm,
    "methods": MethodsForm,
    "effect": EffectForm,
    "dates": DatesForm,
    "explanation": ExplanationForm,
    "records": RecordsForm,
}
FEEDBACK_DAY = "feedback-day"
FORMS[FEEDBACK_DAY] = FeedbackDayForm


def correctable(consultation: Consultation) -> dict[str, str]:
    """The groups of facts that may be put right, by name, with their titles."""
    later = {FEEDBACK_DAY: "When was the feedback published?"} if consultation.feedback_on else {}
    return {**TITLES, **later}
