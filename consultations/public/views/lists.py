"""The public lists, one a stage."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import django_filters
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from commitments.models import Act
from consultations.models import Consultation, ConsultationQuerySet
from consultations.presenters import in_full
from consultations.public import words
from consultations.public.found import (
    public_path,
    public_rows,
    with_length_finding,
)
from consultations.states import Stage
from organisations.models import Area, Organisation
from pages.registers import Column, Listing, Register, register_page
from pages.shown import as_date, outcome_tag, outcome_words

FRONT = ("Front page", "/")
TABS = {
    "": Stage.OPEN,
    "forthcoming": Stage.FORTHCOMING,
    "awaiting-feedback": Stage.AWAITING,
    "answered": Stage.ANSWERED,
    "cancelled": Stage.CANCELLED,
}
LABELS = {Stage.AWAITING: "Awaiting feedback"}
SORTS = {
    Stage.OPEN: "closes",
    Stage.FORTHCOMING: "opens",
    Stage.AWAITING: "-closes",
    Stage.ANSWERED: "-feedback_on",
    Stage.CANCELLED: "-cancelled_on",
}
EMPTY = {
    Stage.OPEN: "No consultation is open now. See those that are forthcoming, or follow the feed.",
    Stage.FORTHCOMING: "No consultation has been announced for later. Follow the feed to hear of one.",
    Stage.AWAITING: "Feedback has been published on every consultation that has closed.",
    Stage.ANSWERED: "No feedback has been published yet.",
    Stage.CANCELLED: "No consultation has been cancelled.",
}


class PublicFilters(django_filters.FilterSet):
    area = django_filters.ModelChoiceFilter(
        field_name="act__area", label="Area", empty_label="Any area", to_field_name="slug",
        queryset=Area.objects.all(),
    )  # fmt: skip
    lead = django_filters.ModelChoiceFilter(
        field_name="act__responsible", label="Who is asking", empty_label="Any body",
        queryset=Organisation.objects.none(),
    )  # fmt: skip
    formal = django_filters.ChoiceFilter(
        label="Formal and written", empty_label="Either", choices=[("yes", "Yes"), ("no", "No")],
        method="formally",
    )  # fmt: skip

    class Meta:
        model = Consultation
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asking = Act.objects.live().filter(kind="consultation").order_by()
        self.filters["lead"].queryset = Organisation.objects.filter(
            pk__in=asking.values("responsible")
        )

    def formally(self, rows: ConsultationQuerySet, name: str, value: str) -> ConsultationQuerySet:
        return rows.filter(formal_written=value == "yes")


def _finding(row: Any) -> Any:
    return outcome_tag(row.finding) if row.finding else "No clause on its length"


def columns_on(on: date) -> list[Column]:
    return [
        Column("title", "Consultation", "act.title", kind="link", sort="act__title"),
        Column("area", "Area", "act.area.name", sort="act__area__name"),
        Column("lead", "Who is asking", "act.responsible.name", sort="act__responsible__name"),
        Column("opens", "Opens", "opens_on", kind="date", sort="opens_on"),
        Column(
            "closes", "Closes, at 23:59", lambda row: in_full(row.last_close), sort="last_close",
            csv=lambda row: as_date(row.last_close),
        ),
        Column("next", "Now", lambda row: words.in_short(row, row.stage, on)),
        Column("finding", "Promise on time", _finding, csv=lambda row: outcome_words(row.finding)),
    ]  # fmt: skip


@login_not_required
@require_safe
def public(request: HttpRequest, tab: str = "") -> HttpResponseBase:
    """One list a stage; the search and the filters go along from tab to tab."""
    on = timezone.localdate()
    stage = TABS.get(tab)
    rows = public_rows()
    describe = partial(
        Register,
        name=label_of(stage),
        columns=columns_on(on),
        filterset_class=PublicFilters,
        search_fields=("act__title", "act__reference", "summary", "act__responsible__name"),
        empty_text=EMPTY.get(stage, "No consultation has been published yet."),
        default_sort=SORTS.get(stage, "-opens"),
        link=public_path,
        noun=("consultation", "consultations"),
        search_label="Search by title, subject, reference or body",
    )
    every = Listing(describe(queryset=rows), request).queryset
    shown = rows if stage is None else rows.at_stage(stage, on)
    register = describe(queryset=with_length_finding(shown.with_stage(on)))
    context = {
        "tabs": _tabs(request, every, tab, on),
        "is_all": stage is None,
        "trail": [FRONT, ("Consultations", "")],
    }
    return register_page(
        request, register, template="consultations/public/list.html", context=context
    )


def label_of(stage: Stage | None) -> str:
    if stage is None:
        return "All consultations"
    return f"{LABELS.get(stage, stage.label)} consultations".replace(
        "Awaiting feedback consultations", "Consultations awaiting feedback"
    )


def _tabs(
    request: HttpRequest, rows: ConsultationQuerySet, current: str, on: date
) -> list[dict[str, Any]]:
    """Each list with its number under the present search: one query for all."""
    counts = (
        rows.order_by()
        .with_stage(on)
        .aggregate(**{f"at_{each}": Count("pk", filter=Q(stage=each)) for each in TABS.values()})
    )
    question = request.GET.copy()
    for name in ("page", "format", "sort"):
        question.pop(name, None)
    asked = f"?{question.urlencode()}" if question else ""
    tabs = [
        (tab, LABELS.get(stage, stage.label), counts[f"at_{stage}"]) for tab, stage in TABS.items()
    ]
    tabs.append(("all", "All", sum(counts.values())))
    return [
        {
            "label": label,
            "number": number,
            "is_current": tab == current,
            "url": reverse("consultations:public", args=[tab] if tab else []) + asked,
        }
        for tab, label, number in tabs
    ]
