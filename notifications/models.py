"""Who follows what by e-mail, how far the log has been read, and the messages on their way out."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from consultations.models import Consultation
from organisations.models import Area


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def standing(self) -> SubscriptionQuerySet:
        return self.filter(ended_at=None)

    def confirmed(self) -> SubscriptionQuerySet:
        return self.standing().exclude(confirmed_at=None)

    def unconfirmed_before(self, moment: datetime) -> SubscriptionQuerySet:
        return self.filter(confirmed_at=None, asked_at__lt=moment)


class Subscription(models.Model):
    """An address that follows a consultation or an area. Once ended, the address is gone."""

    email = models.EmailField(blank=True, help_text="Emptied when the subscription ends.")
    consultation = models.ForeignKey(
        Consultation, models.PROTECT, null=True, blank=True, related_name="subscriptions"
    )
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="subscriptions"
    )
    nonce = models.CharField(max_length=43, unique=True, help_text="Random; links carry it signed.")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(consultation=None, area__isnull=False)
                | Q(consultation__isnull=False, area=None),
                name="subscription_to_one_thing",
                violation_error_message="A subscription is to a consultation or to an area.",
            ),
            models.CheckConstraint(
                condition=(Q(ended_at=None) & ~Q(email="")) | Q(ended_at__isnull=False, email=""),
                name="subscription_address_while_it_lasts",
                violation_error_message="The address is kept while the subscription lasts.",
            ),
            models.UniqueConstraint(
                Lower("email"),
                "consultation",
                condition=Q(ended_at=None),
                name="subscription_once_a_consultation",
                violation_error_message="This address already follows this consultation.",
            ),
            models.UniqueConstraint(
                Lower("email"),
                "area",
                condition=Q(ended_at=None),
                name="subscription_once_an_area",
                violation_error_message="This address already follows this area.",
            ),
        ]

    def __str__(self) -> str:
        return f"Follower {self.pk} of {self.subject}"

    @property
    def subject(self) -> str:
        return str(self.consultation) if self.consultation else f"consultations in {self.area}"


class Cursor(models.Model):
    """How far a reader of the log has come in a chain."""

    name = models.CharField(max_length=30)
    chain = models.CharField(max_length=50)
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name", "chain"],
                name="cursor_once_a_chain",
                violation_error_message="This reader already has its place in that chain.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} has read {self.chain} up to {self.number}"


class MessageQuerySet(models.QuerySet["Message"]):
    def waiting(self) -> MessageQuerySet:
        return self.filter(sent_at=None, gave_up_at=None)

    def due(self, at: datetime) -> MessageQuerySet:
        return self.waiting().filter(due_at__lte=at)

    def given_up(self) -> MessageQuerySet:
        return self.exclude(gave_up_at=None)

    def over_before(self, moment: datetime) -> MessageQuerySet:
        return self.filter(Q(sent_at__lt=moment) | Q(gave_up_at__lt=moment))


class Message(models.Model):
    """One e-mail. It waits here until it has been handed over; a queue never holds the only copy."""

    class Kind(models.TextChoices):
        CONFIRM = "confirm", "Asks to confirm"
        NEWS = "news", "News of a consultation"
        RECEIPT = "receipt", "Receipt of a response"
        BREACHES = "breaches", "New apparent breaches"
        REMINDER = "reminder", "Reminder of feedback"
        WAITING = "waiting", "Waits for an answer"
        INVITE = "invite", "Invitation to a role"
        ACCOUNT = "account", "Change of somebody's account"

    kind = models.CharField(max_length=8, choices=Kind)
    to = models.EmailField(blank=True, help_text="Emptied some time after it was sent.")
    subject = models.CharField(max_length=400)
    body = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    subscription = models.ForeignKey(
        Subscription, models.SET_NULL, null=True, blank=True, related_name="messages"
    )
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="Not tried before then; a claim puts it off.")
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    gave_up_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=400, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "confirm",
                        "news",
                        "receipt",
                        "breaches",
                        "reminder",
                        "waiting",
                        "invite",
                        "account",
                    ]
                ),
                name="message_kind_known",
                violation_error_message="This kind of message is not known here.",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(gave_up_at=None),
                name="message_sent_or_given_up",
                violation_error_message="A message is either sent or given up.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="message_due",
                condition=Q(sent_at=None, gave_up_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class Cause(models.Model):
    """What a message was made for, such as an event and a recipient. It makes one message, ever."""

    key = models.CharField(max_length=200, unique=True)
    message = models.ForeignKey(Message, models.CASCADE, related_name="causes")

    def __str__(self) -> str:
        return self.key


class MailOutageQuerySet(models.QuerySet["MailOutage"]):
    def under_way(self, server: str) -> MailOutageQuerySet:
        return self.filter(ended_at=None, server=server)


class MailOutage(models.Model):
    """A time in which the mail server took nothing: sending pauses, and no message is to blame."""

    server = models.CharField(max_length=260, help_text="Its host and port, as the settings say.")
    since = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=400, blank=True)
    next_try_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MailOutageQuerySet.as_manager()

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["server"],
                condition=Q(ended_at=None),
                name="mail_outage_once_a_server",
                violation_error_message="This outage is on record already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.server} since {self.since:%Y-%m-%d %H:%M}"
