"""Closing days for anybody's calendar: all-day events that keep their identity when a day moves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from consultations.models import Consultation
from consultations.public.found import public_path
from consultations.public.words import closing

ONE_DAY = timedelta(days=1)
KEPT_AFTER_CLOSE = timedelta(days=365)
MOST = 500


def host() -> str:
    """The site's own name: identities of events and entries carry it."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def calendar_of(consultations: Iterable[Consultation], *, name: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Local compacts//Consultations//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-published-ttl", "PT6H")
    for consultation in consultations:
        for event in _events(consultation):
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(consultation: Consultation) -> Iterator[Event]:
    """The close, and that of each further time for answers, each an event of its own."""
    if consultation.closes_on is not None:
        yield _event(consultation, consultation.closes_on, "closes")
    for span in consultation.spans.all():
        yield _event(consultation, span.closes_on, f"closes-again-{span.opens_on:%Y%m%d}")


def _event(consultation: Consultation, day: date, what: str) -> Event:
    act = consultation.act
    url = settings.SITE_URL + public_path(consultation)
    event = Event()
    event.add("uid", f"consultation-{consultation.pk}-{what}@{host()}")
    event.add("dtstamp", changed_at(consultation))
    event.add("last-modified", changed_at(consultation))
    # Calendars take a moved day over only where this number has grown.
    event.add("sequence", act.version)
    event.add("dtstart", day)
    # In iCalendar the end of an all-day event is the first day that is not part of it.
    event.add("dtend", day + ONE_DAY)
    event.add("summary", f"Closes at 23:59: {act.title}")
    event.add("description", f"{act.responsible}, {act.area}. Closes {closing(day)}.\n{url}")
    event.add("url", url)
    # A closing day does not make anybody busy.
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if consultation.cancelled_on else "CONFIRMED")
    return event


def changed_at(consultation: Consultation) -> datetime:
    """When its days were last set: the publication, or the last change since."""
    moments = [
        consultation.act.recorded_at,
        *(each.changed_at for each in consultation.changes.all()),
    ]
    return max(moments)
