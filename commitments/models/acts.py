"""Acts: what organisations did or plan on a date, and what was put right about them."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from accounts.models import User
from audit.evidence import Evidence, EvidenceQuerySet
from commitments.states import (
    ACT_TRANSITIONS,
    ActState,
)
from compacts.acts import noun_of
from compacts.models import Compact
from organisations.models import Area, Organisation
from organisations.permissions import Right, scope_of


class ActQuerySet(EvidenceQuerySet["Act"]):
    def visible_to(self, user: User | AnonymousUser) -> ActQuerySet:
        """Live acts of areas the person works for as a whole, or that involve their own organisation;
        drafts where they may go on with them."""
        scope = scope_of(user)
        live = ~Q(state=Act.State.DRAFT)
        return self.filter(
            Q(area__in=scope.whole_areas) & live
            | Q(responsible__in=scope.organisations) & live
            | Q(responsible__in=scope.bodies_with(Right.RECORD))
            | Q(counterpart__in=scope.organisations) & live
        )

    def live(self) -> ActQuerySet:
        return self.filter(state=Act.State.LIVE)


class Act(Evidence):
    """Something an organisation did or plans on a date. The subject's own row points here."""

    State = ActState
    TRANSITIONS = ACT_TRANSITIONS
    READ_WITH = ("area", "responsible", "counterpart")

    class Standing(models.TextChoices):
        """Why the act has the checks it has."""

        NOT_JUDGED = "", "Not judged yet"
        IN_FORCE = "in_force", "Compact in force"
        KEPT = "kept", "Expired compact kept by agreement"
        NO_COMPACT = "no_compact", "No compact in force"
        NOT_PARTY = "not_party", "Not a party to the compact"
        NO_DATE = "no_date", "The act has no date yet"

    kind = models.CharField(max_length=16, help_text="As its subject names it.")
    area = models.ForeignKey(Area, models.PROTECT, related_name="acts")
    reference = models.CharField(max_length=60)
    title = models.CharField(max_length=250)
    responsible = models.ForeignKey(Organisation, models.PROTECT, related_name="acts")
    counterpart = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="acts_received"
    )
    acted_on = models.DateField(
        null=True, blank=True, help_text="The date that chooses the edition which judges the act."
    )
    state = models.CharField(max_length=6, choices=State, default=State.DRAFT)
    compact = models.ForeignKey(Compact, models.PROTECT, null=True, blank=True, related_name="acts")
    standing = models.CharField(max_length=10, choices=Standing, blank=True)
    version = models.PositiveIntegerField(
        default=1, help_text="Counts saves: a stale tab is noticed."
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    voided_reason = models.TextField(blank=True)
    told_by_file = models.BooleanField(
        default=False, help_text="It came by a file, in which a blank cell says nothing."
    )
    undone = models.JSONField(
        default=list,
        blank=True,
        help_text="Steps by code that were not done, where a blank does not say so.",
    )
    sure = models.JSONField(
        default=list,
        blank=True,
        help_text="What is improbable and was said to be right: each by its key and its sentence.",
    )

    objects = ActQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "kind", "reference"],
                name="act_reference_once",
                violation_error_message="This reference is already in use in this area.",
            ),
            models.CheckConstraint(
                condition=Q(state="voided", voided_at__isnull=False, voided_by__isnull=False)
                | (~Q(state="voided") & Q(voided_at=None, voided_by=None)),
                name="act_voided_at_and_by",
                violation_error_message="A voided record says who voided it, and when.",
            ),
        ]
        indexes = [
            models.Index(fields=["area", "kind", "-acted_on"], name="act_register"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def noun(self) -> str:
        """What it is called inside a sentence, such as "consultation"."""
        return noun_of(self.kind)


OF_ACT = ("act__area", "act__responsible", "act__counterpart", "act__recorded_by")
"""What writing about a subject reads with it."""


class SubjectQuerySet(EvidenceQuerySet):  # type: ignore[type-arg]
    """Rows that each belong to an act: whoever sees the act sees them."""

    def visible_to(self, user: User | AnonymousUser) -> SubjectQuerySet:
        return self.filter(act__in=Act.objects.visible_to(user))

    def live(self) -> SubjectQuerySet:
        return self.filter(act__state=Act.State.LIVE)


class Correction(Evidence):
    """One fact of an act put right: what it was, what it is, who said so and why."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="corrections")
    fact = models.CharField(max_length=60)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    reason = models.TextField()
    corrected_at = models.DateTimeField()
    corrected_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["corrected_at", "pk"]

    def __str__(self) -> str:
        return f"{self.fact} of {self.act}"
