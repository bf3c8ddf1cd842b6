"""What is written or handed in, each for one of four audiences. Files lie outside the static tree."""

from __future__ import annotations

from pathlib import PurePath
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from disputes.models.dispute import Dispute
from disputes.models.stages import DisputeStageEntry
from disputes.states import Audience, Side


def stored_name(instance: models.Model, filename: str) -> str:
    """A random name: nothing of what people call their files reaches the disk."""
    return f"disputes/{uuid4().hex}{PurePath(filename).suffix.lower()[:8]}"


BELONGS_TO: dict[str, tuple[Audience, ...]] = {
    Side.RAISER: (Audience.PARTIES, Audience.PANEL, Audience.FORUM),
    Side.RESPONDENT: (Audience.PARTIES, Audience.PANEL, Audience.FORUM),
    Side.NEUTRAL: (Audience.PANEL, Audience.FORUM),
    Side.FORUM: (Audience.FORUM,),
}
"""The audiences of which a side is part."""


class PaperQuerySet(models.QuerySet["Paper"]):
    def readable_by(self, side: str) -> PaperQuerySet:
        """What a side may read: its own, and what was written for an audience it belongs to."""
        if side not in BELONGS_TO:
            return self.none()
        return self.filter(Q(side=side) | Q(audience__in=BELONGS_TO[side]))


class Paper(models.Model):
    """A message, a document, or both. Never changed: a later one says what is different."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="papers")
    entry = models.ForeignKey(
        DisputeStageEntry, models.PROTECT, null=True, blank=True, related_name="papers"
    )
    audience = models.CharField(max_length=8, choices=Audience)
    side = models.CharField(max_length=10, choices=Side)
    filed_as = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    file = models.FileField(upload_to=stored_name, blank=True)
    name = models.CharField(max_length=200, blank=True, help_text="What readers see it called.")
    size = models.PositiveIntegerField(default=0, help_text="Bytes.")
    digest = models.CharField(max_length=64, help_text="SHA-256 over text and file.")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="", file=""),
                name="paper_says_something",
                violation_error_message="Write a message, or choose a file.",
            )
        ]

    def __str__(self) -> str:
        return self.name or f"Message in {self.dispute}"

    def get_absolute_url(self) -> str:
        return reverse("disputes:paper", args=[self.pk])

    def is_readable_by(self, side: str) -> bool:
        """`readable_by`, of a paper that has been read already."""
        return side in BELONGS_TO and (self.side == side or self.audience in BELONGS_TO[side])

    @property
    def is_for_others(self) -> bool:
        return self.audience != Audience.OWN
