"""The public lists: each stage its own, searched and filtered, in a constant number of queries."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from commitments.corrections import void_row
from consultations.actions.changes import cancel_consultation
from consultations.models import Consultation
from organisations.models import Role
from tests import cast
from tests.consultations.made import TODAY, draft, published
from tests.html import one_line

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)
TABS = ["", "forthcoming", "awaiting-feedback", "answered", "cancelled", "all"]


def listed(client: Client, tab: str = "", **asked: str) -> str:
    answer = client.get(reverse("consultations:public", args=[tab] if tab else []), asked)
    assert answer.status_code == 200
    return one_line(answer)


@pytest.fixture
def one_of_each(officer, lead) -> None:
    def made(title, opens, closes):
        return published(officer, lead, title, opens_on=TODAY + opens, closes_on=TODAY + closes)

    made("Ahead of us", 2 * WEEK, 14 * WEEK)
    made("Open now", -WEEK, 11 * WEEK)
    made("Waiting for word", -14 * WEEK, -2 * WEEK)
    told = made("Said and done", -20 * WEEK, -8 * WEEK)
    Consultation.objects.filter(pk=told.pk).update(feedback_on=TODAY - WEEK)
    dropped = made("Dropped", -2 * WEEK, 10 * WEEK)
    reason = "Nothing is left to decide."
    cancel_consultation(
        consultation=dropped, reason=reason, by=officer, on=TODAY, at=cast.at(TODAY)
    )


STAGES = {
    "": "Open now",
    "forthcoming": "Ahead of us",
    "awaiting-feedback": "Waiting for word",
    "answered": "Said and done",
    "cancelled": "Dropped",
}


@pytest.mark.usefixtures("one_of_each")
@pytest.mark.parametrize("tab", STAGES)
def test_each_list_shows_its_own_stage(client, tab):
    page = listed(client, tab)
    assert [title for title in STAGES.values() if title in page] == [STAGES[tab]]
    assert "All (5)" in page


@pytest.mark.usefixtures("one_of_each")
def test_all_of_them_together(client):
    page = listed(client, "all")
    assert all(title in page for title in STAGES.values())


def test_drafts_and_voided_ones_are_not_there(client, officer, lead):
    planned = draft(officer, lead, "Secret plan", opens_on=TODAY, closes_on=TODAY + WEEK)
    wrong = published(officer, lead, "Entered twice")
    void_row(wrong, reason="Twice.", by=officer, on=TODAY, at=cast.at(TODAY))
    for tab in TABS:
        page = listed(client, tab)
        assert "Secret plan" not in page
        assert "Entered twice" not in page
    for hidden in (planned, wrong):
        for name in ("public_page", "public_feed", "public_calendar", "public_json"):
            answer = client.get(reverse(f"consultations:{name}", args=["thurrock", hidden.pk]))
            assert answer.status_code == 404
    data = client.get(reverse("consultations:public_json")).json()
    assert data["consultations"] == []


def test_search_and_filters(client, officer, lead):
    published(officer, lead, "Library hours", summary="When the doors open")
    published(officer, lead, "Bus routes", formal_written=False)
    assert "Bus routes" not in listed(client, q="doors library")
    assert "Library hours" in listed(client, q="doors library")
    assert "Library hours" not in listed(client, formal="no")
    assert "Bus routes" in listed(client, formal="no", lead=str(lead.pk), area="thurrock")
    assert "Bus routes" not in listed(client, area="stockton")
    assert "Open (0)" in listed(client, area="stockton")
    assert "?formal=no" in listed(client, formal="no")


def test_queries_do_not_grow_with_the_rows(
    client, officer, lead, django_assert_max_num_queries, django_assert_num_queries
):
    published(officer, lead, "First")
    address = reverse("consultations:public", args=["all"])
    with django_assert_max_num_queries(12) as few:
        client.get(address)
    for number in range(7):
        published(officer, lead, f"Number {number}")
    with django_assert_num_queries(len(few)):
        client.get(address)
    for name in ("public_json", "public_calendar", "public_feed"):
        with django_assert_max_num_queries(14):
            client.get(reverse(f"consultations:{name}"))


def test_a_csv_of_what_is_shown(client, officer, lead):
    published(officer, lead, "Library hours")
    answer = client.get(reverse("consultations:public"), {"format": "csv"})
    text = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content
    assert "Library hours" in str(text)
    assert "2025-09-08" in str(text)


def test_a_day_left_and_the_last_day(client, officer, lead):
    published(officer, lead, "Soon", opens_on=TODAY, closes_on=TODAY)
    published(officer, lead, "Sooner or later", opens_on=TODAY, closes_on=TODAY + timedelta(1))
    page = listed(client)
    assert "Last day" in page
    assert "1 day left" in page
    assert "Monday 16 June 2025" in page


@pytest.mark.slow
def test_nobody_is_named(client, officer, lead):
    """Posts and bodies, and no address of anybody."""
    cast.person(Role.READ_ONLY, lead, "jo.bloggs@council.example")
    made = published(officer, lead, "Library hours")
    for name in ("public_page", "public_feed", "public_calendar", "public_json"):
        text = one_line(client.get(reverse(f"consultations:{name}", args=["thurrock", made.pk])))
        assert officer.email not in text
        assert "@test.example" not in text
        assert "bloggs" not in text
