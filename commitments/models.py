"""Acts, the checks made of them, and the breaches that checks raise."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from commitments.states import (
    ACT_TRANSITIONS,
    CASE_TRANSITIONS,
    OPEN_STATES,
    ActState,
    BreachState,
    ClosedBecause,
)
from compacts.models import Compact, Rule
from organisations.models import Area, Organisation
from organisations.permissions import Right, scope_of
from rules import Outcome


class ActQuerySet(models.QuerySet["Act"]):
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


class Act(models.Model):
    """Something an organisation did or plans on a date. The subject's own row points here."""

    class Kind(models.TextChoices):
        NOTICE = "notice", "Notice"
        DECISION = "decision", "Funding decision"
        AGREEMENT = "agreement", "Funding agreement"
        CONSULTATION = "consultation", "Consultation"
        RESPONSE = "response", "Response"
        CLAIM = "claim", "Claim"
        PLANNED_ACTION = "planned_action", "Planned action"
        REVIEW = "review", "Review"

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

    kind = models.CharField(max_length=16, choices=Kind)
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


OF_ACT = ("act__area", "act__responsible", "act__counterpart", "act__recorded_by")
"""What writing about a subject reads with it."""


class SubjectQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Rows that each belong to an act: whoever sees the act sees them."""

    def visible_to(self, user: User | AnonymousUser) -> SubjectQuerySet:
        return self.filter(act__in=Act.objects.visible_to(user))

    def live(self) -> SubjectQuerySet:
        return self.filter(act__state=Act.State.LIVE)


class CheckQuerySet(models.QuerySet["Check"]):
    def visible_to(self, user: User | AnonymousUser) -> CheckQuerySet:
        scope = scope_of(user)
        return self.filter(
            Q(area__in=scope.whole_areas)
            | Q(responsible__in=scope.organisations)
            | Q(act__counterpart__in=scope.organisations)
        )

    def due(self, on: date) -> CheckQuerySet:
        """Checks whose verdict may have changed by that day through time alone."""
        return self.filter(reassess_on__lte=on)

    def counted(self) -> CheckQuerySet:
        """Checks of acts that still stand."""
        return self.filter(voided=False)


class Check(models.Model):
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


class BreachQuerySet(models.QuerySet["Breach"]):
    def visible_to(self, user: User | AnonymousUser) -> BreachQuerySet:
        scope = scope_of(user)
        return self.filter(
            Q(area__in=scope.whole_areas)
            | Q(responsible__in=scope.organisations)
            | Q(check_made__act__counterpart__in=scope.organisations)
        )

    def still_open(self) -> BreachQuerySet:
        return self.filter(state__in=OPEN_STATES)


class Breach(models.Model):
    """A case: a check that turned to breach. People confirm or reject it; nobody deletes it."""

    TRANSITIONS = CASE_TRANSITIONS
    READ_WITH = (
        "area",
        "responsible",
        "check_made__act__responsible",
        "check_made__act__counterpart",
    )

    check_made = models.OneToOneField(Check, models.PROTECT, related_name="breach")
    area = models.ForeignKey(Area, models.PROTECT, related_name="breaches")
    responsible = models.ForeignKey(Organisation, models.PROTECT, related_name="breaches")
    sector = models.CharField(max_length=6)
    breached_on = models.DateField(
        help_text="The first day on which the duty could no longer be met."
    )
    detected_on = models.DateField(help_text="The day on which the system found it.")
    reply_due_on = models.DateField(null=True, help_text="Last day of the right of reply.")
    state = models.CharField(max_length=9, choices=BreachState, default=BreachState.FLAGGED)
    closed_because = models.CharField(max_length=9, choices=ClosedBecause, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    remedied_on = models.DateField(null=True, blank=True)
    remedy = models.TextField(blank=True)
    version = models.PositiveIntegerField(
        default=1, help_text="Counts what people did: a stale tab is noticed."
    )

    objects = BreachQuerySet.as_manager()

    class Meta:
        ordering = ["-breached_on", "-pk"]
        verbose_name_plural = "breaches"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=BreachState.values),
                name="breach_state_known",
                violation_error_message="This state of a case is not known here.",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False)
                & Q(closed_because__in=ClosedBecause.values)
                | (~Q(state="closed") & Q(closed_on=None, closed_because="")),
                name="breach_closed_with_cause",
                violation_error_message="A closed case says when and why it was closed.",
            ),
        ]
        indexes = [
            models.Index(fields=["area", "state", "breached_on"], name="breach_dashboard"),
        ]

    def __str__(self) -> str:
        return f"Breach of {self.check_made.rule.provision.ref} by {self.responsible}"

    def get_absolute_url(self) -> str:
        return reverse("commitments:breach", args=[self.pk])


class Explanation(models.Model):
    """The responsible body's reply to a finding."""

    class Position(models.TextChoices):
        ACCEPTS = "accepts", "We accept the finding"
        EXPLAINS = "explains", "We departed from the clause, for these reasons"
        CONTESTS = "contests", "We dispute the finding"

    breach = models.ForeignKey(Breach, models.PROTECT, related_name="explanations")
    position = models.CharField(max_length=8, choices=Position)
    text = models.TextField()
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["given_at"]

    def __str__(self) -> str:
        return f"{self.get_position_display()}: {self.breach}"


class Determination(models.Model):
    """A chair's decision on a case, with reasons."""

    class Finding(models.TextChoices):
        CONFIRMED = "confirmed", "The promise was broken"
        REJECTED = "rejected", "The promise was not broken"

    breach = models.ForeignKey(Breach, models.PROTECT, related_name="determinations")
    finding = models.CharField(max_length=9, choices=Finding)
    reasons = models.TextField()
    decided_on = models.DateField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["decided_at"]

    def __str__(self) -> str:
        return f"{self.get_finding_display()}: {self.breach}"


class Correction(models.Model):
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
