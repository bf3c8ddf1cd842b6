"""A consultation: what is asked, of whom, from when until when. The lead is the act's own body."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.urls import reverse

from accounts.models import User
from audit.evidence import Evidence
from commitments.models import OF_ACT, Act, SubjectQuerySet
from consultations.states import Stage, stage_on
from organisations.models import Area, Organisation
from organisations.permissions import scope_of


class ConsultationQuerySet(SubjectQuerySet):
    def visible_to(self, user: User | AnonymousUser) -> ConsultationQuerySet:
        """Published ones of the person's areas; drafts of their own body, and those they began."""
        if not user.is_authenticated:
            return self.none()
        areas = scope_of(user).areas
        published = Q(act__state=Act.State.LIVE, act__area__in=areas)
        own_drafts = Q(act__state=Act.State.DRAFT, act__recorded_by=user.pk, act__area__in=areas)
        return self.filter(Q(act__in=Act.objects.visible_to(user)) | published | own_drafts)

    def in_area(self, area: Area) -> ConsultationQuerySet:
        return self.filter(act__area=area)

    def public(self) -> ConsultationQuerySet:
        """What anybody may read: everything published and not voided, cancelled ones included."""
        return self.filter(act__state=Act.State.LIVE)

    def forthcoming(self, on: date) -> ConsultationQuerySet:
        return self.at_stage(Stage.FORTHCOMING, on)

    def open(self, on: date) -> ConsultationQuerySet:
        return self.at_stage(Stage.OPEN, on)

    def awaiting_feedback(self, on: date) -> ConsultationQuerySet:
        return self.at_stage(Stage.AWAITING, on)

    def feedback_overdue(self, on: date) -> ConsultationQuerySet:
        """Closed, without feedback, and past the day on which it was expected."""
        late: ConsultationQuerySet = self.awaiting_feedback(on).filter(feedback_expected_on__lt=on)
        return late

    def answered(self, on: date) -> ConsultationQuerySet:
        return self.at_stage(Stage.ANSWERED, on)

    def at_stage(self, stage: str, on: date) -> ConsultationQuerySet:
        """The same stages as `Consultation.stage_on` gives, asked of the database."""
        found: ConsultationQuerySet = self.filter(_stage_conditions(on)[Stage(stage)])
        return found

    def with_stage(self, on: date) -> ConsultationQuerySet:
        """Adds each row's stage as `stage`."""
        conditions = _stage_conditions(on)
        staged: ConsultationQuerySet = self.annotate(
            stage=Case(
                *(When(conditions[each], then=Value(str(each))) for each in Stage),
                output_field=models.CharField(),
            )
        )
        return staged


def _stage_conditions(on: date) -> dict[Stage, Q]:
    from consultations.models.changes import Span  # noqa: PLC0415 - the two know each other

    reopened = Q(Exists(Span.objects.open_on(on).filter(consultation=OuterRef("pk"))))
    standing = Q(act__state=Act.State.LIVE) & (Q(cancelled_on=None) | Q(cancelled_on__gt=on))
    opened = standing & Q(opens_on__lte=on)
    first_open = Q(closes_on=None) | Q(closes_on__gte=on)
    closed = opened & Q(closes_on__lt=on) & ~reopened
    told = Q(feedback_on__lte=on)
    untold = Q(feedback_on=None) | Q(feedback_on__gt=on)
    return {
        Stage.DRAFT: Q(act__state=Act.State.DRAFT),
        Stage.VOIDED: Q(act__state=Act.State.VOIDED),
        Stage.CANCELLED: Q(act__state=Act.State.LIVE, cancelled_on__lte=on),
        Stage.FORTHCOMING: standing & (Q(opens_on=None) | Q(opens_on__gt=on)),
        Stage.OPEN: opened & (first_open | reopened),
        Stage.ANSWERED: closed & told,
        Stage.AWAITING: closed & untold,
    }


class Consultation(Evidence):
    READ_WITH = OF_ACT
    LOCKS = ("act",)

    class Level(models.TextChoices):
        INFORMATION = "information", "Information"
        CONSULTATION = "consultation", "Consultation"
        DELIBERATION = "deliberation", "Deliberation"
        COLLABORATION = "collaboration", "Collaboration"
        PARTNERSHIP = "partnership", "Partnership"

    class Effect(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"

    act = models.OneToOneField(Act, models.PROTECT, related_name="consultation")
    partners = models.ManyToManyField(
        Organisation, through="Partner", blank=True, related_name="consultations_joined"
    )
    decisions = models.ManyToManyField(
        Act,
        through="ConsultedDecision",
        blank=True,
        related_name="consulted_on",
        limit_choices_to={"kind": "decision"},
        help_text="Funding decisions that rest on it.",
    )
    level = models.CharField(max_length=13, choices=Level, default=Level.CONSULTATION)
    summary = models.TextField(blank=True, help_text="What is asked, for the public page.")
    why = models.TextField(blank=True)
    decided_by = models.CharField(
        max_length=200, blank=True, help_text="The post or body that decides, never a name."
    )
    open_to_change = models.TextField(blank=True)
    not_open_to_change = models.TextField(blank=True)
    audiences = models.TextField(blank=True)
    places = models.TextField(blank=True)
    methods = models.JSONField(
        default=list, blank=True, help_text="Each method with the reason for it."
    )
    formats = models.TextField(blank=True)
    languages = models.TextField(blank=True)
    how_to_respond = models.TextField(blank=True)
    formal_written = models.BooleanField(null=True, blank=True)
    significant_effect = models.CharField(max_length=3, choices=Effect, blank=True)
    effect_on_sector = models.TextField(
        blank=True, help_text="What the proposal would do to the sector, and how that was judged."
    )
    criteria_disclosed = models.BooleanField(null=True, blank=True)
    criteria = models.TextField(blank=True)
    announced_on = models.DateField(null=True, blank=True)
    sector_told_on = models.DateField(null=True, blank=True)
    opens_on = models.DateField(null=True, blank=True)
    documents_complete_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    feedback_expected_on = models.DateField(null=True, blank=True)
    decision_expected_on = models.DateField(null=True, blank=True)
    explanation = models.TextField(blank=True)
    explained_on = models.DateField(null=True, blank=True)
    order_attested = models.BooleanField(null=True, blank=True)
    steps = models.JSONField(default=dict, blank=True, help_text="Step code to ISO date.")
    records = models.JSONField(default=dict, blank=True, help_text="Record code to text.")
    feedback_on = models.DateField("feedback published on", null=True, blank=True)
    cancelled_on = models.DateField(null=True, blank=True)
    typed = models.JSONField(
        default=dict, blank=True, help_text="A draft's answers as typed, page by page."
    )
    answered_pages = models.JSONField(
        default=list, blank=True, help_text="A draft's pages whose answers the fields above hold."
    )

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["-act__recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on=None) | Q(opens_on__isnull=False),
                name="consultation_close_has_opening",
                violation_error_message="A closing date needs an opening date.",
            ),
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(closes_on__gte=F("opens_on")),
                name="consultation_dates_in_order",
                violation_error_message="It cannot close before it opens.",
            ),
            models.CheckConstraint(
                condition=Q(documents_complete_on=None)
                | Q(closes_on=None)
                | Q(documents_complete_on__lte=F("closes_on")),
                name="consultation_documents_before_close",
                violation_error_message="The documents must be complete before it closes.",
            ),
            models.CheckConstraint(
                condition=Q(significant_effect__in=["", "yes", "no"]),
                name="consultation_effect_known",
                violation_error_message="Say yes or no to a significant effect, or leave it open.",
            ),
        ]
        indexes = [models.Index(fields=["opens_on", "closes_on"], name="consultation_open_days")]

    def __str__(self) -> str:
        return self.act.title

    def get_absolute_url(self) -> str:
        return reverse("consultations:consultation", args=[self.pk])

    def stage_on(self, on: date) -> Stage:
        """The stage on a day. Lists ask the database instead: `with_stage` and `at_stage`."""
        if self.act.state == Act.State.DRAFT:
            return Stage.DRAFT
        if self.act.state == Act.State.VOIDED:
            return Stage.VOIDED
        return stage_on(
            on,
            first=(self.opens_on, self.closes_on),
            spans=[(span.opens_on, span.closes_on) for span in self.spans.all()],
            feedback_on=self.feedback_on,
            cancelled_on=self.cancelled_on,
        )

    @property
    def last_closes_on(self) -> date | None:
        """The close that counts for those who answer: of the last time it was opened."""
        ends = [span.closes_on for span in self.spans.all()]
        return max([*ends, *([self.closes_on] if self.closes_on else [])], default=None)

    @property
    def told_on(self) -> date | None:
        """When the sector heard of it: told itself, or by the public announcement."""
        return self.sector_told_on or self.announced_on

    @property
    def length_days(self) -> int | None:
        if self.opens_on is None or self.closes_on is None:
            return None
        return (self.closes_on - self.opens_on).days

    @property
    def real_days(self) -> int | None:
        """Days the sector really had: from the latest of opening, documents and being told."""
        if self.opens_on is None or self.closes_on is None:
            return None
        starts = [self.opens_on, self.documents_complete_on, self.told_on]
        return max(0, (self.closes_on - max(day for day in starts if day)).days)


class Partner(Evidence):
    """An organisation that consults together with the lead."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        db_table = "consultations_consultation_partners"
        unique_together = [("consultation", "organisation")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.consultation}"


class ConsultedDecision(Evidence):
    """A funding decision that rests on a consultation."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="+")
    act = models.ForeignKey(Act, models.PROTECT, related_name="+")

    class Meta:
        db_table = "consultations_consultation_decisions"
        unique_together = [("consultation", "act")]

    def __str__(self) -> str:
        return f"{self.act}: {self.consultation}"
