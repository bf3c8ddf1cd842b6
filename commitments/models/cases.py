"""Cases: the breaches that checks raise, and what people say and decide about them."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from audit.evidence import Evidence, EvidenceQuerySet
from commitments.models.checks import Check
from commitments.states import (
    AWAITING_DECISION,
    CASE_TRANSITIONS,
    OPEN_STATES,
    REPLY_OVERDUE,
    BreachState,
    ClosedBecause,
)
from organisations.models import Area, Organisation
from organisations.permissions import scope_of


class BreachQuerySet(EvidenceQuerySet["Breach"]):
    def visible_to(self, user: User | AnonymousUser) -> BreachQuerySet:
        scope = scope_of(user)
        return self.filter(
            Q(area__in=scope.whole_areas)
            | Q(responsible__in=scope.organisations)
            | Q(check_made__act__responsible__in=scope.organisations)
            | Q(check_made__act__counterpart__in=scope.organisations)
        )

    def still_open(self) -> BreachQuerySet:
        return self.filter(state__in=OPEN_STATES)

    def to_decide(self, on: date) -> BreachQuerySet:
        """Those that a chair may decide: answered, or with nothing left of the time to reply."""
        over = Q(reply_due_on=None) | Q(reply_due_on__lt=on)
        return self.filter(Q(state=BreachState.ANSWERED) | Q(state=BreachState.FLAGGED) & over)


class Breach(Evidence):
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

    def is_reply_overdue(self, on: date) -> bool:
        waits = self.state == BreachState.FLAGGED and self.reply_due_on is not None
        return waits and on > self.reply_due_on

    def state_on(self, on: date) -> str:
        """What the case's state is called on every page."""
        return REPLY_OVERDUE if self.is_reply_overdue(on) else self.get_state_display()

    @property
    def parties(self) -> list[Organisation]:
        """The body whose duty it is, and whoever the act is between."""
        act = self.check_made.act
        return [each for each in (self.responsible, act.responsible, act.counterpart) if each]

    @property
    def proposal(self) -> ProposedDecision | None:
        """What one chair proposes, where the other has yet to answer."""
        waiting = [
            each
            for each in self.proposals.all()  # so that a page that read them is not asked again
            if each.agreed is None and each.case_found_on == self.detected_on
        ]
        return waiting[0] if waiting else None


class Explanation(Evidence):
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


class Determination(Evidence):
    """A decision on a case, with reasons: by one chair, or by both together, or as a meeting decided."""

    class Decision(models.TextChoices):
        CONFIRMED = "confirmed", "The promise was broken"
        REJECTED = "rejected", "The promise was not broken"

    breach = models.ForeignKey(Breach, models.PROTECT, related_name="determinations")
    decision = models.CharField(max_length=9, choices=Decision)
    reasons = models.TextField()
    decided_on = models.DateField()
    decided_at = models.DateTimeField()
    met_on = models.DateField(
        null=True, blank=True, help_text="The forum's meeting that decided it, by its day."
    )
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    seconded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The other sector's chair, where both decided together.",
    )  # fmt: skip

    class Meta:
        ordering = ["decided_at"]

    def __str__(self) -> str:
        return f"{self.get_decision_display()}: {self.breach}"


class ProposedDecisionQuerySet(EvidenceQuerySet["ProposedDecision"]):
    def waiting(self) -> ProposedDecisionQuerySet:
        """Those that the other chair has yet to answer; one about a case that was raised anew since,
        or decided, waits no more."""
        return self.filter(
            agreed=None, case_found_on=F("breach__detected_on"), breach__state__in=AWAITING_DECISION
        )


class ProposedDecision(Evidence):
    """What one chair proposes to decide. Nothing is decided until the other sector's chair agrees."""

    breach = models.ForeignKey(Breach, models.PROTECT, related_name="proposals")
    decision = models.CharField(max_length=9, choices=Determination.Decision)
    reasons = models.TextField()
    sector = models.CharField(max_length=6, help_text="The sector for which the chair sits.")
    case_found_on = models.DateField(help_text="When the case was found: raised anew, it lapses.")
    met_on = models.DateField(
        null=True, blank=True, help_text="The forum's meeting that decided it, by its day."
    )
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    agreed = models.BooleanField(null=True, blank=True)
    answer = models.TextField(blank=True, help_text="Why the other chair does not agree.")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ProposedDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["breach"],
                condition=Q(agreed=None),
                name="proposed_decision_waits_once",
                violation_error_message="A decision is already proposed and waits for an answer.",
            ),
            models.CheckConstraint(
                condition=Q(agreed=None, answered_at=None, answered_by=None)
                | Q(agreed__isnull=False, answered_at__isnull=False, answered_by__isnull=False),
                name="proposed_decision_answered_at_and_by",
                violation_error_message="An answer to a proposal says who gave it, and when.",
            ),
        ]

    def __str__(self) -> str:
        return f"Proposed: {self.get_decision_display()}: {self.breach}"
