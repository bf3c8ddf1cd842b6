"""The public page of a consultation: its days, the promise, what changed, and what came of it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from commitments.corrections import correct_facts
from consultations.actions.changes import (
    cancel_consultation,
    cut_short,
    extend_consultation,
    reopen_consultation,
)
from consultations.models import Consultation
from tests import cast
from tests.consultations.made import TODAY, published, response
from tests.html import one_line

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)


def page_of(client, consultation) -> str:
    address = reverse("consultations:public_page", args=["thurrock", consultation.pk])
    answer = client.get(address)
    assert answer.status_code == 200
    return one_line(answer)


def test_countdown_names_weekday_date_and_minute(client, officer, lead):
    made = published(officer, lead, opens_on=date(2014, 11, 28), closes_on=date(2015, 2, 20))
    with time_machine.travel(cast.at(date(2015, 2, 8)), tick=False):
        page = page_of(client, made)
        assert "12 days left, closes Friday 20 February 2015 at 23:59 (London time)" in page
    with time_machine.travel("2015-02-20T23:58:00Z", tick=False):
        assert "Last day left, closes today" not in page_of(client, made)
        assert "Last day, closes today, Friday 20 February 2015 at 23:59" in page_of(client, made)
    with time_machine.travel("2015-02-21T00:01:00Z", tick=False):
        assert "Closed Friday 20 February 2015 at 23:59" in page_of(client, made)


def test_the_closing_day_ends_at_midnight_in_london_in_summer_too(client, officer, lead):
    made = published(officer, lead, opens_on=TODAY, closes_on=TODAY + WEEK)
    with time_machine.travel("2025-06-23T22:58:00Z", tick=False):  # 23:58 in London
        assert "Last day, closes today" in page_of(client, made)
    with time_machine.travel("2025-06-23T23:01:00Z", tick=False):  # 00:01 in London
        assert "Closed Monday 23 June 2025" in page_of(client, made)


def test_forthcoming_awaiting_and_answered_say_what_comes_next(client, officer, lead):
    ahead = published(officer, lead, "Ahead", opens_on=TODAY + WEEK, closes_on=TODAY + 13 * WEEK)
    assert "Opens in 7 days, on Monday 23 June 2025" in page_of(client, ahead)
    closed = published(
        officer, lead, "Closed", opens_on=TODAY - 14 * WEEK, closes_on=TODAY - 2 * WEEK,
        feedback_expected_on=TODAY - timedelta(days=3),
    )  # fmt: skip
    page = page_of(client, closed)
    assert "Feedback was promised for Friday 13 June 2025, 3 days ago" in page
    Consultation.objects.filter(pk=closed.pk).update(feedback_on=TODAY)
    assert "Feedback was published on Monday 16 June 2025" in page_of(client, closed)


def test_the_time_the_sector_really_had(client, officer, lead):
    made = published(officer, lead, documents_complete_on=TODAY + WEEK)
    page = page_of(client, made)
    assert "From opening to closing: 84 days" in page
    assert "Time the sector really had: 77 days" in page


def test_the_promise_is_quoted_with_its_working(client, officer, lead):
    page = page_of(client, published(officer, lead, closes_on=TODAY + 4 * WEEK))
    assert "clause 2.4" in page
    assert "conduct 12-week formal written consultations" in page
    assert "At risk" in page
    assert "Monday 8 September 2025" in page
    assert "See the working" in page
    assert "recorded by" not in page


def test_every_change_of_dates_stays_to_be_read(client, officer, lead):
    made = published(officer, lead)
    close = made.closes_on
    said = {"by": officer, "on": TODAY, "at": cast.at(TODAY)}
    extend_consultation(consultation=made, closes_on=close + WEEK, reason="More time.", **said)
    cut_short(consultation=made, closes_on=close - WEEK, reason="Less time.", **said)
    made.refresh_from_db()
    made.act.refresh_from_db()
    correct_facts(made, {"opens_on": TODAY + timedelta(1)}, reason="A misprint.",
        version=made.act.version, **said,
    )  # fmt: skip
    page = page_of(client, made)
    for words in ("More time.", "Less time.", "A misprint.", "“Opens on” corrected"):
        assert words in page
    assert "Monday 15 September 2025" in page
    assert "Tuesday 17 June 2025" in page


def test_cancelled_and_opened_again(client, officer, lead):
    said = {"by": officer, "on": TODAY, "at": cast.at(TODAY)}
    made = published(officer, lead, "Given up")
    cancel_consultation(consultation=made, reason="No money.", **said)
    page = page_of(client, made)
    assert "Cancelled on Monday 16 June 2025" in page
    assert "No money." in page
    twice = published(
        officer, lead, "Twice", opens_on=TODAY - 14 * WEEK, closes_on=TODAY - 2 * WEEK
    )
    reopen_consultation(
        consultation=twice, opens_on=TODAY, closes_on=TODAY + WEEK, reason="Asked for.", **said
    )
    page = page_of(client, twice)
    assert "7 days left, closes Monday 23 June 2025" in page
    assert "It was opened again after its close" in page


def test_responses_are_counted_and_shown_with_consent_alone(client, officer, lead, member, charity):
    made = published(officer, lead)
    kept = response(made, member, charity, text="Keep this to yourselves.")
    assert "Keep this to yourselves." not in page_of(client, made)
    kept.published_on = TODAY
    kept.save()
    page = page_of(client, made)
    assert "Keep this to yourselves." in page
    assert member.email not in page


def test_a_member_may_respond_from_it(client, member, officer, lead):
    made = published(officer, lead)
    client.force_login(member)
    assert "Respond here" in page_of(client, made)


def test_the_address_names_the_right_area(client, officer, lead):
    made = published(officer, lead)
    wrong = reverse("consultations:public_page", args=["stockton", made.pk])
    assert client.get(wrong).status_code == 404


def test_links_to_feed_calendar_and_data(client, officer, lead):
    made = published(officer, lead)
    page = page_of(client, made)
    for kind in ("application/atom+xml", "text/calendar", "application/json"):
        assert f'<link rel="alternate" type="{kind}"' in page
