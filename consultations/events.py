"""What the events of consultations are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from audit.history import describe, said


def _document(detail: Mapping[str, Any]) -> Iterator[str]:
    if detail.get("title"):
        yield str(detail["title"])


def _published(detail: Mapping[str, Any]) -> Iterator[str]:
    if detail.get("on"):
        yield f"On {said(detail['on'])}."


describe(
    {
        "consultation.cancelled": "Cancelled",
        "consultation.checklist": "Checklist answered",
        "consultation.cut_short": "Cut short",
        "consultation.document_added": "Document added",
        "consultation.document_removed": "Document withdrawn",
        "consultation.drafted": "Planning began",
        "consultation.extended": "Extended",
        "consultation.published": "Published",
        "consultation.reopened": "Opened again",
        "election.added": "Election period added",
        "election.changed": "Election period changed",
        "election.removed": "Election period removed",
        "feedback.changed": "Feedback changed",
        "feedback.published": "Feedback published",
        "response.drafted": "Response begun",
        "response.logged": "Response logged",
        "response.published": "Response published",
        "response.sent": "Response sent",
        "response.void_asked": "The lead asked to void the response",
        "response.void_declined": "The author let the response stand",
        "response.voided": "Response voided",
    },
    {
        "consultation.document_added": _document,
        "consultation.document_removed": _document,
        "feedback.published": _published,
    },
)
