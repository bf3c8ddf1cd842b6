"""What a consultation and a response tell the rules, keyed as docs/library-format.md says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from consultations.models import Consultation, Response

Facts = dict[str, Any]

FROM_COLUMNS = frozenset(
    {
        "sector_told",
        "matters_open_to_change",
        "methods_explained",
        "formats_available",
        "implications_for_sector",
        "feedback_published",
    }
)
"""Record and step codes that have fields of their own on the planning pages."""

FROM_RESPONSE = frozenset(
    {
        "views_represented",
        "whose_views",
        "capacity_stated",
        "basis_stated",
        "basis",
        "people_involved",
        "views_sought",
        "consultation_promoted",
    }
)
"""The same for responses."""


def consultation_facts(consultation: Consultation) -> Facts:
    """All of `minimum_period`, the steps before the opening, and the records by their codes."""
    return _said(
        {
            "formal_written": consultation.formal_written,
            "significant_effect": consultation.significant_effect,
            "opens_on": consultation.opens_on,
            "documents_complete_on": consultation.documents_complete_on,
            "closes_on": consultation.closes_on,
            "explanation": consultation.explanation,
            "explained_on": consultation.explained_on,
            "event_on": consultation.opens_on,
            "order_attested": consultation.order_attested,
            "steps": _said({**consultation.steps, "sector_told": consultation.told_on}),
            "fields": _said({**consultation.records, **own_records(consultation)}),
            "withdrawn_on": consultation.cancelled_on,
        }
    )


def own_records(consultation: Consultation) -> Facts:
    """The records that are fields of the consultation, by code; blank ones are left out."""
    open_to_change = _joined(consultation.open_to_change, consultation.not_open_to_change)
    formats = _joined(consultation.formats, consultation.languages)
    feedback = consultation.feedback_on or consultation.records.get("feedback_published")
    return _said(
        {
            "sector_told": consultation.told_on,
            "matters_open_to_change": open_to_change if consultation.open_to_change else "",
            "methods_explained": methods_in_words(consultation),
            "formats_available": formats,
            "implications_for_sector": consultation.effect_on_sector,
            "feedback_published": feedback,
        }
    )


def methods_in_words(consultation: Consultation) -> str:
    """Every method with its reason; nothing where a reason is missing."""
    methods = consultation.methods
    if not methods or not all(each.get("reason", "").strip() for each in methods):
        return ""
    return "; ".join(f"{each['method']}: {each['reason']}" for each in methods)


def response_facts(response: Response) -> Facts:
    """The day it was sent, and what it says about whom it speaks for."""
    fields = _said({**response.records, **said_in_response(response)})
    return _said({"event_on": response.sent_on, "fields": fields})


def said_in_response(response: Response) -> Facts:
    """The records that are fields of the response, by code; blank ones are left out."""
    basis = response.get_basis_display() if response.basis else ""
    basis = _joined(basis, response.basis_explained)
    return _said(
        {
            "views_represented": response.represents,
            "whose_views": response.represents,
            "capacity_stated": response.capacity,
            "basis_stated": basis,
            "basis": basis,
            "people_involved": response.people_involved,
            "views_sought": response.people_involved,
            "consultation_promoted": response.promoted,
        }
    )


def _joined(*words: str) -> str:
    return "\n".join(each.strip() for each in words if each.strip())


def _said(values: Mapping[str, Any]) -> Facts:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
        if value is not None and value != "" and value != {}
    }
