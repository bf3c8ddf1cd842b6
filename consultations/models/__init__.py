"""Consultations, what was answered to them, and what was done with the answers."""

from consultations.models.changes import Change, ElectionPeriod, Span
from consultations.models.consultation import (
    Consultation,
    ConsultationQuerySet,
    ConsultedDecision,
    Partner,
)
from consultations.models.feedback import ChecklistAnswer, Feedback, Theme
from consultations.models.response import (
    Response,
    ResponseMember,
    ResponseQuerySet,
    VoidRequest,
)
from consultations.models.uploads import Attachment, Document

__all__ = [
    "Attachment",
    "Change",
    "ChecklistAnswer",
    "Consultation",
    "ConsultationQuerySet",
    "ConsultedDecision",
    "Document",
    "ElectionPeriod",
    "Feedback",
    "Partner",
    "Response",
    "ResponseMember",
    "ResponseQuerySet",
    "Span",
    "Theme",
    "VoidRequest",
]
