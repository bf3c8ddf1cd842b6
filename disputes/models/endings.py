"""How a dispute ends and what follows: terms, conclusions, remedies, lessons; and standstill on the way."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from audit.evidence import Evidence
from disputes.models.dispute import Dispute
from disputes.states import FOUND, DisputeState, Side
from organisations.models import Organisation


class Settlement(Evidence):
    """Terms that one side offers. They settle the dispute once the other side accepts them."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="settlements")
    terms = models.TextField()
    side = models.CharField(max_length=10, choices=Side)
    offered_on = models.DateField()
    offered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    accepted = models.BooleanField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["offered_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dispute"],
                condition=Q(accepted=None),
                name="settlement_offered_once",
                violation_error_message="Terms are already waiting for an answer.",
            ),
            models.CheckConstraint(
                condition=Q(accepted=None, answered_on=None, answered_by=None)
                | Q(accepted__isnull=False, answered_on__isnull=False, answered_by__isnull=False),
                name="settlement_answered_on_and_by",
                violation_error_message="Terms that were answered say by whom, and when.",
            ),
        ]

    def __str__(self) -> str:
        return f"Terms offered on {self.offered_on:%Y-%m-%d}: {self.dispute}"


class Conclusion(Evidence):
    """What the forum, its panel or a mediator found, and how the clauses were read."""

    dispute = models.OneToOneField(Dispute, models.PROTECT, related_name="conclusion")
    outcome = models.CharField(
        max_length=14,
        choices=[(state.value, state.label) for state in DisputeState if state in FOUND],
    )
    reasons = models.TextField(help_text="For the parties.")
    reading = models.TextField(blank=True, help_text="For everybody in the area: names nobody.")
    decided_on = models.DateField()
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_as = models.CharField(max_length=10, choices=Side)
    met_on = models.DateField(
        null=True, blank=True, help_text="The forum's meeting that decided it, by its day."
    )
    seconded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The other sector's chair, where both found together.",
    )  # fmt: skip

    class Meta:
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=[state.value for state in FOUND]),
                name="dispute_conclusion_known",
                violation_error_message="This conclusion is not known here.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.dispute}"


class ProposedConclusion(Evidence):
    """What one chair proposes to find. Nothing is found until the other sector's chair agrees."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="proposed_conclusions")
    outcome = models.CharField(
        max_length=14,
        choices=[(state.value, state.label) for state in DisputeState if state in FOUND],
    )
    reasons = models.TextField()
    reading = models.TextField(blank=True)
    sector = models.CharField(max_length=6, help_text="The sector for which the chair sits.")
    proposed_on = models.DateField()
    met_on = models.DateField(
        null=True, blank=True, help_text="The forum's meeting that decided it, by its day."
    )
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    agreed = models.BooleanField(null=True, blank=True)
    answer = models.TextField(blank=True, help_text="Why the other chair does not agree.")
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["proposed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dispute"],
                condition=Q(agreed=None),
                name="proposed_conclusion_waits_once",
                violation_error_message="A conclusion is already proposed and waits for an answer.",
            ),
            models.CheckConstraint(
                condition=Q(agreed=None, answered_on=None, answered_by=None)
                | Q(agreed__isnull=False, answered_on__isnull=False, answered_by__isnull=False),
                name="proposed_conclusion_answered_on_and_by",
                violation_error_message="An answer to a proposal says who gave it, and when.",
            ),
        ]

    def __str__(self) -> str:
        return f"Proposed: {self.get_outcome_display()}: {self.dispute}"


class Remedy(Evidence):
    """Something that somebody will do by a day, and whether it happened."""

    class Happened(models.TextChoices):
        YES = "yes", "Yes"
        PARTLY = "partly", "Partly"
        NO = "no", "No"

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="remedies")
    what = models.TextField()
    owner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="None: the side that raised it.",
    )  # fmt: skip
    due_on = models.DateField()
    check_on = models.DateField(help_text="The day on which both are asked: did it happen?")
    added_on = models.DateField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reported_on = models.DateField(null=True, blank=True)
    reported_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    report = models.TextField(blank=True)
    happened = models.CharField(max_length=6, choices=Happened, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    check_note = models.TextField(blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name_plural = "remedies"
        constraints = [
            models.CheckConstraint(
                condition=Q(check_on__gte=F("due_on")),
                name="remedy_checked_after_due",
                violation_error_message="A remedy is checked once it is due.",
            ),
            models.CheckConstraint(
                condition=Q(reported_on=None, reported_by=None)
                | Q(reported_on__isnull=False, reported_by__isnull=False),
                name="remedy_reported_on_and_by",
                violation_error_message="A report says who made it, and when.",
            ),
            models.CheckConstraint(
                condition=Q(checked_on=None, checked_by=None, happened="")
                | (
                    Q(checked_on__isnull=False, checked_by__isnull=False)
                    & Q(happened__in=["yes", "partly", "no"])
                ),
                name="remedy_checked_on_and_by",
                violation_error_message="A check says who made it, when, and whether it happened.",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class Standstill(Evidence):
    """A request to hold the contested decision while the dispute lasts. Raising never holds it."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="standstills")
    what = models.TextField()
    asked_on = models.DateField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    granted = models.BooleanField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["asked_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dispute"],
                condition=Q(granted=None),
                name="standstill_asked_once",
                violation_error_message="A request is already waiting for an answer.",
            ),
            models.CheckConstraint(
                condition=Q(granted=None, answered_on=None, answered_by=None)
                | Q(granted__isnull=False, answered_on__isnull=False, answered_by__isnull=False),
                name="standstill_answered_on_and_by",
                violation_error_message="A request that was answered says by whom, and when.",
            ),
        ]

    def __str__(self) -> str:
        return f"Standstill asked on {self.asked_on:%Y-%m-%d}: {self.dispute}"


class Lesson(Evidence):
    """What the case teaches, for everybody in the area: names nobody."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="lessons")
    text = models.TextField()
    side = models.CharField(max_length=10, choices=Side)
    added_on = models.DateField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["added_on", "pk"]

    def __str__(self) -> str:
        return self.text
