"""Checks: one rule applied to one act; and the runs that keep them up to the day."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from audit.evidence import Evidence, EvidenceQuerySet
from commitments.models.acts import Act
from compacts.models import Rule
from organisations.models import Area, Organisation
from organisations.permissions import scope_of
from rules import Outcome


class CheckQuerySet(EvidenceQuerySet["Check"]):
    def visible_to(self, user: User | AnonymousUser) -> CheckQuerySet:
        scope = scope_of(user)
        return self.filter(
            Q(area__in=scope.whole_areas)
            | Q(responsible__in=scope.organisations)
            | Q(act__responsible__in=scope.organisations)
            | Q(act__counterpart__in=scope.organisations)
        )

    def due(self, on: date) -> CheckQuerySet:
        """Checks whose verdict may have changed by that day through time alone."""
        return self.filter(reassess_on__lte=on)

    def counted(self) -> CheckQuerySet:
        """Checks of acts that still stand."""
        return self.filter(voided=False)


class Check(Evidence):
    """One rule applied to one act: the facts it used, and the verdict."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="checks")
    rule = models.ForeignKey(Rule, models.PROTECT, related_name="checks")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    responsible = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    sector = models.CharField(max_length=6, help_text="The sector whose duty it is.")
    facts = models.JSONField(default=dict)
    voided = models.BooleanField(default=False)
    outcome = models.CharField(max_length=14)
    reason = models.CharField(max_length=400, blank=True)
    due_on = models.DateField(null=True)
    last_day_to_act = models.DateField(null=True)
    breached_on = models.DateField(null=True)
    shortfall_days = models.IntegerField(null=True)
    spare_days = models.IntegerField(null=True)
    late = models.BooleanField(default=False)
    missing = models.JSONField(default=list)
    reassess_on = models.DateField(null=True)
    assessed_on = models.DateField(help_text="The day as at which the verdict was last computed.")
    calendar = models.CharField(max_length=40, help_text="Version of the bank holidays used.")
    quarantined = models.TextField(
        blank=True, help_text="The error that keeps it from being assessed."
    )

    objects = CheckQuerySet.as_manager()

    class Meta:
        ordering = ["act", "rule"]
        constraints = [
            models.UniqueConstraint(
                fields=["act", "rule"],
                name="check_once",
                violation_error_message="This record is already checked by that rule.",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=[outcome.value for outcome in Outcome]),
                name="check_outcome_known",
                violation_error_message="This outcome is not known here.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["reassess_on", "id"],
                name="check_due",
                condition=Q(reassess_on__isnull=False),
            ),
            models.Index(fields=["area", "sector", "outcome"], name="check_by_outcome"),
            models.Index(
                fields=["area", "last_day_to_act"],
                name="check_last_days",
                condition=Q(outcome__in=["on_track", "at_risk"], voided=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act}: {self.outcome}"

    @property
    def finding(self) -> str:
        """What every page shows: the outcome, or that the record was voided, and so counts nowhere."""
        return Act.State.VOIDED.value if self.voided else self.outcome

    @property
    def is_of_the_other_side(self) -> bool:
        """Whether it is a promise of the body that the act is towards."""
        return self.responsible_id != self.act.responsible_id


class SweepRun(models.Model):
    """One run of the deadline checks: the heartbeat."""

    on = models.DateField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, db_index=True)
    assessed = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    breaches = models.PositiveIntegerField(default=0)
    quarantined = models.PositiveIntegerField(default=0)
    not_run_from = models.DateField(
        null=True, help_text="First day on which checks fell due and were not run, until this run."
    )

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(finished_at__gte=F("started_at")),
                name="sweep_run_times_in_order",
                violation_error_message="Checking the deadlines cannot finish before it began.",
            )
        ]

    def __str__(self) -> str:
        return f"Deadlines checked as at {self.on:%Y-%m-%d}"


class Verification(models.Model):
    """One run that judged every act afresh and compared it with what is stored."""

    area = models.ForeignKey(
        Area, models.PROTECT, null=True, related_name="+", help_text="None: every area."
    )
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(db_index=True)
    acts = models.PositiveIntegerField()
    differences = models.PositiveIntegerField(help_text="Of them none, where all is well.")
    repaired = models.PositiveIntegerField(default=0, help_text="Acts that were put right.")
    first = models.JSONField(default=list, help_text="The first differences, a line each.")

    class Meta:
        ordering = ["-finished_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__gte=F("started_at")),
                name="verification_times_in_order",
                violation_error_message="Comparing the checks cannot finish before it began.",
            )
        ]

    def __str__(self) -> str:
        return f"Checks compared at {self.finished_at:%Y-%m-%d %H:%M}"


class Following(models.Model):
    """How far the acts of an area have been judged again since a text of the area was loaded."""

    area = models.OneToOneField(Area, models.PROTECT, primary_key=True, related_name="+")
    texts = models.JSONField(default=dict, help_text="The file of each compact, by its digest.")
    up_to = models.PositiveBigIntegerField(default=0, help_text="The last act judged again.")
    is_done = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"Acts of {self.area} judged by what was loaded"
