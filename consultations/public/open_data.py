"""Consultations as JSON. What is documented is what is given: one table makes both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from commitments.models import Check
from consultations.models import Consultation
from consultations.public.found import public_path
from consultations.public.promises import LENGTH

VERSION = "1"
LONDON = ZoneInfo("Europe/London")
LAST_MINUTE = time(23, 59)


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    says: str
    value: Callable[[Consultation, date], Any]


def closes_at(day: date | None) -> str | None:
    """The end of the closing day in London, with its distance from UTC."""
    return datetime.combine(day, LAST_MINUTE, LONDON).isoformat() if day else None


def _iso(name: str) -> Callable[[Consultation, date], str | None]:
    def value(consultation: Consultation, on: date) -> str | None:
        day = getattr(consultation, name)
        return day.isoformat() if day else None

    return value


def _attribute(name: str) -> Callable[[Consultation, date], Any]:
    return lambda consultation, on: getattr(consultation, name)


def _documents(consultation: Consultation, on: date) -> list[dict[str, Any]]:
    return [
        {
            "title": each.title,
            "url": settings.SITE_URL + each.get_absolute_url(),
            "bytes": each.size,
            "sha256": each.sha256,
            "added_on": each.uploaded_at.astimezone(LONDON).date().isoformat(),
        }
        for each in consultation.documents.all()
        if each.withdrawn_at is None and each.is_checked
    ]


def _changes(consultation: Consultation, on: date) -> list[dict[str, Any]]:
    return [
        {
            "kind": each.kind,
            "changed_on": each.changed_on.isoformat(),
            "old_closes_on": each.old_closes_on.isoformat() if each.old_closes_on else None,
            "new_closes_on": each.new_closes_on.isoformat() if each.new_closes_on else None,
            "reason": each.reason,
        }
        for each in consultation.changes.all()
    ]


def _spans(consultation: Consultation, on: date) -> list[dict[str, Any]]:
    return [
        {"opens_on": each.opens_on.isoformat(), "closes_on": each.closes_on.isoformat()}
        for each in consultation.spans.all()
    ]


def _promises(consultation: Consultation, on: date) -> list[dict[str, Any]]:
    return [_promise(each) for each in consultation.act.checks.all()]


def _promise(check: Check) -> dict[str, Any]:
    provision = check.rule.provision
    return {
        "compact": provision.compact.slug,
        "clause": provision.ref,
        "is_about_length": check.rule.type == LENGTH,
        "outcome": check.outcome,
        "reason": check.reason,
        "date_asked_for": check.due_on.isoformat() if check.due_on else None,
    }


FIELDS = [
    Field("id", "Number of the record. It never changes.", _attribute("pk")),
    Field("reference", "The area's own reference.", lambda c, on: c.act.reference),
    Field("title", "What it is called.", lambda c, on: c.act.title),
    Field("url", "Its public page.", lambda c, on: settings.SITE_URL + public_path(c)),
    Field("area", "Slug of the area.", lambda c, on: c.act.area.slug),
    Field("area_name", "Name of the area.", lambda c, on: c.act.area.name),
    Field("area_gss_code", "GSS code of the area.", lambda c, on: c.act.area.gss_code),
    Field("lead", "The body that asks.", lambda c, on: c.act.responsible.name),
    Field(
        "stage",
        "As at the day of asking: forthcoming, open, awaiting, answered or cancelled.",
        lambda c, on: str(c.stage_on(on)),
    ),
    Field("summary", "What is asked.", _attribute("summary")),
    Field("level", "Level of engagement, such as consultation.", _attribute("level")),
    Field("formal_written", "true, false, or null where not known.", _attribute("formal_written")),
    Field("how_to_respond", "How to respond.", _attribute("how_to_respond")),
    Field("announced_on", "Day of the announcement.", _iso("announced_on")),
    Field("opens_on", "First day for responses.", _iso("opens_on")),
    Field("documents_complete_on", "Day from which all papers could be had.",
          _iso("documents_complete_on")),
    Field("closes_on", "Last day for responses, the first time it was open.", _iso("closes_on")),
    Field("last_closes_on", "The same of the last time it was open.", _iso("last_closes_on")),
    Field("closes_at", "The last minute of last_closes_on, in London.",
          lambda c, on: closes_at(c.last_closes_on)),
    Field("opened_again", "Further times for responses.", _spans),
    Field("length_days", "Days from opening to closing.", _attribute("length_days")),
    Field("real_days", "Days the sector really had, with all papers and having been told.",
          _attribute("real_days")),
    Field("explanation", "Why it departs from the compact, where it does.",
          _attribute("explanation")),
    Field("feedback_expected_on", "Day promised for feedback.", _iso("feedback_expected_on")),
    Field("decision_expected_on", "Day expected for the decision.", _iso("decision_expected_on")),
    Field("feedback_on", "Day on which feedback was published.", _iso("feedback_on")),
    Field("cancelled_on", "Day on which it was cancelled.", _iso("cancelled_on")),
    Field("date_changes", "What moved its dates.", _changes),
    Field("documents", "Its papers.", _documents),
    Field("promises", "The clauses that apply, and whether each is kept.", _promises),
]  # fmt: skip
INNER = [
    ("date_changes", "kind (extended, cut_short, reopened or cancelled), changed_on, old_closes_on, "
     "new_closes_on, reason"),
    ("documents", "title, url, bytes, added_on"),
    ("opened_again", "opens_on, closes_on"),
    ("promises", "compact, clause, is_about_length, outcome, reason, date_asked_for"),
]  # fmt: skip
DOCUMENTED = [(field.name, field.says) for field in FIELDS]
WITH = (
    "changes",
    "documents",
    "act__checks__rule__provision__compact",
)
"""What the fields read beside the row itself, for prefetching."""


def data_of(consultation: Consultation, on: date) -> dict[str, Any]:
    return {field.name: field.value(consultation, on) for field in FIELDS}


def envelope(rows: list[dict[str, Any]], at: datetime, **more: Any) -> dict[str, Any]:
    return {
        "version": VERSION,
        "generated_at": at.isoformat(timespec="seconds"),
        "fields": settings.SITE_URL + reverse("consultations:public_data"),
        **more,
        "consultations": rows,
    }
