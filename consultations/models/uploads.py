"""Files that belong to a consultation or to a response. They lie outside the static tree."""

from __future__ import annotations

from pathlib import PurePath
from uuid import uuid4

from django.db import models
from django.urls import reverse

from accounts.models import User
from audit.evidence import Evidence, EvidenceQuerySet
from consultations.models.consultation import Consultation
from consultations.models.response import Response
from documents.files import CheckedFile
from documents.states import FileState


def stored_name(instance: models.Model, filename: str) -> str:
    """A name of our own: what people call their files stays in the database."""
    return f"consultations/{uuid4().hex}{PurePath(filename).suffix.lower()[:8]}"


class UploadQuerySet(EvidenceQuerySet["Upload"]):
    def checked(self) -> UploadQuerySet:
        """Those that are handed out: a worker has looked at them, and refused none."""
        return self.filter(state=FileState.CHECKED)

    def waiting(self) -> UploadQuerySet:
        return self.filter(state=FileState.CHECKING).order_by("uploaded_at", "pk")


class Upload(CheckedFile, Evidence):
    name = models.CharField(max_length=200, help_text="What the file was called.")
    file = models.FileField(upload_to=stored_name)
    size = models.PositiveIntegerField(help_text="Bytes.")
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = UploadQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["uploaded_at", "pk"]

    def __str__(self) -> str:
        return self.name


class Document(Upload):
    """A paper of the consultation: public once the consultation is."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="documents")
    title = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def get_absolute_url(self) -> str:
        return reverse("consultations:document", args=[self.pk])


class Attachment(Upload):
    """A file sent with a response: as visible as the response."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="attachments")

    def get_absolute_url(self) -> str:
        return reverse("consultations:attachment", args=[self.pk])
