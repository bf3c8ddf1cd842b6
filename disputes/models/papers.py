"""What is written or handed in, each for one of four audiences. Files lie outside the static tree."""

from __future__ import annotations

from pathlib import PurePath
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from audit.evidence import Evidence, EvidenceQuerySet
from disputes.models.dispute import Dispute
from disputes.models.stages import DisputeStageEntry
from disputes.states import Audience, Side
from documents.files import CheckedFile
from documents.states import FileState


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


class PaperQuerySet(EvidenceQuerySet["Paper"]):
    def readable_by(self, side: str) -> PaperQuerySet:
        """What a side may read: its own, and what was written for an audience it belongs to, once its
        file is checked. A message stays where its file was refused."""
        if side not in BELONGS_TO:
            return self.none()
        passed = Q(state=FileState.CHECKED) | (Q(state=FileState.REFUSED) & ~Q(text=""))
        return self.filter(Q(side=side) | (Q(audience__in=BELONGS_TO[side]) & passed))

    def waiting(self) -> PaperQuerySet:
        """Those whose file nobody has looked at yet, the longest waiting first."""
        return self.filter(state=FileState.CHECKING).order_by("written_at", "pk")


class Paper(CheckedFile, Evidence):
    """A message, a document, or both. Never changed: a later one says what is different.

    A document is looked at by a worker before anybody but its own side reads it. Where it cannot be
    read in a case that keeps a name, the body that represents says that it looked at every page.
    """

    READ_WITH = ("dispute",)

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
    looked_through_at = models.DateTimeField(null=True, blank=True)
    looked_through_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(
                # By the file's name: of a refused one nothing else is kept.
                condition=~Q(text="", name=""),
                name="paper_says_something",
                violation_error_message="Write a message, or choose a file.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=FileState.values),
                name="paper_state_known",
                violation_error_message="This state of a file is not known here.",
            ),
            models.CheckConstraint(
                condition=Q(looked_through_at=None, looked_through_by=None)
                | Q(looked_through_at__isnull=False, looked_through_by__isnull=False),
                name="paper_looked_through_by_somebody",
                violation_error_message="Who looked through the file is kept with the time.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"Message in {self.dispute}"

    def get_absolute_url(self) -> str:
        return reverse("disputes:paper", args=[self.pk])

    def is_readable_by(self, side: str) -> bool:
        """`readable_by`, of a paper that has been read already."""
        if side not in BELONGS_TO:
            return False
        passed = self.is_checked or (self.state == FileState.REFUSED and self.text != "")
        return self.side == side or (self.audience in BELONGS_TO[side] and passed)

    @property
    def is_for_others(self) -> bool:
        return self.audience != Audience.OWN

    @property
    def may_be_opened(self) -> bool:
        """Nothing is handed out that nobody has looked at; its own side may read what it is asked about."""
        return bool(self.file) and self.state in (FileState.CHECKED, FileState.ASKED)

    @property
    def counts(self) -> bool:
        """Whether something was handed in: a file that was refused, with no word beside it, was not."""
        return self.state != FileState.REFUSED or self.text != ""


class ClearedDoubt(Evidence):
    """Words that might have told who the raiser is, of which its side said that they do not."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="cleared_doubts")
    key = models.CharField(max_length=64, help_text="The same for the same words, however spaced.")
    words = models.CharField(max_length=200)
    why = models.CharField(max_length=120, help_text="Why they might have told.")
    cleared_at = models.DateTimeField()
    cleared_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["cleared_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dispute", "key"],
                name="doubt_cleared_once",
                violation_error_message="It has been said already that these words do not tell.",
            )
        ]

    def __str__(self) -> str:
        return f"A doubt cleared in {self.dispute}"
