"""How the register of disputes is narrowed. Nothing here asks who raised one."""

from __future__ import annotations

from datetime import date

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from disputes.models import Conclusion, Dispute, DisputeStageEntry
from disputes.states import FOUND, Body, ClausesShown, DisputeState
from pages.forms import PageForm


class DisputeFilters(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label="State", choices=DisputeState.choices, empty_label="Every state"
    )
    stage = django_filters.ChoiceFilter(
        label="Now before", choices=Body.choices, method="by_stage", empty_label="Anybody"
    )
    overdue = django_filters.BooleanFilter(
        label="Overdue stages",
        method="by_overdue",
        widget=forms.Select(choices=[("", "All"), ("true", "Overdue"), ("false", "Not overdue")]),
    )
    clause = django_filters.CharFilter(label="Clause", method="by_clause", max_length=20)
    year = django_filters.NumberFilter(
        "raised_on__year", label="Raised in the year", min_value=2000, max_value=2200
    )

    today: date

    class Meta:
        model = Dispute
        fields: list[str] = []

    @classmethod
    def on_day(cls, today: date) -> type[DisputeFilters]:
        return type(cls.__name__, (cls,), {"today": today})

    def by_stage(self, rows: QuerySet[Dispute], name: str, value: str) -> QuerySet[Dispute]:
        current = DisputeStageEntry.objects.current().filter(body=value)
        return rows.filter(pk__in=current.values("dispute"))

    def by_overdue(self, rows: QuerySet[Dispute], name: str, value: bool) -> QuerySet[Dispute]:
        late = DisputeStageEntry.objects.overdue(self.today).values("dispute")
        return rows.filter(pk__in=late) if value else rows.exclude(pk__in=late)

    def by_clause(self, rows: QuerySet[Dispute], name: str, value: str) -> QuerySet[Dispute]:
        # A case that tells its section alone is found by no clause: the list would tell which.
        kept = Q(confidential=True) & ~Q(clauses_shown=ClausesShown.CLAUSE)
        return rows.exclude(kept).filter(clauses__ref__iexact=value.strip()).distinct()


class ConclusionFilters(django_filters.FilterSet):
    clause = django_filters.CharFilter(label="Clause", method="by_clause", max_length=20)
    outcome = django_filters.ChoiceFilter(
        label="Conclusion",
        choices=[(state.value, state.label) for state in FOUND],
        empty_label="Every conclusion",
    )

    class Meta:
        model = Conclusion
        fields: list[str] = []

    def by_clause(self, rows: QuerySet[Conclusion], name: str, value: str) -> QuerySet[Conclusion]:
        kept = Q(dispute__confidential=True) & ~Q(dispute__clauses_shown=ClausesShown.CLAUSE)
        found = rows.exclude(kept).filter(dispute__clauses__ref__iexact=value.strip())
        return found.distinct()


class ReviewYearForm(PageForm):
    mark_optional = False
    year = forms.IntegerField(
        label="Year", min_value=2000, max_value=2200,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-4"}),
    )  # fmt: skip
