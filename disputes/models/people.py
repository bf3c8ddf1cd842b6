"""Neutrals: a mediator, a member of the panel or an outside chair, who sees this case alone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import User
from audit.evidence import Evidence, EvidenceQuerySet
from disputes.models.dispute import Dispute
from disputes.states import Side


class NeutralQuerySet(EvidenceQuerySet["Neutral"]):
    def standing(self) -> NeutralQuerySet:
        return self.filter(stood_down_at=None)

    def agreed(self) -> NeutralQuerySet:
        return self.standing().filter(
            agreed_by_raiser_at__isnull=False, agreed_by_respondent_at__isnull=False
        )

    def appointed(self) -> NeutralQuerySet:
        """Agreed by both sides, and declared free of interest."""
        return self.agreed().filter(declared_at__isnull=False)


class Neutral(Evidence):
    class Part(models.TextChoices):
        MEDIATOR = "mediator", "Mediator"
        PANEL = "panel", "Member of the panel"
        CHAIR = "chair", "Outside chair"

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="neutrals")
    user = models.ForeignKey(User, models.PROTECT, related_name="neutral_in")
    post = models.CharField(
        max_length=120,
        blank=True,
        help_text="As they were invited: the account's own post would tell that it was known here.",
    )
    part = models.CharField(max_length=8, choices=Part)
    why = models.TextField(blank=True)
    proposed_side = models.CharField(max_length=10, choices=Side)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    agreed_by_raiser_at = models.DateTimeField(null=True, blank=True)
    agreed_by_respondent_at = models.DateTimeField(null=True, blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    declaration = models.TextField(blank=True, help_text="Interests declared that do not conflict.")
    stood_down_at = models.DateTimeField(null=True, blank=True)
    stood_down_because = models.TextField(blank=True)

    objects = NeutralQuerySet.as_manager()

    class Meta:
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dispute", "user"],
                condition=Q(stood_down_at=None),
                name="neutral_once",
                violation_error_message="This person is already proposed for this case.",
            ),
            models.CheckConstraint(
                condition=Q(declared_at=None)
                | Q(agreed_by_raiser_at__isnull=False, agreed_by_respondent_at__isnull=False),
                name="neutral_agreed_before_declared",
                violation_error_message="Both sides agree to a neutral before they declare.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()}: {self.called}"

    @property
    def called(self) -> str:
        """Their post, as those who asked them in know it."""
        return self.post or self.user.post

    @property
    def is_agreed(self) -> bool:
        return self.agreed_by_raiser_at is not None and self.agreed_by_respondent_at is not None

    @property
    def is_appointed(self) -> bool:
        return self.is_agreed and self.declared_at is not None and self.stood_down_at is None
