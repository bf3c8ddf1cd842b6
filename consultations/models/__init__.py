"""Consultations, what was answered to them, and what was done with the answers."""

from consultations.models.changes import Change, ElectionPeriod, Span
from consultations.models.consultation import Consultation, ConsultationQuerySet
from consultations.models.feedback import ChecklistAnswer, Feedback, Theme
from consultations.models.response import Response, ResponseQuerySet, VoidRequest
from consultations.models.uploads import Attachment, Document

__all__ = [
    "Attachment",
    "Change",
    "ChecklistAnswer",
    "Consultation",
    "ConsultationQuerySet",
    "Document",
    "ElectionPeriod",
    "Feedback",
    "Response",
    "ResponseQuerySet",
    "Span",
    "Theme",
    "VoidRequest",
]
