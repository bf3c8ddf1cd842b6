"""What moves the dates of a consultation, and what else goes on in its area meanwhile."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from audit.evidence import Evidence, EvidenceQuerySet
from consultations.models.consultation import Consultation
from organisations.models import Area


class SpanQuerySet(EvidenceQuerySet["Span"]):
    def open_on(self, on: date) -> SpanQuerySet:
        return self.filter(opens_on__lte=on, closes_on__gte=on)


class Span(Evidence):
    """A further time for answers, given after the close: a consultation in two parts."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="spans")
    opens_on = models.DateField()
    closes_on = models.DateField()
    announced_on = models.DateField()

    objects = SpanQuerySet.as_manager()

    class Meta:
        ordering = ["opens_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="span_dates_in_order",
                violation_error_message="It cannot close before it opens.",
            ),
            models.UniqueConstraint(
                fields=["consultation", "opens_on"],
                name="span_once",
                violation_error_message="It is already opened again on that day.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opens_on:%Y-%m-%d} to {self.closes_on:%Y-%m-%d}"


class Change(Evidence):
    """Dates moved, with the reason. What they were stays on record."""

    class Kind(models.TextChoices):
        EXTENDED = "extended", "Extended"
        CUT_SHORT = "cut_short", "Cut short"
        REOPENED = "reopened", "Opened again"
        CANCELLED = "cancelled", "Cancelled"

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=9, choices=Kind)
    old_closes_on = models.DateField(null=True, blank=True)
    new_closes_on = models.DateField(null=True, blank=True)
    reason = models.TextField()
    changed_on = models.DateField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["changed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["extended", "cut_short", "reopened", "cancelled"]),
                name="change_kind_known",
                violation_error_message="This kind of change is not known here.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.consultation}"


class ElectionPeriodQuerySet(EvidenceQuerySet["ElectionPeriod"]):
    def touching(self, area: Area, opens_on: date, closes_on: date) -> ElectionPeriodQuerySet:
        return self.filter(area=area, starts_on__lte=closes_on, ends_on__gte=opens_on)


class ElectionPeriod(Evidence):
    """A time before a poll in an area. It is pointed out, and is never a breach."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="election_periods")
    name = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    objects = ElectionPeriodQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="election_period_in_order",
                violation_error_message="The period cannot end before it starts.",
            ),
            models.UniqueConstraint(
                fields=["area", "name"],
                name="election_period_once",
                violation_error_message="This area already has a period of that name.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
