"""Atom, calendars and data, read back by what reads them."""

from datetime import date, timedelta

import pytest
from defusedxml import ElementTree
from django.urls import reverse
from icalendar import Calendar

from commitments.corrections import void_row
from consultations.actions.changes import cancel_consultation, extend_consultation
from consultations.public.open_data import DOCUMENTED
from tests import cast
from tests.consultations.made import TODAY, published
from tests.html import one_line

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
WEEK = timedelta(weeks=1)


def entries(client, *args):
    answer = client.get(reverse("consultations:public_feed", args=args))
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.content)
    return [
        {part.tag.removeprefix(ATOM): part.text for part in entry}
        for entry in feed.findall(f"{ATOM}entry")
    ]


def events(client, *args):
    answer = client.get(reverse("consultations:public_calendar", args=args))
    assert answer["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_feed_tells_what_happened_newest_first(client, officer, lead):
    made = published(officer, lead, "Library <b>hours</b>")
    before = [each["id"] for each in entries(client)]
    extend_consultation(
        consultation=made, closes_on=made.closes_on + WEEK, reason="Asked & granted <soon>.",
        by=officer, on=TODAY, at=cast.at(TODAY),
    )  # fmt: skip
    for args in ([], ["thurrock"], ["thurrock", made.pk]):
        told = entries(client, *args)
        assert [each["title"].partition(": ")[2] for each in told] == ["closes later", "published"]
        assert told[1]["id"] == before[0]
        assert "Monday 15 September 2025 at 23:59" in told[0]["summary"]
        assert "Asked &amp; granted &lt;soon&gt;." in told[0]["summary"]
    assert entries(client, "stockton") == []


def test_feed_drops_what_is_voided(client, officer, lead):
    made = published(officer, lead)
    void_row(made, reason="Twice.", by=officer, on=TODAY, at=cast.at(TODAY))
    assert entries(client) == []


def test_calendar_keeps_its_event_when_the_day_moves(client, officer, lead):
    made = published(officer, lead)
    (first,) = events(client)
    assert first["dtstart"].dt == date(2025, 9, 8)
    assert first["dtend"].dt == date(2025, 9, 9)
    said = {"by": officer, "on": TODAY, "at": cast.at(TODAY)}
    extend_consultation(
        consultation=made, closes_on=made.closes_on + WEEK, reason="More time.", **said
    )
    (moved,) = events(client, "thurrock", made.pk)
    assert moved["uid"] == first["uid"]
    assert moved["sequence"] > first["sequence"]
    assert moved["dtstart"].dt == date(2025, 9, 15)
    assert "Monday 15 September 2025 at 23:59 (London time)" in moved["description"]
    cancel_consultation(consultation=made, reason="Given up.", **said)
    (gone,) = events(client, "thurrock")
    assert gone["status"] == "CANCELLED"
    assert events(client, "stockton") == []


def test_data_is_what_is_documented(client, officer, lead):
    made = published(officer, lead, closes_on=TODAY + 4 * WEEK)
    data = client.get(reverse("consultations:public_json")).json()
    assert data["version"] == "1"
    assert (data["count"], data["next"]) == (1, None)
    (row,) = data["consultations"]
    assert list(row) == [name for name, _ in DOCUMENTED]
    assert row["closes_on"] == "2025-07-14"
    assert row["closes_at"] == "2025-07-14T23:59:00+01:00"
    assert row["stage"] == "open"
    assert row["url"].endswith(f"/consultations/thurrock/{made.pk}/")
    (length,) = [each for each in row["promises"] if each["is_about_length"]]
    assert (length["clause"], length["outcome"]) == ("2.4", "at_risk")
    page = one_line(client.get(reverse("consultations:public_data")))
    assert all(f">{name}<" in page for name, _ in DOCUMENTED)
    one = client.get(reverse("consultations:public_json", args=["thurrock", made.pk])).json()
    assert one["consultations"] == [row]


def test_data_is_narrowed_and_paged(client, officer, lead, monkeypatch):
    monkeypatch.setattr("consultations.public.views.files.PAGE_SIZE", 2)
    for number in range(3):
        published(officer, lead, f"Number {number}")
    address = reverse("consultations:public_json")

    def ask(**asked):
        return client.get(address, asked).json()

    first = ask(area="thurrock", stage="open")
    assert (first["count"], len(first["consultations"])) == (3, 2)
    assert "page=2" in first["next"]
    assert "area=thurrock" in first["next"]
    assert ask(page="2")["next"] is None
    assert ask(stage="answered")["count"] == 0
    assert ask(stage="nonsense")["count"] == 0
    assert ask(area="nowhere\0")["count"] == 0
