"""The list of an area: what it shows, to whom, and in how many queries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from consultations.models import Span
from organisations.models import Organisation
from tests.consultations.made import TODAY, WEEKS_12, draft, published, response
from tests.html import one_line

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
URL = "/areas/thurrock/consultations/"


def csv_of(client: Client, query: str = "") -> list[str]:
    answer = client.get(f"{URL}?format=csv&{query}")
    return b"".join(answer.streaming_content).decode().strip().splitlines()[1:]


def test_register_shows_members_what_is_published(
    as_officer: Client, as_member: Client, officer: User, lead: Organisation
) -> None:
    draft(officer, lead, "Still a draft")
    published(officer, lead)
    assert "Still a draft" in one_line(as_officer.get(URL))
    seen = one_line(as_member.get(URL))
    assert "Still a draft" not in seen
    assert "Library hours" in seen
    assert "Only the compact officer of Thurrock" in seen


def test_register_of_another_area_is_not_there(as_stranger: Client) -> None:
    assert as_stranger.get(URL).status_code == 404


def test_register_filters_and_hands_out_the_same_rows(
    as_officer: Client, officer: User, lead: Organisation
) -> None:
    published(officer, lead, "Now")
    published(officer, lead, "Soon", opens_on=TODAY + DAY, closes_on=TODAY + DAY + WEEKS_12)
    published(officer, lead, "Over", opens_on=TODAY - 99 * DAY, closes_on=TODAY - 9 * DAY)
    published(officer, lead, "Short", opens_on=TODAY - 30 * DAY, closes_on=TODAY - 9 * DAY)
    assert len(csv_of(as_officer)) == 4
    for query, titles in [
        ("stage=open", {"Now"}),
        ("stage=forthcoming", {"Soon"}),
        ("stage=awaiting", {"Over", "Short"}),
        ("finding=breach", {"Short"}),
        (f"opens_from={TODAY.isoformat()}", {"Now", "Soon"}),
        (f"closes_to={(TODAY - 9 * DAY).isoformat()}", {"Over", "Short"}),
        (f"lead={lead.pk}&q=now", {"Now"}),
    ]:
        assert {line.split(",")[0] for line in csv_of(as_officer, query)} == titles, query
        assert as_officer.get(f"{URL}?{query}").context["listing"].count == len(titles)


def test_register_and_page_take_as_many_queries_for_three_as_for_one(
    as_officer: Client, officer: User, member: User, lead: Organisation, charity: Organisation,
    django_assert_num_queries,
) -> None:  # type: ignore[no-untyped-def]  # fmt: skip
    made = published(officer, lead)
    response(made, member, charity)
    as_officer.get(URL)
    with django_assert_num_queries(10):
        as_officer.get(URL)
    for number in range(2):
        another = published(officer, lead, f"No {number}")
        response(another, member, charity)
    with django_assert_num_queries(10):
        as_officer.get(URL)


def test_responses_take_as_many_queries_for_three_as_for_one(
    as_officer: Client, officer: User, member: User, lead: Organisation, charity: Organisation,
    django_assert_max_num_queries,
) -> None:  # type: ignore[no-untyped-def]  # fmt: skip
    made = published(officer, lead)
    url = reverse("consultations:responses", args=[made.pk])
    response(made, member, charity)
    as_officer.get(url)
    with django_assert_max_num_queries(99) as once:
        as_officer.get(url)
    response(made, member, charity)
    response(made, member, charity)
    with django_assert_max_num_queries(99) as thrice:
        as_officer.get(url)
    assert len(thrice) == len(once)


@pytest.mark.parametrize("stage", ["forthcoming", "open", "awaiting", "answered"])
def test_register_counts_its_stages(
    as_officer: Client, officer: User, lead: Organisation, stage: str
) -> None:
    published(officer, lead)
    counts = {each["stage"]: each["number"] for each in as_officer.get(URL).context["counts"]}
    assert counts[stage] == (1 if stage == "open" else 0)


def test_register_shows_the_close_that_counts(
    as_officer: Client, officer: User, lead: Organisation
) -> None:
    made = published(officer, lead, opens_on=TODAY - 99 * DAY, closes_on=TODAY - 9 * DAY)
    last = TODAY + 9 * DAY
    Span.objects.create(consultation=made, opens_on=TODAY, closes_on=last, announced_on=TODAY)
    [line] = csv_of(as_officer, f"closes_from={TODAY.isoformat()}")
    assert last.isoformat() in line
    assert "Open" in line
