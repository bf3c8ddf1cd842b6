"""The rungs of a compact's ladder with their local limits, and a case's time on each of them."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import User
from audit.evidence import Evidence, EvidenceQuerySet
from compacts.models import Compact
from disputes.models.dispute import Dispute
from disputes.states import Body, DisputeState, Side, Unit


class StageSetting(Evidence):
    """A time limit set locally, with its reason. The newest of a stage counts; the others stay."""

    compact = models.ForeignKey(Compact, models.PROTECT, related_name="stage_settings")
    position = models.PositiveSmallIntegerField()
    time_limit = models.PositiveSmallIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=12, choices=Unit, default=Unit.WORKING_DAYS)
    reason = models.TextField()
    set_on = models.DateField()
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["compact", "position", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(time_limit=None) | Q(time_limit__gt=0),
                name="stage_setting_limit_positive",
                violation_error_message="A time limit is at least one day.",
            )
        ]

    def __str__(self) -> str:
        return f"Stage {self.position} of {self.compact}"


class StageEntryQuerySet(EvidenceQuerySet["DisputeStageEntry"]):
    def visible_to(self, user: User | AnonymousUser) -> StageEntryQuerySet:
        return self.filter(dispute__in=Dispute.objects.visible_to(user))

    def current(self) -> StageEntryQuerySet:
        return self.filter(left_on=None, dispute__state=DisputeState.OPEN)

    def running(self) -> StageEntryQuerySet:
        """Current, with a clock that is not stopped."""
        stopped = ClockStop.objects.filter(entry=OuterRef("pk"), restarted_on=None)
        return self.current().filter(~Exists(stopped), due_on__isnull=False)

    def overdue(self, on: date) -> StageEntryQuerySet:
        """Late only from the day after the limit; never while the clock is stopped."""
        return self.running().filter(due_on__lt=on)


class DisputeStageEntry(Evidence):
    """One case on one rung. Everything is copied at entry: settings changed later do not reach it."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="entries")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    decides = models.CharField(max_length=120)
    body = models.CharField(max_length=10, choices=Body)
    time_limit = models.PositiveSmallIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=12, choices=Unit)
    files_raiser = models.JSONField(default=list, blank=True)
    files_respondent = models.JSONField(default=list, blank=True)
    ways_out = models.JSONField(default=list, blank=True)
    source = models.CharField(max_length=20, blank=True)
    entered_on = models.DateField()
    original_due_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    due_unknown = models.BooleanField(
        default=False, help_text="The bank holidays of that year are not known yet."
    )
    left_on = models.DateField(null=True, blank=True)
    due_soon_told_on = models.DateField(null=True, blank=True)
    overdue_told_on = models.DateField(null=True, blank=True)

    objects = StageEntryQuerySet.as_manager()

    class Meta:
        ordering = ["dispute", "position"]
        verbose_name_plural = "dispute stage entries"
        constraints = [
            models.UniqueConstraint(
                fields=["dispute", "position"],
                name="dispute_stage_entered_once",
                violation_error_message="This dispute has already been at that stage.",
            ),
            models.UniqueConstraint(
                fields=["dispute"],
                condition=Q(left_on=None),
                name="dispute_on_one_stage",
                violation_error_message="A dispute is on one stage at a time.",
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("entered_on")),
                name="dispute_stage_dates_in_order",
                violation_error_message="A stage cannot be left before it was entered.",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_unknown=False),
                name="dispute_stage_due_known_or_not",
                violation_error_message="A limit that cannot be worked out has no day.",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="dispute_stage_due", condition=Q(left_on=None))
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.dispute}"

    @property
    def open_stop(self) -> ClockStop | None:
        """The stop that holds its clock still now."""
        return next((each for each in self.stops.all() if each.restarted_on is None), None)

    @property
    def open_extension(self) -> Extension | None:
        """The extension that waits for an answer."""
        return next((each for each in self.extensions.all() if each.agreed is None), None)


class ClockStop(Evidence):
    entry = models.ForeignKey(DisputeStageEntry, models.PROTECT, related_name="stops")
    reason = models.TextField()
    stopped_on = models.DateField()
    stopped_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    restarted_on = models.DateField(null=True, blank=True)
    restarted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    restart_reason = models.TextField(blank=True)
    due_before = models.DateField()
    due_after = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["stopped_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(restarted_on=None),
                name="clock_stopped_once",
                violation_error_message="The clock is already stopped.",
            ),
            models.CheckConstraint(
                condition=Q(restarted_on=None, restarted_by=None)
                | Q(restarted_on__isnull=False, restarted_by__isnull=False),
                name="clock_restarted_on_and_by",
                violation_error_message="A clock that was started again says by whom, and when.",
            ),
            models.CheckConstraint(
                condition=Q(restarted_on=None) | Q(restarted_on__gte=F("stopped_on")),
                name="clock_stop_dates_in_order",
                violation_error_message="A clock cannot be started before it was stopped.",
            ),
        ]

    def __str__(self) -> str:
        return f"Clock stopped on {self.stopped_on:%Y-%m-%d}: {self.entry}"


class Extension(Evidence):
    """A later due date that one side asks for and the other agrees to or declines."""

    entry = models.ForeignKey(DisputeStageEntry, models.PROTECT, related_name="extensions")
    due_before = models.DateField()
    new_due_on = models.DateField()
    reason = models.TextField()
    side = models.CharField(max_length=10, choices=Side)
    asked_on = models.DateField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    agreed = models.BooleanField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["asked_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(agreed=None),
                name="extension_asked_once",
                violation_error_message="An extension is already waiting for an answer.",
            ),
            models.CheckConstraint(
                condition=Q(new_due_on__gt=F("due_before")),
                name="extension_is_later",
                violation_error_message="An extension ends after the limit it extends.",
            ),
            models.CheckConstraint(
                condition=Q(agreed=None, answered_on=None, answered_by=None)
                | Q(agreed__isnull=False, answered_on__isnull=False, answered_by__isnull=False),
                name="extension_answered_on_and_by",
                violation_error_message="An extension that was answered says by whom, and when.",
            ),
        ]

    def __str__(self) -> str:
        return f"Extension to {self.new_due_on:%Y-%m-%d}: {self.entry}"
