"""The list of an area's consultations."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import django_filters
from django.db.models import Count, DateField, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from commitments.models import Act, Check
from consultations.models import Consultation, ConsultationQuerySet, Response, Span
from consultations.permissions import may_keep_elections, may_plan
from consultations.presenters import stage_tag
from consultations.states import Stage
from consultations.subjects import CONSULTATION
from imports.engine.exporting import export_of
from organisations.models import Organisation, Sector
from organisations.views import area_or_404
from pages.filters import DateFilter
from pages.registers import Column, Register, register_page
from rules import Outcome

SHOWN_STAGES = [(each.value, each.label) for each in Stage if each != Stage.VOIDED]


def with_findings(rows: ConsultationQuerySet, on: date) -> Any:
    """Each row with its stage, last close, finding on its length, and how many answered."""
    length = Check.objects.filter(act=OuterRef("act"), rule__type="minimum_period")
    responses = (
        Response.objects.sent()
        .filter(consultation=OuterRef("pk"))
        .order_by()
        .values("consultation")
        .annotate(number=Count("pk"))
        .values("number")
    )
    spans = Span.objects.filter(consultation=OuterRef("pk")).order_by("-closes_on")
    return rows.with_stage(on).annotate(
        last_close=Coalesce(
            Subquery(spans.values("closes_on")[:1]), F("closes_on"), output_field=DateField()
        ),
        finding=Subquery(length.order_by("rule__position").values("outcome")[:1]),
        responded=Coalesce(Subquery(responses, output_field=IntegerField()), 0),
    )


class ConsultationFilters(django_filters.FilterSet):
    stage = django_filters.ChoiceFilter(
        label="Stage", choices=SHOWN_STAGES, empty_label="Any stage", method="at_stage"
    )
    lead = django_filters.ModelChoiceFilter(
        field_name="act__responsible",
        label="Lead",
        empty_label="Any body",
        queryset=Organisation.objects.none(),
    )
    finding = django_filters.ChoiceFilter(
        label="Finding on its length",
        empty_label="Any finding",
        choices=[(str(each), str(each).replace("_", " ").capitalize()) for each in Outcome],
        field_name="finding",
    )
    opens_from = DateFilter("opens_on", "gte", label="Opens on or after")
    opens_to = DateFilter("opens_on", "lte", label="Opens on or before")
    closes_from = DateFilter("last_close", "gte", label="Closes on or after")
    closes_to = DateFilter("last_close", "lte", label="Closes on or before")

    class Meta:
        model = Consultation
        fields: list[str] = []

    def __init__(self, *args: Any, on: date, area: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        bodies = Organisation.objects.in_area(area).of_sector(Sector.PUBLIC)
        self.filters["lead"].queryset = bodies

    def at_stage(self, rows: ConsultationQuerySet, name: str, value: str) -> ConsultationQuerySet:
        return rows.at_stage(value, self.on)


def _length(consultation: Consultation) -> int | None:
    return consultation.length_days


COLUMNS = [
    Column("title", "Consultation", "act.title", kind="link", sort="act__title"),
    Column("reference", "Reference", "act.reference", sort="act__reference"),
    Column("lead", "Lead", "act.responsible.name", sort="act__responsible__name"),
    Column("stage", "Stage", lambda row: stage_tag(row.stage), kind="state"),
    Column("opens_on", "Opens", "opens_on", kind="date", sort="opens_on"),
    Column("closes_on", "Closes, to 23:59", "last_close", kind="date", sort="last_close"),
    Column("days", "Length", _length, kind="days", csv=_length),
    Column("finding", "Finding on its length", "finding", kind="outcome", sort="finding"),
    Column("responses", "Responses", "responded", kind="number", sort="responded"),
    Column("feedback_on", "Feedback", "feedback_on", kind="date", sort="feedback_on"),
]


@require_safe
def register(request: HttpRequest, area: str) -> HttpResponseBase:
    place = area_or_404(request, area)
    on = timezone.localdate()
    rows = Consultation.objects.visible_to(request.user).in_area(place)
    rows = rows.exclude(act__state=Act.State.VOIDED).select_related("act__responsible")
    described = Register(
        name="Consultations",
        export=export_of(CONSULTATION),
        columns=COLUMNS,
        queryset=with_findings(rows, on),
        filterset_class=partial(ConsultationFilters, on=on, area=place),  # type: ignore[arg-type]
        search_fields=("act__title", "act__reference", "act__responsible__name"),
        default_sort="-opens_on",
        empty_text="No consultation is recorded here yet. One that is planned begins as a draft.",
        link=lambda row: reverse("consultations:consultation", args=[row.pk]),
        noun=("consultation", "consultations"),
        search_label="Search by title, reference or body",
    )
    context = {
        "area": place,
        "may_plan": may_plan(request.user, place),
        "may_keep_elections": may_keep_elections(request.user, place),
        "counts": _counts(rows, on),
    }
    return register_page(
        request, described, template="consultations/register.html", context=context
    )


def _counts(rows: ConsultationQuerySet, on: date) -> list[dict[str, Any]]:
    """How many stand at each stage, in one query."""
    found = (
        rows.order_by()
        .with_stage(on)
        .aggregate(
            **{
                each.value: Count("pk", filter=Q(stage=each.value))
                for each in (Stage.FORTHCOMING, Stage.OPEN, Stage.AWAITING, Stage.ANSWERED)
            }
        )
    )
    return [
        {"stage": stage, "label": Stage(stage).label, "number": number}
        for stage, number in found.items()
    ]
