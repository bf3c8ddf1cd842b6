"""A dispute: who raised it against whom, under which clauses, and how far it has come."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from audit.evidence import Evidence, EvidenceQuerySet
from commitments.models import Act, Breach
from compacts.models import Compact, Provision
from disputes.states import TRANSITIONS, ClausesShown, DayShown, DisputeState
from organisations.models import Area, Organisation
from organisations.permissions import AT_FORUM, Right, scope_of

if TYPE_CHECKING:
    from disputes.models.endings import Conclusion, Settlement, Standstill
    from disputes.models.stages import DisputeStageEntry


class DisputeQuerySet(EvidenceQuerySet["Dispute"]):
    def visible_to(self, user: User | AnonymousUser) -> DisputeQuerySet:
        """The parties' own people, the infrastructure body that represents, the neutrals of the case;
        once it has reached the forum its chairs and the area's compact officer. A draft is seen by
        those alone who may go on with it for the raiser's side."""
        if not user.is_authenticated:
            return self.none()
        scope = scope_of(user)
        raised = ~Q(state=DisputeState.DRAFT)
        at_forum = [area for area in scope.areas if scope.may_in(area, *AT_FORUM)]
        writes = scope.bodies_with(Right.SPEAK)
        neutral = Q(
            neutrals__user=user.pk,
            neutrals__agreed_by_raiser_at__isnull=False,
            neutrals__agreed_by_respondent_at__isnull=False,
            neutrals__stood_down_at=None,
        )
        seen = self.model.objects.filter(
            Q(raiser__in=scope.organisations) & raised
            | Q(represented_by__in=scope.organisations) & raised
            | (Q(raiser__in=writes) | Q(represented_by__in=writes)) & ~raised
            | Q(respondent__in=scope.organisations) & raised
            | Q(area__in=at_forum, reached_forum=True) & raised
            | neutral & raised
        )
        return self.filter(pk__in=seen.values("pk"))

    def raised(self) -> DisputeQuerySet:
        return self.exclude(state=DisputeState.DRAFT)

    def still_open(self) -> DisputeQuerySet:
        return self.filter(state=DisputeState.OPEN)

    def of_year(self, year: int) -> DisputeQuerySet:
        """Raised in that year, or still open when it began."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        return self.raised().filter(
            Q(ended_on=None) | Q(ended_on__gte=first), raised_on__lte=last, raised_on__isnull=False
        )


class Dispute(Evidence):
    TRANSITIONS = TRANSITIONS
    READ_WITH = (
        "area",
        "compact",
        "raiser__area",
        "represented_by",
        "respondent",
        "breach__check_made__act",
        "act",
    )

    area = models.ForeignKey(Area, models.PROTECT, related_name="disputes")
    compact = models.ForeignKey(
        Compact, models.PROTECT, null=True, blank=True, related_name="disputes"
    )
    reference = models.CharField(max_length=20, blank=True, help_text="Given on raising.")
    title = models.CharField(max_length=150, blank=True)
    raiser = models.ForeignKey(Organisation, models.PROTECT, related_name="disputes_raised")
    represented_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="disputes_represented"
    )
    confidential = models.BooleanField(
        default=False, help_text="The raiser is named to the body that represents it, and no other."
    )
    respondent = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="disputes_answered"
    )
    happened = models.TextField(blank=True)
    happened_on = models.DateField(null=True, blank=True)
    clauses = models.ManyToManyField(
        Provision, through="CitedClause", related_name="disputes", blank=True
    )
    breach = models.ForeignKey(
        Breach, models.PROTECT, null=True, blank=True, related_name="disputes"
    )
    act = models.ForeignKey(Act, models.PROTECT, null=True, blank=True, related_name="disputes")
    tried = models.TextField(blank=True)
    outcome_sought = models.TextField(blank=True)
    day_shown = models.CharField(
        max_length=5, choices=DayShown, blank=True,
        help_text="Where the name is kept: how exactly others are told when it happened.",
    )  # fmt: skip
    clauses_shown = models.CharField(max_length=7, choices=ClausesShown, blank=True)
    exact_told_at = models.DateTimeField(
        null=True, blank=True, help_text="Since then those who decide read the exact facts."
    )
    exact_told_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    anonymous_in_review = models.BooleanField(default=False)
    state = models.CharField(max_length=14, choices=DisputeState, default=DisputeState.DRAFT)
    reached_forum = models.BooleanField(default=False)
    typed = models.JSONField(
        default=dict, blank=True, help_text="A draft's answers as typed, page by page."
    )
    answered_pages = models.JSONField(
        default=list, blank=True, help_text="A draft's pages whose answers the other fields hold."
    )
    version = models.PositiveIntegerField(default=1)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    raised_on = models.DateField(null=True, blank=True)
    raised_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ending_note = models.TextField(blank=True)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        ordering = ["-drafted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "reference"],
                condition=~Q(reference=""),
                name="dispute_reference_once",
                violation_error_message="This reference is already in use in this area.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DisputeState.values),
                name="dispute_state_known",
                violation_error_message="This state of a dispute is not known here.",
            ),
            models.CheckConstraint(
                condition=Q(confidential=False) | Q(represented_by__isnull=False),
                name="dispute_confidential_is_represented",
                violation_error_message="Only an infrastructure body can keep a raiser's name.",
            ),
            models.CheckConstraint(
                condition=Q(exact_told_at=None, exact_told_by=None)
                | Q(exact_told_at__isnull=False, exact_told_by__isnull=False),
                name="dispute_exact_told_at_and_by",
                violation_error_message="Who told the exact facts, and when, stand together.",
            ),
            models.CheckConstraint(
                condition=~Q(respondent=models.F("raiser")),
                name="dispute_has_two_parties",
                violation_error_message="Nobody can raise a dispute against itself.",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", raised_on=None, raised_by=None)
                | (
                    ~Q(state="draft")
                    & Q(raised_on__isnull=False, raised_by__isnull=False)
                    & Q(respondent__isnull=False, compact__isnull=False)
                    & Q(happened_on__isnull=False)
                ),
                name="dispute_raised_on_and_by",
                violation_error_message="A dispute that was raised says by whom, when and against whom.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "open"], ended_on=None, ended_by=None)
                | (
                    ~Q(state__in=["draft", "open"])
                    & Q(ended_on__isnull=False, ended_by__isnull=False)
                ),
                name="dispute_ended_on_and_by",
                violation_error_message="A dispute that has ended says when, and who ended it.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=models.F("raised_on")),
                name="dispute_dates_in_order",
                violation_error_message="A dispute cannot end before it was raised.",
            ),
        ]
        indexes = [models.Index(fields=["area", "state", "-raised_on"], name="dispute_register")]

    def __str__(self) -> str:
        return f"Dispute {self.reference}" if self.reference else "A dispute being drafted"

    def get_absolute_url(self) -> str:
        return reverse("disputes:dispute", args=[self.pk])

    @property
    def day_as_shown(self) -> str:
        """How exactly others are told the day. Where nobody chose, not to the day."""
        return self.day_shown or DayShown.MONTH

    @property
    def clauses_as_shown(self) -> str:
        return self.clauses_shown or ClausesShown.SECTION

    @property
    def is_widened(self) -> bool:
        """Whether others are told less than the exact day and clauses."""
        exact = (self.day_as_shown, self.clauses_as_shown) == (DayShown.DAY, ClausesShown.CLAUSE)
        return self.confidential and not exact

    @property
    def current_entry(self) -> DisputeStageEntry | None:
        """The stage it is at, of the entries that were read with it; else read now."""
        return next((each for each in self.entries.all() if each.left_on is None), None)

    @property
    def offered_terms(self) -> Settlement | None:
        """The terms that wait for an answer."""
        return next((each for each in self.settlements.all() if each.accepted is None), None)

    @property
    def asked_standstill(self) -> Standstill | None:
        """The request to hold the decision that waits for an answer."""
        return next((each for each in self.standstills.all() if each.granted is None), None)

    @property
    def conclusion_made(self) -> Conclusion | None:
        found: Conclusion | None = getattr(self, "conclusion", None)
        return found

    @property
    def is_draft(self) -> bool:
        return self.state == DisputeState.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state == DisputeState.OPEN


class CitedClause(Evidence):
    """A clause that a dispute is about."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="+")
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="+")

    class Meta:
        db_table = "disputes_dispute_clauses"
        unique_together = [("dispute", "provision")]

    def __str__(self) -> str:
        return f"{self.provision}: {self.dispute}"
