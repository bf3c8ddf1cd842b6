"""What somebody answered to a consultation, and on whose behalf."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from audit.evidence import Evidence, EvidenceQuerySet
from commitments.models import Act
from consultations.models.consultation import Consultation
from organisations.models import Organisation
from organisations.permissions import Right, scope_of


class ResponseQuerySet(EvidenceQuerySet["Response"]):
    def visible_to(self, user: User | AnonymousUser) -> ResponseQuerySet:
        """Published ones; the rest for those who wrote, receive or oversee them.

        A draft is seen by those who may go on with it for the organisation, and by whoever began it.
        """
        scope = scope_of(user)
        drafting = Q(act__responsible__in=scope.bodies_with(Right.RECORD))
        own = Q(act__responsible__in=scope.organisations) & ~Q(sent_on=None) | drafting
        begun = Q(recorded_by=user.pk) if user.is_authenticated else Q(pk=None)
        sent = ~Q(sent_on=None) & ~Q(act__state=Act.State.VOIDED)
        received = Q(consultation__act__responsible__in=scope.organisations)
        overseen = Q(consultation__act__area__in=scope.whole_areas)
        published = ~Q(published_on=None) & Q(consultation__act__area__in=scope.areas)
        here = Q(consultation__act__area__in=scope.areas)
        return self.filter(here & (own | begun | sent & (received | overseen | published)))

    def sent(self) -> ResponseQuerySet:
        """Those that count: sent, and not voided."""
        return self.exclude(sent_on=None).exclude(act__state=Act.State.VOIDED)

    def published(self) -> ResponseQuerySet:
        return self.sent().exclude(published_on=None)


class Response(Evidence):
    READ_WITH = (
        "act__area",
        "act__responsible",
        "act__counterpart",
        "consultation__act__area",
        "consultation__act__responsible",
    )
    LOCKS = ("act",)

    """The act's responsible body is the organisation that answers; the lead is its counterpart."""

    class Route(models.TextChoices):
        ONLINE = "online", "On this site, by the organisation"
        GROUP = "group", "Group response, gathered by the infrastructure body"
        LETTER = "letter", "Letter"
        EMAIL = "email", "E-mail"
        EVENT = "event", "Event or meeting"

    class Basis(models.TextChoices):
        GATHERED = "gathered", "Views gathered directly"
        KNOWLEDGE = "knowledge", "Existing knowledge and experience"
        BOTH = "both", "Both"

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="responses")
    act = models.OneToOneField(
        Act,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="response",
        help_text="None where no organisation answers for it, as with notes of an event.",
    )
    route = models.CharField(max_length=6, choices=Route, default=Route.ONLINE)
    from_whom = models.CharField(
        max_length=200, blank=True, help_text="Where no organisation answers for it. No names."
    )
    members = models.ManyToManyField(
        Organisation,
        through="ResponseMember",
        blank=True,
        related_name="responses_joined",
        help_text="Organisations whose views a group response brings together.",
    )
    text = models.TextField(blank=True)
    represents = models.TextField(blank=True)
    capacity = models.TextField(blank=True)
    basis = models.CharField(max_length=9, choices=Basis, blank=True)
    basis_explained = models.TextField(blank=True)
    people_involved = models.TextField(blank=True)
    promoted = models.TextField(blank=True)
    records = models.JSONField(default=dict, blank=True, help_text="Record code to text.")
    consents = models.BooleanField(null=True, blank=True, help_text="Agrees to publication.")
    sent_on = models.DateField(null=True, blank=True, help_text="None while it is a draft.")
    received_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_on=None) | Q(consents=True, sent_on__isnull=False),
                name="response_published_with_consent",
                violation_error_message="A response is published only with consent.",
            ),
            models.CheckConstraint(
                condition=Q(act__isnull=False) | ~Q(from_whom=""),
                name="response_comes_from_somebody",
                violation_error_message="Say which organisation answers, or where it comes from.",
            ),
            models.CheckConstraint(
                condition=Q(basis__in=["", "gathered", "knowledge", "both"]),
                name="response_basis_known",
                violation_error_message="This basis of a response is not known here.",
            ),
        ]

    def __str__(self) -> str:
        return f"Response of {self.author}"

    def get_absolute_url(self) -> str:
        return reverse("consultations:response", args=[self.pk])

    @property
    def author(self) -> str:
        return str(self.act.responsible) if self.act is not None else self.from_whom

    @property
    def is_draft(self) -> bool:
        return self.sent_on is None

    @property
    def void_asked(self) -> VoidRequest | None:
        """The lead's request to void it that still waits for the author's answer."""
        waiting = [each for each in self.void_requests.all() if each.agreed is None]
        return waiting[0] if waiting else None

    def days_late(self, closes_on: date | None) -> int:
        """Days after the close on which it came; nought where it came in time."""
        if closes_on is None or self.received_on is None:
            return 0
        return max(0, (self.received_on - closes_on).days)


class ResponseMember(Evidence):
    """An organisation whose views a group response brings together."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        db_table = "consultations_response_members"
        unique_together = [("response", "organisation")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.response}"


class VoidRequestQuerySet(EvidenceQuerySet["VoidRequest"]):
    def waiting(self) -> VoidRequestQuerySet:
        """Those that the author has yet to answer, about a response that still counts."""
        return self.filter(agreed=None, response__act__state=Act.State.LIVE)


class VoidRequest(Evidence):
    """The lead asks that a response be taken out of every count. Its author agrees, or does not."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="void_requests")
    reason = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    agreed = models.BooleanField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = VoidRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["response"],
                condition=Q(agreed=None),
                name="void_request_waits_once",
                violation_error_message="A request to void this response already waits.",
            ),
            models.CheckConstraint(
                condition=Q(agreed=None, answered_at=None, answered_by=None)
                | Q(agreed__isnull=False, answered_at__isnull=False, answered_by__isnull=False),
                name="void_request_answered_at_and_by",
                violation_error_message="An answer to a request says who gave it, and when.",
            ),
        ]

    def __str__(self) -> str:
        return f"Request to void: {self.response}"
