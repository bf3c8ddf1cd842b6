"""The agreements as data: what was promised, by whom, in which edition, and how each promise is checked."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from audit.evidence import Evidence, EvidenceQuerySet
from organisations.models import Area, Organisation
from rules import FactError, describe
from rules import Rule as RuleOfLaw


class CompactQuerySet(EvidenceQuerySet["Compact"]):
    def in_force(self, on: date) -> CompactQuerySet:
        """Editions in force on a civil date by their own dates; undated ones count as in force."""
        return self.filter(
            Q(in_force_from=None) | Q(in_force_from__lte=on),
            Q(in_force_to=None) | Q(in_force_to__gte=on),
        )

    def kept(self, on: date) -> CompactQuerySet:
        """Expired editions that the area's compact officer recorded as kept by agreement on that date."""
        return self.filter(
            in_force_to__lt=on, kept_by_agreement__until__gte=on, kept_by_agreement__ended_at=None
        ).distinct()


class Compact(Evidence):
    """One edition of an area's compact."""

    class Status(models.TextChoices):
        IN_FORCE = "in_force", "In force"
        EXPIRED = "expired", "Expired"
        SUPERSEDED = "superseded", "Superseded"

    slug = models.SlugField(unique=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="compacts")
    title = models.CharField(max_length=200)
    edition = models.CharField(max_length=40)
    status = models.CharField(max_length=12, choices=Status)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    in_force_from = models.DateField(null=True, blank=True)
    in_force_to = models.DateField("last day in force", null=True, blank=True)
    in_force_note = models.TextField(blank=True)
    source_title = models.CharField(max_length=200)
    source_publisher = models.CharField(max_length=200)
    source_year = models.PositiveSmallIntegerField(null=True, blank=True)
    source_note = models.TextField(blank=True)
    public_name = models.CharField(max_length=200, help_text="What the text calls the public side.")
    vcs_name = models.CharField(max_length=200, help_text="What the text calls the VCS side.")
    dispute_basis = models.CharField(max_length=10, blank=True)
    dispute_note = models.TextField(blank=True)
    file_digest = models.CharField(max_length=64, blank=True)

    objects = CompactQuerySet.as_manager()

    class Meta:
        ordering = ["area__name", F("in_force_from").desc(nulls_first=True)]
        constraints = [
            models.CheckConstraint(
                condition=Q(in_force_from=None)
                | Q(in_force_to=None)
                | Q(in_force_to__gte=F("in_force_from")),
                name="compact_dates_in_order",
                violation_error_message="A compact cannot end before it comes into force.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("compacts:compact", args=[self.slug])


class Section(Evidence):
    compact = models.ForeignKey(Compact, models.PROTECT, related_name="sections")
    ref = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    theme = models.CharField(max_length=20, blank=True)
    page = models.CharField(max_length=20, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["compact", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["compact", "ref"],
                name="section_once_per_compact",
                violation_error_message="This compact already has a section of that number.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"


class CodeOfPractice(Evidence):
    class Status(models.TextChoices):
        INCLUDED = "included", "Included in this text"
        PROMISED = "promised", "Promised"

    compact = models.ForeignKey(Compact, models.PROTECT, related_name="codes")
    ref = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=Status)
    agreed_by = models.CharField(max_length=100, blank=True)
    due_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["compact", "position"]
        verbose_name_plural = "codes of practice"
        constraints = [
            models.UniqueConstraint(
                fields=["compact", "ref"],
                name="code_once_per_compact",
                violation_error_message="This compact already has a code of practice of that number.",
            )
        ]

    def __str__(self) -> str:
        return self.title


class ProvisionQuerySet(EvidenceQuerySet["Provision"]):
    def current(self) -> ProvisionQuerySet:
        """The wording as it stands, without what a later file superseded."""
        return self.filter(superseded_at=None)

    def in_document_order(self) -> ProvisionQuerySet:
        return self.order_by("compact", "position")


class Provision(Evidence):
    """One numbered promise, verbatim. Never rewritten once an act relies on it: superseded instead."""

    class Bound(models.TextChoices):
        PUBLIC = "public", "Public sector"
        VCS = "vcs", "Voluntary, community and faith sector"
        BOTH = "both", "Both sectors"
        ALL = "all", "All partners"

    class Kind(models.TextChoices):
        PRINCIPLE = "principle", "Principle"
        VALUE = "value", "Value"
        UNDERTAKING = "undertaking", "Undertaking"
        CODE_PRINCIPLE = "code-principle", "Principle of a code of practice"
        ACTION_ITEM = "action-item", "Action"
        DISPUTE = "dispute", "Dispute resolution"
        REVIEW = "review", "Review"
        OUTCOME = "outcome", "Outcome"
        PRIORITY = "priority", "Priority"
        STATEMENT = "statement", "Statement"
        SUB_ITEM = "sub-item", "Part of a clause"
        GOVERNANCE = "governance", "Governance"
        SCOPE = "scope", "Scope"
        CONTEXT = "context", "Context"

    CORE_KINDS = (
        Kind.PRINCIPLE,
        Kind.VALUE,
        Kind.UNDERTAKING,
        Kind.CODE_PRINCIPLE,
        Kind.ACTION_ITEM,
        Kind.DISPUTE,
        Kind.REVIEW,
    )

    class Checkable(models.TextChoices):
        YES = "yes", "Yes: from dates, amounts, order or a named record"
        PARTIAL = (
            "partial",
            "In part: the record is checked, a person judges whether it is good enough",
        )
        NO = "no", "No: by self-assessment or a reported incident"

    compact = models.ForeignKey(Compact, models.PROTECT, related_name="provisions")
    section = models.ForeignKey(Section, models.PROTECT, related_name="provisions")
    code = models.ForeignKey(
        CodeOfPractice, models.PROTECT, null=True, blank=True, related_name="provisions"
    )
    ref = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField(help_text="Place in the document, from 1.")
    heading = models.CharField(max_length=200, blank=True)
    sector = models.CharField(max_length=6, choices=Bound)
    kind = models.CharField(max_length=14, choices=Kind)
    checkable = models.CharField(max_length=7, choices=Checkable)
    theme = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    note = models.TextField(blank=True)
    continues = models.JSONField(default=list, blank=True)
    action_heading = models.CharField(max_length=120, blank=True)
    action_who = models.CharField(max_length=120, blank=True)
    action_by_when = models.CharField(max_length=40, blank=True)
    action_due_on = models.DateField(null=True, blank=True)
    action_ongoing = models.BooleanField(default=False)
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = ProvisionQuerySet.as_manager()

    class Meta:
        ordering = ["compact", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["compact", "ref"],
                condition=Q(superseded_at=None),
                name="provision_once_per_compact",
                violation_error_message="This compact already has a clause of that number.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.compact.title}, {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("compacts:provision", args=[self.compact.slug, self.ref])


class RuleQuerySet(EvidenceQuerySet["Rule"]):
    def judging(self, act_kind: str) -> RuleQuerySet:
        """Computed rules in use for one kind of act, in document order."""
        return (
            self.filter(act_kind=act_kind, provision__superseded_at=None)
            .select_related("provision")
            .order_by("provision__position", "position")
        )


class Rule(Evidence):
    """How a provision is checked: a type of the rule engine, with the clause's own figures."""

    provision = models.ForeignKey(Provision, models.PROTECT, related_name="rules")
    position = models.PositiveSmallIntegerField()
    type = models.CharField(max_length=20)
    params = models.JSONField(default=dict, blank=True)
    act_kind = models.CharField(
        max_length=16,
        blank=True,
        help_text="The kind of act it judges; blank where none is recorded.",
    )
    act_subkinds = models.JSONField(default=list, blank=True, help_text="Empty means every one.")
    event = models.CharField(max_length=20, blank=True, help_text="The date the record is due by.")
    labels = models.JSONField(
        default=dict, blank=True, help_text="Step or record code to plain words."
    )
    local = models.TextField(blank=True, help_text="Says so where a figure is a local reading.")
    golden_cases = models.JSONField(default=list, blank=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ["provision", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["provision", "position"],
                name="rule_once_per_provision",
                violation_error_message="This clause already has a rule in that place.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.provision} ({self.type})"

    @cached_property
    def law(self) -> RuleOfLaw:
        """The rule as the engine takes it."""
        return RuleOfLaw(self.type, self.params)

    @property
    def in_plain_english(self) -> str:
        try:
            return describe(self.law)
        except FactError:  # a check of it is set aside, and must still have its page
            return "This rule cannot be read as it is stored."

    def judges(self, subkind: str) -> bool:
        return not self.act_subkinds or subkind in self.act_subkinds


class Signatory(Evidence):
    """A body that is party to a compact."""

    compact = models.ForeignKey(Compact, models.PROTECT, related_name="signatories")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="signatures")
    post = models.CharField(max_length=120, blank=True)
    signed_on = models.DateField(null=True, blank=True, help_text="None: party from the start.")
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["compact", "pk"]
        verbose_name_plural = "signatories"
        constraints = [
            models.UniqueConstraint(
                fields=["compact", "organisation"],
                name="signatory_once",
                violation_error_message="This body has already signed this compact.",
            ),
            models.CheckConstraint(
                condition=Q(signed_on=None) | Q(left_on=None) | Q(left_on__gte=F("signed_on")),
                name="signatory_dates_in_order",
                violation_error_message="A body cannot leave a compact before it signed.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.compact}"

    def is_party(self, on: date) -> bool:
        return (self.signed_on is None or self.signed_on <= on) and (
            self.left_on is None or on <= self.left_on
        )


class DisputeStage(Evidence):
    """One rung of the ladder a compact sets for disagreements. Every time limit is a local setting."""

    compact = models.ForeignKey(Compact, models.PROTECT, related_name="dispute_stages")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    decides = models.CharField(max_length=120)
    time_limit = models.PositiveSmallIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=12, default="working_days")
    files_raiser = models.JSONField(default=list, blank=True)
    files_respondent = models.JSONField(default=list, blank=True)
    ways_out = models.JSONField(default=list, blank=True)
    source = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["compact", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["compact", "position"],
                name="dispute_stage_once",
                violation_error_message="This compact already has a dispute stage in that place.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class KeptByAgreement(Evidence):
    """An area goes on keeping an expired compact until a date; its checks follow, and say so."""

    compact = models.ForeignKey(Compact, models.PROTECT, related_name="kept_by_agreement")
    until = models.DateField()
    reason = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-recorded_at"]
        verbose_name_plural = "compacts kept by agreement"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="kept_by_agreement_ended_at_and_by",
                violation_error_message="An agreement that was ended says who ended it, and when.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.compact}, kept until {self.until:%Y-%m-%d}"
