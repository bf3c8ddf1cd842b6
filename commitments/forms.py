"""What people type about a case, and how the registers of checks and cases are narrowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import BooleanField, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import QueryDict

from commitments import selections
from commitments.acts import LONGEST_TITLE
from commitments.models import Breach, Check, Determination, Explanation
from commitments.permissions import meetings_that_could_decide
from commitments.states import BreachState
from commitments.subjects import subject_of
from compacts.fact_parts import Fact
from compacts.forms import field_for
from organisations.forms import OrganisationField, offer_meetings
from organisations.models import Sector
from pages.filters import DateFilter
from pages.forms import ChoiceRadios, DateField, PageForm, YesNoField, page_formfield
from pages.naming import name_errors
from pages.shown import OUTCOMES

LONGEST = 5000


def reasons_field(label: str, hint: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 8}),
    )


class PromiseForm(PageForm):
    """What a clause asks of an act's other side: a date a step, a text a record."""

    mark_optional = False

    def __init__(self, *args: Any, asked: Sequence[Fact], known: Mapping[str, Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.asked = [fact.name for fact in asked]
        for fact in asked:
            self.fields[fact.name] = field_for(fact, initial=known[fact.name] or None)
            name_errors(fact.name, self.fields[fact.name])
        if any(known.values()):
            self.fields["reason"] = reasons_field(
                "Why is it changed?", "What was on record before stays in the history."
            )

    def answers(self) -> dict[str, Any]:
        """Only what was answered or changed: a blank where nothing was is nothing."""
        given = {name: self.cleaned_data.get(name) or "" for name in self.asked}
        return {"answers": given, "reason": self.cleaned_data.get("reason", "")}


class UndoneForm(PageForm):
    mark_optional = False

    reason = reasons_field("How is it known?", "Everybody who sees the record can read this.")


class ReplyForm(PageForm):
    position = ChoiceRadios(
        label="What is your reply?",
        choices=Explanation.Position.choices,
        hints={
            Explanation.Position.ACCEPTS: "You agree that the clause was not kept.",
            Explanation.Position.EXPLAINS: "You did not keep to the clause, and had reasons.",
            Explanation.Position.CONTESTS: "You think the facts or the clause say otherwise.",
        },
    )
    text = reasons_field(
        "Your reply",
        "Both sectors can read this. Give posts, not people's names.",
    )


class DetermineForm(PageForm):
    decision = ChoiceRadios(
        label="What does the forum decide?",
        choices=Determination.Decision.choices,
        hints={
            Determination.Decision.CONFIRMED: "The case stays open until it is put right.",
            Determination.Decision.REJECTED: "The finding stays in the history as not upheld.",
        },
    )
    reasons = reasons_field(
        "Reasons",
        "Both parties will read them. Say which facts weighed, and how the reply was considered.",
    )

    def __init__(self, *args: Any, breach: Breach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_meetings(self, breach.area, meetings_that_could_decide(breach))


class ProposalAnswerForm(PageForm):
    agreed = YesNoField(label="Do you agree?")
    answer = reasons_field("If you do not, why?", "Both sectors can read this.", required=False)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if answers.get("agreed") is False and not answers.get("answer"):
            self.add_error("answer", "Say why you do not agree")
        return answers


class RemedyForm(PageForm):
    remedied_on = DateField(label="When was it put right?", help_text="For example, 27 3 2027")
    remedy = reasons_field(
        "What was done?",
        "For example: support was extended to 30 June so that three months' notice was given.",
    )

    def __init__(self, *args: Any, breach: Breach, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.breach, self.on = breach, on

    def clean_remedied_on(self) -> date:
        remedied_on: date = self.cleaned_data["remedied_on"]
        if remedied_on > self.on:
            raise ValidationError("The date it was put right cannot be in the future.")
        if remedied_on < self.breach.breached_on:
            first = self.breach.breached_on
            raise ValidationError(
                "The date it was put right cannot be before the duty was missed, "
                f"on {first.day} {first:%B %Y}."
            )
        return remedied_on


class ReasonForm(PageForm):
    mark_optional = False

    reason = forms.CharField(
        label="Reason",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="It stays on the record. Leave out anything about a person.",
    )


class CorrectForm(ReasonForm):
    """One fact. Its question is made from the column, or is a date or a text for a coded fact."""

    field_order = ["new", "reason"]

    def __init__(self, *args: Any, row: Any, fact: str, label: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.asked_as = {fact: "new"}
        asked = _question(row, fact)
        asked.label, asked.required = f"{label}: the right value", False
        self.fields["new"] = asked
        name_errors("new", asked)
        self.order_fields(self.field_order)

    def clean_new(self) -> Any:
        value = self.cleaned_data.get("new")
        field = self.fields["new"]
        if value is None and isinstance(field, forms.CharField | forms.ChoiceField):
            return None if isinstance(field, YesNoField) else ""
        return value


def _question(row: Any, fact: str) -> forms.Field:
    subject = subject_of(row)
    table, _, code = fact.partition(".")
    if code:
        if table == "steps":
            return DateField()
        return forms.CharField(max_length=2000, widget=forms.Textarea({"rows": 4}))
    if fact in subject.bodies:
        body = OrganisationField(label=fact)
        body.search_in(row.act.area.slug)
        return body
    if fact in subject.on_act:
        return forms.CharField(max_length=LONGEST_TITLE)
    column: Any = subject.model._meta.get_field(fact)
    if isinstance(column, BooleanField) and column.null:
        return YesNoField()
    return page_formfield(column) or forms.CharField()


# Registers --------------------------------------------------------------------------------------

OUTCOME_CHOICES = [(code, words) for code, (words, _, _) in OUTCOMES.items()]
FIGURE_CHOICES = [(code, label) for code, (label, _) in selections.FIGURES.items()]
AGE_CHOICES = [(code, label) for code, (label, _, _) in selections.AGES.items()]
RECORD_VOIDED = "voided"
STATE_CHOICES = [
    ("open", "Open"),
    *BreachState.choices,
    (RECORD_VOIDED, "Record voided, counted nowhere"),
]
CODE = {"max_length": 60}
FURTHEST_DAYS = 3660
OLD_NAMES = {"provision": "clause", "ref": "clause"}
"""What filters were called in links that people keep, with their names now."""


def as_named_now(asked: QueryDict) -> QueryDict:
    """What was asked, with each old name's values under its name now."""
    renamed = asked.copy()
    for old, now in OLD_NAMES.items():
        for value in renamed.pop(old, []):
            renamed.setdefault(now, value)
    return renamed


class ListFilters(django_filters.FilterSet):
    """What both registers share. `as_at` looks back: without it a list is as things stand."""

    sector = django_filters.ChoiceFilter(
        label="Whose duty", choices=Sector.choices, empty_label="Either sector"
    )
    body = django_filters.CharFilter("responsible__slug", widget=forms.HiddenInput, **CODE)
    as_at = DateFilter(label="As at", method="unchanged")

    today: date

    def __init__(self, data: QueryDict, **kwargs: Any) -> None:
        super().__init__(as_named_now(data), **kwargs)

    @classmethod
    def on_day(cls, today: date) -> type[ListFilters]:
        """The filters as a register takes them, for what is asked on that day."""
        return type(cls.__name__, (cls,), {"today": today})

    @property
    def on(self) -> date:
        asked = self.form.cleaned_data.get("as_at")
        return asked if isinstance(asked, date) else self.today

    def unchanged(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return rows


class CheckFilters(ListFilters):
    outcome = django_filters.ChoiceFilter(
        label="Finding", choices=OUTCOME_CHOICES, empty_label="Every finding"
    )
    clause = django_filters.CharFilter("rule__provision__ref", label="Clause", **CODE)
    compact = django_filters.CharFilter(
        "rule__provision__compact__slug", widget=forms.HiddenInput, **CODE
    )
    missing = django_filters.CharFilter(method="by_missing", widget=forms.HiddenInput, **CODE)
    due_within = django_filters.NumberFilter(
        label="Last day to act within so many days",
        method="by_last_day",
        min_value=0,
        max_value=FURTHEST_DAYS,
        decimal_places=0,
    )
    figure = django_filters.ChoiceFilter(
        label="Counted as", choices=FIGURE_CHOICES, method="by_figure", empty_label="Anything"
    )
    start = DateFilter(label="From", method="unchanged")
    end = DateFilter(label="To", method="unchanged")
    set_aside = django_filters.BooleanFilter(method="by_set_aside", widget=forms.HiddenInput)

    class Meta:
        model = Check
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Check]) -> QuerySet[Check]:
        rows = super().filter_queryset(queryset)
        if self.on < self.today and not self.form.cleaned_data.get("figure"):
            rows = rows.filter(selections.checks_as_at(self.on))
        return rows

    def by_missing(self, rows: QuerySet[Check], name: str, value: str) -> QuerySet[Check]:
        """One missing fact, or several: all that a check lacks, separated by commas."""
        rows = rows.alias(lacks=Cast("missing", TextField()))
        for fact in value.split(","):
            rows = rows.filter(lacks__contains=f'"{fact}"')
        return rows

    def by_last_day(self, rows: QuerySet[Check], name: str, value: Any) -> QuerySet[Check]:
        return rows.filter(selections.last_day_within(int(value), self.on))

    def by_figure(self, rows: QuerySet[Check], name: str, value: str) -> QuerySet[Check]:
        start, end = self.form.cleaned_data.get("start"), self.form.cleaned_data.get("end")
        return rows.filter(selections.FIGURES[value][1](selections.Span(self.on, start, end)))

    def by_set_aside(self, rows: QuerySet[Check], name: str, value: bool) -> QuerySet[Check]:
        found = selections.set_aside()
        return rows.filter(found if value else ~found)


class BreachFilters(ListFilters):
    state = django_filters.ChoiceFilter(
        label="State", choices=STATE_CHOICES, method="by_state", empty_label="Every state"
    )
    age = django_filters.ChoiceFilter(
        label="Age", choices=AGE_CHOICES, method="by_age", empty_label="Any age"
    )
    clause = django_filters.CharFilter("check_made__rule__provision__ref", label="Clause", **CODE)
    compact = django_filters.CharFilter(
        "check_made__rule__provision__compact__slug", widget=forms.HiddenInput, **CODE
    )
    found_after = DateFilter(label="Found after", method="by_found")
    closed_after = DateFilter(label="Closed after", method="by_closed")

    class Meta:
        model = Breach
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Breach]) -> QuerySet[Breach]:
        """Those that count; those of voided records where they are asked for by name."""
        rows = super().filter_queryset(queryset)
        counted = selections.cases_counted()
        asked = self.form.cleaned_data.get("state")
        rows = rows.filter(~counted if asked == RECORD_VOIDED else counted)
        if self.on < self.today:
            rows = rows.filter(detected_on__lte=self.on)
        return rows

    def by_found(self, rows: QuerySet[Breach], name: str, value: date) -> QuerySet[Breach]:
        return rows.filter(selections.found_between(value, self.on))

    def by_closed(self, rows: QuerySet[Breach], name: str, value: date) -> QuerySet[Breach]:
        return rows.filter(selections.closed_between(value, self.on))

    def by_state(self, rows: QuerySet[Breach], name: str, value: str) -> QuerySet[Breach]:
        if value == "open":
            return rows.filter(selections.breaches_open(self.on, self.today))
        if value == RECORD_VOIDED:
            return rows  # see filter_queryset
        return rows.filter(state=value)

    def by_age(self, rows: QuerySet[Breach], name: str, value: str) -> QuerySet[Breach]:
        return rows.filter(selections.aged(value, self.on))
