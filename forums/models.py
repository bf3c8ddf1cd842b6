"""The forum where both sectors meet, and its meetings."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from audit.evidence import Evidence, EvidenceQuerySet
from organisations.models import Area, Sector


class Forum(Evidence):
    area = models.OneToOneField(Area, models.PROTECT, related_name="forum")
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["area__name"]

    def __str__(self) -> str:
        return f"{self.name}, {self.area}"


class MeetingQuerySet(EvidenceQuerySet["Meeting"]):
    def with_both_sectors(self) -> MeetingQuerySet:
        """Those that were held and could decide a case."""
        return self.filter(held_on__isnull=False, public_present=True, vcs_present=True)


class Meeting(Evidence):
    READ_WITH = ("forum__area",)

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="meetings")
    planned_on = models.DateField()
    held_on = models.DateField(null=True, blank=True)
    minutes = models.TextField(blank=True)
    public_present = models.BooleanField(
        default=False, help_text="Whether public bodies were there."
    )
    vcs_present = models.BooleanField(
        default=False, help_text="Whether voluntary organisations were there."
    )
    version = models.PositiveIntegerField(default=1, help_text="Counts saves.")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "planned_on"],
                name="meeting_once_a_day",
                violation_error_message="The forum already has a meeting on that day.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.forum.name}, {self.planned_on:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("forums:meeting", args=[self.pk])

    @property
    def sectors_present(self) -> list[str]:
        """The sectors that were there, as the form asks for them."""
        there = {Sector.PUBLIC: self.public_present, Sector.VCS: self.vcs_present}
        return [str(sector) for sector, was in there.items() if was]
