"""What a consultation led to, said to those who answered; and the checklists kept beside it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import User
from audit.evidence import Evidence
from consultations.models.consultation import Consultation


class Feedback(Evidence):
    """The account given of a consultation; a draft until `feedback_on` is set."""

    consultation = models.OneToOneField(Consultation, models.PROTECT, related_name="feedback")
    summary = models.TextField(blank=True)
    what_changed = models.TextField(
        blank=True, help_text="What changed in the decision because of the responses."
    )
    decision_made = models.TextField(blank=True)
    arrangements = models.TextField(
        blank=True, help_text="Other arrangements for feedback, such as one overall response."
    )
    version = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name_plural = "feedback"
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="feedback_published_at_and_by",
                violation_error_message="Published feedback says who published it, and when.",
            )
        ]

    def __str__(self) -> str:
        return f"Feedback on {self.consultation}"


class Theme(Evidence):
    """One thing that was said, and what came of it."""

    class Result(models.TextChoices):
        DONE = "done", "Done"
        PARTLY = "partly", "Done in part"
        NOT_DONE = "not_done", "Not done"
        LATER = "later", "Still to be decided"

    feedback = models.ForeignKey(Feedback, models.PROTECT, related_name="themes")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    you_said = models.TextField()
    we_did = models.TextField("we did, or why not")
    result = models.CharField(max_length=8, choices=Result)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result__in=["done", "partly", "not_done", "later"]),
                name="theme_result_known",
                violation_error_message="This result of a theme is not known here.",
            )
        ]

    def __str__(self) -> str:
        return self.title


class ChecklistAnswer(Evidence):
    """One line of a checklist, answered with evidence. A checklist never raises a breach."""

    class Checklist(models.TextChoices):
        GUNNING = "gunning", "Gunning's four questions"
        PRINCIPLES = "principles", "Principles of the local code"

    class Answer(models.TextChoices):
        YES = "yes", "Yes"
        PARTLY = "partly", "In part"
        NO = "no", "No"

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="checklist_answers")
    checklist = models.CharField(max_length=10, choices=Checklist)
    code = models.CharField(max_length=40)
    answer = models.CharField(max_length=6, choices=Answer)
    evidence = models.TextField(blank=True)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["checklist", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "checklist", "code"],
                name="checklist_answer_once",
                violation_error_message="This question of the checklist is already answered.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.get_answer_display()}"
