"""A spreadsheet on its way in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import User
from audit.evidence import Evidence
from imports.states import IMPORT_TRANSITIONS, ImportState
from organisations.models import Area


class Import(Evidence):
    """A spreadsheet on its way in: checked first, recorded once somebody confirms, all or nothing.

    The file itself lies in a folder of its own under MEDIA_ROOT/imports until the import is over.
    """

    State = ImportState
    TRANSITIONS = IMPORT_TRANSITIONS
    READ_WITH = ("area", "uploaded_by")
    UNDER_WAY = (State.CHECKING, State.RUNNING)

    kind = models.CharField(max_length=16, help_text="Of the acts that it brings.")
    area = models.ForeignKey(Area, models.PROTECT, related_name="imports")
    name = models.CharField(max_length=200, help_text="What the file was called.")
    folder = models.CharField(max_length=40, unique=True)
    state = models.CharField(max_length=9, choices=State, default=State.CHECKING)
    create_organisations = models.BooleanField(default=False)
    rows_total = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    unknown_organisations = models.JSONField(default=list)
    faults = models.JSONField(default=list, help_text="The first ones: row, column, what is right.")
    fault_count = models.PositiveIntegerField(default=0)
    doubts = models.JSONField(default=list, help_text="What is improbable: row, column, sentence.")
    doubt_count = models.PositiveIntegerField(default=0)
    sure = models.BooleanField(default=False, help_text="Somebody said that all of it is right.")
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="imports")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "commitments_import"  # where earlier installations keep them
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "checking",
                        "checked",
                        "faulty",
                        "running",
                        "done",
                        "failed",
                        "discarded",
                    ]
                ),
                name="import_state_known",
                violation_error_message="This state of an import is not known here.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.area}"
