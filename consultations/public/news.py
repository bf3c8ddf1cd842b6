"""What is worth telling about a consultation, read from the log: the feeds and the e-mails share it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from audit.models import Event
from commitments.models import Act
from consultations.models import Consultation
from consultations.presenters import in_full
from consultations.public.found import public_rows
from consultations.public.promises import DATE_FACTS
from consultations.public.words import closing
from organisations.models import Area
from pages.shown import as_date

PUBLISHED = "consultation.published"
CORRECTED = "act.corrected"
HAPPENED = {
    PUBLISHED: "published",
    "consultation.extended": "closes later",
    "consultation.cut_short": "closes earlier",
    "consultation.reopened": "opens again",
    "consultation.cancelled": "cancelled",
    "feedback.published": "feedback published",
    CORRECTED: "dates changed",
}
DOCUMENT = "consultation.document_added"
FOR_FEEDS = {**HAPPENED, DOCUMENT: "document added"}
MOST = 50
# More than are shown: drafts' papers, corrections of no date and voided ones fall away.
LOOKED_AT = 400


@dataclass(frozen=True, slots=True)
class News:
    """One thing that happened to a public consultation, in words."""

    event: Event
    consultation: Consultation
    title: str
    lines: list[str]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def latest_news(area: Area | None = None, consultation: Consultation | None = None) -> list[News]:
    """The newest first. Of all, of one area, or of one consultation."""
    events = Event.objects.filter(verb__in=FOR_FEEDS)
    if consultation is not None:
        # A correction is an event of the act; everything else is one of the consultation.
        act = Event.objects.about(Act(pk=consultation.act_id))
        events = events & (Event.objects.about(consultation) | act)
    elif area is not None:
        events = events.filter(chain=area.slug)
    return told(events.order_by("-pk")[:LOOKED_AT])[:MOST]


def told(events: Iterable[Event]) -> list[News]:
    """Those of the events that are news of a consultation that is public now, in the same order."""
    events = [each for each in events if each.verb != CORRECTED or _dates_in(each)]
    by_pk = {
        each.subject_id for each in events if each.subject_type == "consultations.consultation"
    }
    by_act = {each.subject_id for each in events if each.subject_type == "commitments.act"}
    rows = public_rows()
    found = {("consultations.consultation", row.pk): row for row in rows.filter(pk__in=by_pk)}
    found |= {("commitments.act", row.act_id): row for row in rows.filter(act__in=by_act)}
    return [
        news_of(event, found[event.subject_type, event.subject_id])
        for event in events
        if (event.subject_type, event.subject_id) in found
        and not _while_a_draft(event, found[event.subject_type, event.subject_id])
    ]


def _while_a_draft(event: Event, consultation: Consultation) -> bool:
    """Papers that were there when it was published are no news of their own."""
    return event.verb == DOCUMENT and event.at <= consultation.act.recorded_at


def news_of(event: Event, consultation: Consultation) -> News:
    happened = FOR_FEEDS[event.verb]
    return News(
        event, consultation, f"{consultation}: {happened}", list(_lines(event, consultation))
    )


def _lines(event: Event, consultation: Consultation) -> Iterable[str]:
    act, detail = consultation.act, event.detail
    yield f"{act.responsible}, {act.area}. Reference {act.reference}."
    match event.verb:
        case "consultation.published":
            facts = detail.get("facts", {})
            yield f"Opens: {_day(facts.get('opens_on'))}."
            yield f"Closes: {closing(as_date(facts.get('closes_on')))}."
        case "consultation.extended" | "consultation.cut_short":
            yield f"It was to close {closing(as_date(detail.get('old')))}."
            yield f"It now closes {closing(as_date(detail.get('new')))}."
        case "consultation.reopened":
            yield f"It opens again on {_day(detail.get('opens_on'))}."
            yield f"It then closes {closing(as_date(detail.get('new')))}."
        case "consultation.cancelled":
            yield f"It was cancelled on {_day(detail.get('on'))}."
        case "consultation.document_added":
            yield f"Document: {detail.get('title', '')}."
        case "feedback.published":
            yield "What was said, and what was done about it, is on the page."
        case "act.corrected":
            for fact, (old, new) in _dates_in(event).items():
                yield f"{DATE_FACTS[fact]}: {_day(old)}, now {_day(new)}."
    if detail.get("reason"):
        yield f"Reason: {detail['reason']}"


def _dates_in(event: Event) -> dict[str, Any]:
    """The dates that a correction moved, each with its old and its new value."""
    changed = event.detail.get("changed", {})
    return {fact: both for fact, both in changed.items() if fact in DATE_FACTS}


def _day(iso: str | None) -> str:
    day: date | None = as_date(iso)
    return in_full(day) if day else "not set"
