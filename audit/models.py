"""The append-only event log. Each event seals the one before it, so a change to history shows."""

from __future__ import annotations

from django.db import models

from audit.seals import BEFORE_THE_FIRST


class EventQuerySet(models.QuerySet["Event"]):
    def about(self, subject: models.Model) -> EventQuerySet:
        return self.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)


class Event(models.Model):
    """Who did what to which row, when. No foreign keys: the log outlives what it speaks of.

    The primary key is the event's place in the whole log: who writes a row takes the key while
    holding the row, so of two events that speak of one row the later has the higher key.
    """

    chain = models.CharField(max_length=50, help_text="The area's slug, or 'installation'.")
    number = models.PositiveBigIntegerField(
        help_text="Position in its chain, from 1, without gaps."
    )
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True, help_text="None where the system acted.")
    actor_post = models.CharField(max_length=120, blank=True)
    verb = models.CharField(max_length=60, help_text="noun.past_participle, such as notice.given")
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    detail = models.JSONField(
        default=dict, help_text="May be redacted: the seal covers its digest, not its words."
    )
    detail_digest = models.CharField(max_length=64, help_text="Of the detail as it was written.")
    salt = models.CharField(
        max_length=32, help_text="Keeps words that are gone from being guessed."
    )
    records = models.JSONField(
        default=dict, help_text="Digest of each row as it stood then, by label and number."
    )
    key_number = models.PositiveSmallIntegerField(help_text="The key that it is sealed with.")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["chain", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "number"],
                name="event_number_once_per_chain",
                violation_error_message="Another event has this place in the log already.",
            )
        ]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="event_subject")]

    def __str__(self) -> str:
        return f"{self.chain} {self.number} {self.verb}"


class ChainHead(models.Model):
    """The last event of a chain: what the next one seals, and how a cut-off tail is noticed."""

    chain = models.CharField(max_length=50, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=BEFORE_THE_FIRST)
    key_number = models.PositiveSmallIntegerField(default=0)
    mac = models.CharField(
        max_length=64, blank=True, help_text="Seals number and hash: nobody else can set them back."
    )

    def __str__(self) -> str:
        return self.chain


class Inspection(models.Model):
    """One look at the whole log and at every row that it vouches for."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(db_index=True)
    faults = models.PositiveIntegerField(help_text="None, where all is well.")
    first = models.JSONField(default=list, help_text="The first faults, a line each.")

    class Meta:
        ordering = ["-finished_at"]

    def __str__(self) -> str:
        return f"History looked at on {self.finished_at:%Y-%m-%d %H:%M}"
