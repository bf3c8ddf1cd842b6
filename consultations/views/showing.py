"""How a consultation is shown on pages and in lists: its tag, its days in words, its story."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format

from audit.models import Event
from commitments.models import Act, CheckQuerySet
from commitments.proofs import Proof, proof_of
from consultations.models import Consultation
from consultations.states import Stage
from rules.words import facts_in_words

COLOURS = {
    Stage.DRAFT: "grey",
    Stage.FORTHCOMING: "blue",
    Stage.OPEN: "green",
    Stage.AWAITING: "orange",
    Stage.ANSWERED: "teal",
    Stage.CANCELLED: "magenta",
    Stage.VOIDED: "grey",
}
TITLES = {
    "consultation.drafted": "Planning began",
    "consultation.published": "Published",
    "consultation.imported": "Imported from a spreadsheet",
    "consultation.extended": "Extended",
    "consultation.cut_short": "Cut short",
    "consultation.reopened": "Opened again",
    "consultation.cancelled": "Cancelled",
    "consultation.document_added": "Document added",
    "consultation.document_removed": "Document withdrawn",
    "consultation.checklist": "Checklist answered",
    "feedback.published": "Feedback published",
    "feedback.changed": "Feedback changed",
    "act.corrected": "Facts corrected",
    "act.voided": "Record voided",
}
NOT_TOLD = ("consultation.corrected", "consultation.voided")


def stage_tag(stage: str) -> tuple[str, str]:
    return Stage(stage).label, COLOURS[Stage(stage)]


def in_full(day: date | None) -> str:
    """Friday 20 February 2015; nothing for nothing."""
    return date_format(day, "l j F Y") if day else ""


def closing_words(consultation: Consultation, on: date) -> str:
    """The last day for responses with its weekday, and that it counts to its end."""
    last = consultation.last_closes_on
    if last is None:
        return "No closing date has been set yet."
    over = last < on
    verb = "It closed at the end of" if over else "Responses count until the end of"
    return f"{verb} {in_full(last)}, 23:59 London time."


def proofs_of(checks: CheckQuerySet, on: date) -> list[Proof]:
    """Each check with its working, in the order of the clauses."""
    ordered = (
        checks.select_related(
            "rule__provision__compact", "responsible", "act__recorded_by", "breach"
        )
        .prefetch_related("act__corrections__corrected_by")
        .order_by("rule__provision__position", "rule__position")
    )
    return [proof_of(check, on) for check in ordered]


def story_of(consultation: Consultation) -> list[dict[str, Any]]:
    """What happened, oldest first. Drafting is nobody else's business once it is published."""
    events = Event.objects.about(consultation) | Event.objects.about(Act(pk=consultation.act_id))
    return [
        {
            "at": event.at,
            "title": TITLES.get(event.verb, event.verb.replace(".", " ").capitalize()),
            "by": event.actor_post or "The system",
            "text": "\n".join(_told(event.detail)),
        }
        for event in events.order_by("number")
        if event.verb not in NOT_TOLD
    ]


def _told(detail: dict[str, Any]) -> list[str]:
    told = []
    if detail.get("old") and detail.get("new"):
        told.append(f"From {_day(detail['old'])} to {_day(detail['new'])}.")
    for fact, both in detail.get("changed", {}).items():
        if all(isinstance(each, str) for each in both):
            told.append(
                f"{facts_in_words([fact]).capitalize()}: {_said(both[0])}, now {_said(both[1])}."
            )
    if detail.get("reason"):
        told.append(str(detail["reason"]))
    if "facts" not in detail and detail.get("title"):
        told.append(str(detail["title"]))
    return told


def _said(text: str) -> str:
    if not text:
        return "not given"
    try:
        return _day(text)
    except ValueError:
        return text


def _day(iso: str) -> str:
    return in_full(date.fromisoformat(iso))
