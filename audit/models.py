"""The append-only event log. Each event seals the one before it, so a change to history shows."""

from __future__ import annotations

from django.db import models


class EventQuerySet(models.QuerySet["Event"]):
    def about(self, subject: models.Model) -> EventQuerySet:
        return self.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)


class Event(models.Model):
    """Who did what to which row, when. No foreign keys: the log outlives what it speaks of."""

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
    detail = models.JSONField(default=dict)
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
    hash = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return self.chain
