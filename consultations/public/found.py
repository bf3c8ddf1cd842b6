"""Finding what is public: published, and not voided. Everything else is not there."""

from __future__ import annotations

from django.db.models import DateField, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.urls import reverse

from commitments.models import Check
from consultations.models import Consultation, ConsultationQuerySet, Span
from organisations.models import Area

OF_ACT = ("act__area", "act__responsible", "act__compact")


def public_rows() -> ConsultationQuerySet:
    """Rows with what their days are read from, in a constant number of queries."""
    rows: ConsultationQuerySet = Consultation.objects.public()
    return rows.select_related(*OF_ACT).prefetch_related("spans")


def with_length_finding(rows: ConsultationQuerySet) -> ConsultationQuerySet:
    """Adds the verdict on the length as `finding`, and the close that counts as `last_close`."""
    length = Check.objects.filter(act=OuterRef("act"), rule__type="minimum_period")
    spans = Span.objects.filter(consultation=OuterRef("pk")).order_by("-closes_on")
    found: ConsultationQuerySet = rows.annotate(
        finding=Subquery(length.order_by("rule__position").values("outcome")[:1]),
        last_close=Coalesce(
            Subquery(spans.values("closes_on")[:1]), F("closes_on"), output_field=DateField()
        ),
    )
    return found


def area_or_404(slug: str) -> Area | None:
    """The area that an address names; None where it names none."""
    return get_object_or_404(Area, slug=slug) if slug else None


def public_or_404(slug: str, pk: int) -> Consultation:
    return get_object_or_404(public_rows(), pk=pk, act__area__slug=slug)


def public_path(consultation: Consultation) -> str:
    """The address of its public page, which stays as long as the record does."""
    return reverse("consultations:public_page", args=[consultation.act.area.slug, consultation.pk])
