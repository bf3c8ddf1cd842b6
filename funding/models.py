"""Money and other support: agreements, the decisions that change them, the notices that tell.

The funder is the act's responsible body, the recipient its counterpart.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.urls import reverse

from accounts.models import User
from audit.evidence import Evidence
from commitments.models import OF_ACT, Act, Check, SubjectQuerySet
from organisations.permissions import scope_of
from rules import GRAVEST_FIRST


def worst_check(checks: Q) -> Subquery:
    """The gravest outcome, over the counted checks that the condition ties to the outer row."""
    ranks = [When(outcome=outcome, then=Value(rank)) for rank, outcome in enumerate(GRAVEST_FIRST)]
    ranked = Check.objects.counted().filter(checks).annotate(rank=Case(*ranks, default=Value(99)))
    return Subquery(ranked.order_by("rank").values("outcome")[:1])


def finding_of(checks: Q) -> Case:
    """The gravest outcome of the checks, or that the row's own record was voided."""
    voided = When(act__state=Act.State.VOIDED, then=Value(Act.State.VOIDED.value))
    return Case(voided, default=worst_check(checks), output_field=models.CharField())


class FundingQuerySet(SubjectQuerySet):
    def with_worst(self) -> FundingQuerySet:
        """Each row with `worst`, the finding among its own checks that most needs attention."""
        return self.annotate(worst=finding_of(Q(act=OuterRef("act_id"))))


class Mechanism(models.TextChoices):
    GRANT = "grant", "Grant"
    SERVICE_AGREEMENT = "service_agreement", "Service agreement"
    CONTRACT = "contract", "Contract"
    LOAN = "loan", "Loan"
    PREMISES = "premises", "Premises"
    IN_KIND = "in_kind", "In kind"


class FundingAgreement(Evidence):
    READ_WITH = OF_ACT
    LOCKS = ("act",)

    act = models.OneToOneField(Act, models.PROTECT, related_name="agreement")
    decision = models.ForeignKey(
        "FundingDecision",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
        help_text="The decision that made it; none where an agreement was entered as it stood.",
    )
    programme = models.CharField(max_length=200, blank=True)
    mechanism = models.CharField(max_length=20, choices=Mechanism)
    amount = models.DecimalField(
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Pounds, over the whole term.",
    )
    decided_on = models.DateField(null=True, blank=True)
    informed_on = models.DateField(null=True, blank=True)
    made_on = models.DateField("signed on", null=True, blank=True)
    expected_start = models.DateField(null=True, blank=True)
    start_on = models.DateField(null=True, blank=True)
    last_day = models.DateField("last funded day", null=True, blank=True)
    centrally_funded = models.BooleanField(null=True, blank=True)
    explanation = models.TextField(blank=True)
    explained_on = models.DateField(null=True, blank=True)
    steps = models.JSONField(default=dict, blank=True, help_text="Step code to ISO date.")
    records = models.JSONField(default=dict, blank=True, help_text="Record code to text.")

    objects = FundingQuerySet.as_manager()

    class Meta:
        ordering = ["-act__recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start_on=None) | Q(last_day=None) | Q(last_day__gte=F("start_on")),
                name="agreement_dates_in_order",
                violation_error_message="The last funded day cannot be before the start.",
            ),
            models.CheckConstraint(
                condition=Q(decided_on=None)
                | Q(informed_on=None)
                | Q(informed_on__gte=F("decided_on")),
                name="agreement_informed_after_decided",
                violation_error_message="Nobody can be informed of a decision before it is made.",
            ),
        ]

    def __str__(self) -> str:
        return self.act.title

    def get_absolute_url(self) -> str:
        return reverse("funding:agreement", args=[self.pk])


class DecisionQuerySet(FundingQuerySet):
    def with_worst(self) -> DecisionQuerySet:
        """The worst among the decision's own checks and those of its notices."""
        own = Q(act=OuterRef("act_id"))
        return self.annotate(worst=finding_of(own | Q(act__notice__decision=OuterRef("pk"))))

    def visible_to(self, user: User | AnonymousUser) -> DecisionQuerySet:
        """Those whose act the person sees, and drafts they began in the name of another body."""
        if not user.is_authenticated:
            return self.none()
        own_drafts = Q(
            act__state=Act.State.DRAFT,
            act__recorded_by=user.pk,
            act__area__in=scope_of(user).areas,
        )
        return self.filter(Q(act__in=Act.objects.visible_to(user)) | own_drafts)


class FundingDecision(Evidence):
    READ_WITH = OF_ACT
    LOCKS = ("act",)

    class Kind(models.TextChoices):
        AWARD = "award", "Award"
        RENEW = "renew", "Renew"
        VARY = "vary", "Vary the terms"
        REDUCE = "reduce", "Reduce"
        END = "end", "End"
        REFUSE = "refuse", "Refuse"

    NOTICE_KIND: ClassVar[dict[str, str]] = {
        Kind.VARY: "change",
        Kind.REDUCE: "reduce",
        Kind.END: "end",
    }
    """What a notice is called that follows from a decision of each kind; others need none."""
    NEEDS_NOTICE = tuple(NOTICE_KIND)

    act = models.OneToOneField(Act, models.PROTECT, related_name="decision")
    kind = models.CharField(max_length=6, choices=Kind)
    programme = models.CharField(max_length=200, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    rationale = models.TextField(blank=True)
    problems_logged = models.BooleanField(null=True, blank=True)
    steps = models.JSONField(default=dict, blank=True, help_text="Step code to ISO date.")
    records = models.JSONField(default=dict, blank=True, help_text="Record code to text.")
    order_attested = models.BooleanField(default=False)
    retaken_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    typed = models.JSONField(
        default=dict, blank=True, help_text="A draft's answers as typed, page by page."
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-act__recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["award", "renew", "vary", "reduce", "end", "refuse"]),
                name="decision_kind_known",
                violation_error_message="This kind of decision is not known here.",
            ),
            models.CheckConstraint(
                condition=Q(retaken_on=None)
                | Q(decided_on=None)
                | Q(retaken_on__gte=F("decided_on")),
                name="decision_retaken_after_decided",
                violation_error_message="A decision cannot be retaken before it was first made.",
            ),
        ]

    def __str__(self) -> str:
        return self.act.title

    def get_absolute_url(self) -> str:
        return reverse("funding:decision", args=[self.pk])

    @property
    def notice_kind(self) -> str:
        return self.NOTICE_KIND.get(self.kind, "")


class Notice(Evidence):
    """A written notice of a change, to one recipient."""

    READ_WITH = (*OF_ACT, "decision__act")
    LOCKS = ("act",)

    class Kind(models.TextChoices):
        CHANGE = "change", "Change"
        REDUCE = "reduce", "Reduce"
        END = "end", "End"

    class RenewalExpected(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"

    class ExceptionClaimed(models.TextChoices):
        EXCEPTIONAL = "exceptional_circumstances", "Exceptional circumstances"
        CENTRAL = "central_government", "Short notice from central government"

    class Method(models.TextChoices):
        LETTER = "letter", "Letter"
        EMAIL = "email", "E-mail"
        HAND = "hand", "By hand"
        MEETING = "meeting", "Spoken, at a meeting"

    act = models.OneToOneField(Act, models.PROTECT, related_name="notice")
    decision = models.ForeignKey(
        FundingDecision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        help_text="None where a notice was imported without its decision.",
    )
    agreement = models.ForeignKey(
        FundingAgreement, models.PROTECT, null=True, blank=True, related_name="notices"
    )
    kind = models.CharField(max_length=6, choices=Kind)
    programme = models.CharField(max_length=200, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    method = models.CharField(max_length=8, choices=Method, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    received_on = models.DateField(null=True, blank=True)
    in_writing = models.BooleanField(null=True, blank=True)
    last_day = models.DateField("last day on the old terms", null=True, blank=True)
    fixed_term_end = models.BooleanField(null=True, blank=True)
    renewal_expected = models.CharField(max_length=3, choices=RenewalExpected, blank=True)
    exception = models.CharField(max_length=26, choices=ExceptionClaimed, blank=True)
    rationale = models.TextField(blank=True)
    rationale_given_on = models.DateField(null=True, blank=True)
    central_notice_received_on = models.DateField(null=True, blank=True)
    central_last_day = models.DateField(null=True, blank=True)
    previous_last_day = models.DateField(null=True, blank=True)
    moved_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    amount_before = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    amount_after = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    records = models.JSONField(
        default=dict, blank=True, help_text="Record code to text, where a clause asks for its own."
    )

    objects = FundingQuerySet.as_manager()

    class Meta:
        ordering = ["-act__recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["change", "reduce", "end"]),
                name="notice_kind_known",
                violation_error_message="A notice is of a change, a reduction or an end.",
            ),
            models.CheckConstraint(
                condition=Q(previous_last_day=None)
                | Q(last_day=None)
                | Q(last_day__gte=F("previous_last_day")),
                name="notice_end_not_brought_forward",
                violation_error_message="An end brought forward is a new notice, not a move.",
            ),
        ]

    def __str__(self) -> str:
        return self.act.title

    def get_absolute_url(self) -> str:
        return reverse("funding:notice", args=[self.pk])


class Claim(Evidence):
    """A request for payment by an organisation that is funded. The body that pays is responsible."""

    READ_WITH = OF_ACT
    LOCKS = ("act",)

    act = models.OneToOneField(Act, models.PROTECT, related_name="claim")
    agreement = models.ForeignKey(
        FundingAgreement, models.PROTECT, null=True, blank=True, related_name="claims"
    )
    number = models.CharField(max_length=60, blank=True, help_text="The claimant's own number.")
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    is_contract = models.BooleanField(null=True, blank=True, help_text="Under a contract.")
    received_on = models.DateField(null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    agreed_terms_on = models.DateField(null=True, blank=True)
    agreed_due_on = models.DateField(null=True, blank=True)
    queried_on = models.DateField(null=True, blank=True)
    resubmitted_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    objects = FundingQuerySet.as_manager()

    class Meta:
        ordering = ["-act__recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(paid_on=None) | Q(received_on=None) | Q(paid_on__gte=F("received_on")),
                name="claim_paid_after_received",
                violation_error_message="A claim cannot be paid before it was received.",
            ),
            models.CheckConstraint(
                condition=Q(resubmitted_on=None)
                | Q(queried_on__isnull=False, resubmitted_on__gte=F("queried_on")),
                name="claim_resubmitted_after_queried",
                violation_error_message="A claim is sent in again only after it was queried.",
            ),
            models.CheckConstraint(
                condition=Q(agreed_due_on=None) | Q(agreed_terms_on__isnull=False),
                name="claim_day_needs_terms",
                violation_error_message="A day for payment needs the day on which it was agreed.",
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0),
                name="claim_amount_not_negative",
                violation_error_message="The amount of a claim cannot be below nought.",
            ),
        ]

    def __str__(self) -> str:
        return self.act.title

    def get_absolute_url(self) -> str:
        return reverse("commitments:act", args=[self.act_id])


Record = FundingAgreement | FundingDecision | Notice | Claim
"""A row of funding that is one act."""
