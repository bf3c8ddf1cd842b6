"""Areas, the organisations in them, and who belongs to which with what role."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Case, Q, When
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.evidence import Evidence, EvidenceQuerySet

MOST_WORDS = 8


class Sector(models.TextChoices):
    PUBLIC = "public", "Public sector"
    VCS = "vcs", "Voluntary, community and faith sector"


class WaysToDecide(models.TextChoices):
    EITHER = (
        "either",
        "By one chair who acts for neither party, by both chairs together, or in a meeting of the "
        "forum with both sectors",
    )
    ALONE = "alone", "By one chair, who acts for neither party"
    TOGETHER = "together", "By both chairs together, one of each sector"
    MEETING = "meeting", "In a meeting of the forum with both sectors"


class AreaQuerySet(EvidenceQuerySet["Area"]):
    def in_use(self) -> AreaQuerySet:
        """Those that are not archived: nothing is written, judged or reminded of in the others."""
        return self.filter(archived_at=None)


class Area(Evidence):
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    gss_code = models.CharField("GSS code", max_length=9, unique=True)
    right_of_reply_days = models.PositiveSmallIntegerField(
        "right of reply, in working days",
        default=10,
        help_text="A local setting: how long a body has to answer a finding.",
    )
    ways_to_decide = models.CharField(
        "how cases are decided",
        max_length=8,
        choices=WaysToDecide,
        default=WaysToDecide.EITHER,
        help_text="A setting of the forum.",
    )
    version = models.PositiveIntegerField(default=1, help_text="Counts saves of the settings.")
    archived_at = models.DateTimeField(null=True, blank=True)
    archived_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AreaQuerySet.as_manager()

    _chairs: Any = None  # read once for a page that keeps them: organisations.deciding.keep_chairs

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ways_to_decide__in=WaysToDecide.values),
                name="area_ways_to_decide_known",
                violation_error_message="This is no way in which the forum decides.",
            ),
            models.CheckConstraint(
                condition=Q(archived_by=None) | Q(archived_at__isnull=False),
                name="area_archived_by_somebody_on_a_day",
                violation_error_message="Whoever archived an area did so at some time.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("area", args=[self.slug])


class OrganisationQuerySet(EvidenceQuerySet["Organisation"]):
    def in_area(self, area: Area) -> OrganisationQuerySet:
        return self.filter(area=area)

    def of_sector(self, sector: str) -> OrganisationQuerySet:
        return self.filter(sector=sector)

    def called(self, text: str) -> OrganisationQuerySet:
        """The organisation of that name, whatever its capitals and spaces, or of that number."""
        words = " ".join(text.split())
        numbered = Q(charity_number__iexact=words) | Q(company_number__iexact=words)
        return self.filter(Q(name__iexact=words) | numbered if words else Q(pk=None))

    def like(self, text: str) -> OrganisationQuerySet:
        """Those whose names have every word of the text, or its beginning; best first."""
        words = text.split()[:MOST_WORDS]
        if not words:
            return self.none()
        rows = self
        for word in words:
            rows = rows.filter(name__icontains=word)
        best = Case(
            When(name__istartswith=text.strip(), then=0),
            When(name__istartswith=words[0], then=1),
            When(name__icontains=f" {words[0]}", then=2),
            default=3,
        )
        return rows.order_by(best, "name")


class Organisation(Evidence):
    READ_WITH = ("area",)

    class Kind(models.TextChoices):
        COUNCIL = "council", "Council"
        NHS = "nhs", "NHS body"
        POLICE = "police", "Police"
        FIRE = "fire", "Fire and rescue"
        PROBATION = "probation", "Probation"
        EMPLOYMENT = "employment", "Employment service"
        PARTNERSHIP = "partnership", "Partnership"
        OTHER_PUBLIC = "other-public", "Other public body"
        INFRASTRUCTURE = "infrastructure", "Infrastructure body (CVS)"
        CHARITY = "charity", "Charity"
        COMMUNITY_GROUP = "community-group", "Community group"
        SOCIAL_ENTERPRISE = "social-enterprise", "Social enterprise"
        FAITH_GROUP = "faith-group", "Faith group"

    area = models.ForeignKey(Area, models.PROTECT, related_name="organisations")
    slug = models.SlugField(max_length=120)
    name = models.CharField(max_length=200)
    sector = models.CharField(max_length=6, choices=Sector)
    kind = models.CharField(max_length=20, choices=Kind)
    charity_number = models.CharField(max_length=12, blank=True)
    company_number = models.CharField(max_length=12, blank=True)
    version = models.PositiveIntegerField(default=1, help_text="Counts saves.")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "slug"],
                name="organisation_slug_once_per_area",
                violation_error_message="This area already has an organisation of that name.",
            ),
            models.UniqueConstraint(
                "area",
                models.functions.Lower("name"),
                name="organisation_name_once_per_area",
                violation_error_message="This area already has an organisation of that name.",
            ),
            models.CheckConstraint(
                condition=Q(sector__in=Sector.values),
                name="organisation_sector_known",
                violation_error_message="An organisation is of the public or the voluntary sector.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_infrastructure(self) -> bool:
        return self.kind == self.Kind.INFRASTRUCTURE


class Role(models.TextChoices):
    COMPACT_OFFICER = "compact_officer", "Compact officer"
    OFFICER = "officer", "Officer"
    CVS_STAFF = "cvs_staff", "CVS staff"
    VCS_MEMBER = "vcs_member", "Voluntary organisation member"
    FORUM_CHAIR = "forum_chair", "Forum chair"
    READ_ONLY = "read_only", "Read only"


class MembershipQuerySet(EvidenceQuerySet["Membership"]):
    def current(self) -> MembershipQuerySet:
        return self.filter(ended_at=None, is_offered=False)

    def offered(self) -> MembershipQuerySet:
        """Those whose people have been invited, and have not accepted yet."""
        return self.filter(ended_at=None, is_offered=True)


class Membership(Evidence):
    """A person's role, in an area, for an organisation. It opens nothing until it is accepted."""

    READ_WITH = ("area", "organisation__area", "user")

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    area = models.ForeignKey(Area, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role)
    post = models.CharField(
        max_length=120, blank=True, help_text="The post there; blank where it is the account's own."
    )
    is_offered = models.BooleanField(default=False, help_text="Invited, and not accepted yet.")
    started_at = models.DateTimeField(default=timezone.now, help_text="Invited or begun.")
    given_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1, help_text="Counts saves.")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(ended_at=None),
                name="membership_once",
                violation_error_message="This person already has that role there.",
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values),
                name="membership_role_known",
                violation_error_message="This role is not known here.",
            ),
            models.CheckConstraint(
                condition=Q(ended_by=None) | Q(ended_at__isnull=False),
                name="membership_ended_by_somebody_on_a_day",
                violation_error_message="Whoever ended a membership did so at some time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.organisation}"

    @property
    def post_held(self) -> str:
        return self.post or self.user.post

    @property
    def is_current(self) -> bool:
        return self.ended_at is None and not self.is_offered

    @property
    def state(self) -> str:
        if self.is_offered:
            return "invited" if self.ended_at is None else "withdrawn"
        return "active" if self.ended_at is None else "ended"


class Invitation(Evidence):
    """The link by which somebody accepts a membership: the last one that was sent, used once."""

    membership = models.OneToOneField(Membership, models.PROTECT, related_name="invitation")
    nonce = models.CharField(
        max_length=43, unique=True, help_text="Random; the link carries it signed."
    )
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Invitation to {self.membership_id}"


class Counter(models.Model):
    """The last number given out in an area, a kind of record and a year."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    prefix = models.CharField(max_length=4, help_text="What the references begin with: N, DS.")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "prefix", "year"],
                name="counter_once",
                violation_error_message="This area already counts these references.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}-{self.last:04}"
