"""The planning pages: one way through, what is refused, and nothing typed is lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.models import User
from commitments.models import Act
from consultations.forms.planning import PAGES
from consultations.models import Consultation
from organisations.models import Organisation
from tests import cast
from tests.consultations.made import TODAY, WEEKS_12, draft, outcomes, published
from tests.html import filled_in, one_line

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = date(2025, 7, 7)


def parts(name: str, day: date) -> dict[str, str]:
    return {f"{name}_0": str(day.day), f"{name}_1": str(day.month), f"{name}_2": str(day.year)}


ANSWERS = {
    "purpose": {"why": "To learn", "decided_by": "Cabinet"},
    "matters": {"open_to_change": "Hours", "not_open_to_change": "The budget"},
    "people": {"audiences": "Readers"},
    "methods": {"method_1": "Survey", "reason_1": "Reaches many"},
    "effect": {"formal_written": "yes", "effect_on_sector": "Two groups use the rooms."},
    "dates": {**parts("opens_on", LATER), **parts("closes_on", LATER + WEEKS_12)},
    "explanation": {},
    "records": {"record-social_impact_considered": "In the report"},
}


def post(client: Client, made: Consultation, page: str, answers: dict[str, str], **more: str):  # type: ignore[no-untyped-def]
    made.act.refresh_from_db()
    said = {"version": str(made.act.version), "go": "continue", **answers, **more}
    return client.post(reverse("consultations:draft", args=[made.pk, page]), said)


def test_way_through_ends_published(as_officer: Client, lead: Organisation) -> None:
    answer = as_officer.post(
        reverse("consultations:new", args=["thurrock"]),
        {"title": "Library hours", "lead": lead.pk, "level": "consultation", "summary": "Hours"},
    )
    made = Consultation.objects.get()
    assert answer["Location"] == reverse("consultations:draft", args=[made.pk, "purpose"])
    for page, following in zip(PAGES[1:], [*PAGES[2:], "check"], strict=True):
        answer = post(as_officer, made, page, ANSWERS[page])
        assert answer.status_code == 302, one_line(answer)
        assert following in answer["Location"]
    check = as_officer.get(answer["Location"])
    assert "Monday 29 September 2025" in one_line(check)
    made.act.refresh_from_db()
    answer = as_officer.post(
        reverse("consultations:publish", args=[made.pk]), {"version": made.act.version}
    )
    assert answer["Location"] == made.get_absolute_url()
    assert Act.objects.get(pk=made.act_id).state == "live"
    assert outcomes(made)["2.4"] == "on_track"
    page = one_line(as_officer.get(made.get_absolute_url()))
    assert "Responses count until the end of Monday 29 September 2025, 23:59 London time." in page
    assert "Why this date?" in page


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens(as_officer: Client, officer: User, lead: Organisation, page: str) -> None:
    made = draft(officer, lead, opens_on=TODAY, closes_on=TODAY + DAY, formal_written=True)
    assert as_officer.get(reverse("consultations:draft", args=[made.pk, page])).status_code == 200
    live = published(officer, lead, "Another")
    assert as_officer.get(reverse("consultations:correct", args=[live.pk, page])).status_code == 200


@pytest.mark.parametrize("who", ["as_member", "as_stranger"])
def test_pages_of_a_draft_are_not_there_for_others(
    request: pytest.FixtureRequest, officer: User, lead: Organisation, who: str
) -> None:
    client, made = request.getfixturevalue(who), draft(officer, lead)
    for name, args in [
        ("consultation", [made.pk]), ("draft", [made.pk, "dates"]), ("draft_check", [made.pk]),
        ("draft_discard", [made.pk]), ("documents", [made.pk]), ("corrections", [made.pk]),
        ("checklist", [made.pk, "gunning"]), ("responses", [made.pk]), ("feedback", [made.pk]),
    ]:  # fmt: skip
        assert client.get(reverse(f"consultations:{name}", args=args)).status_code == 404
    for name in ("publish", "draft_plan"):
        assert client.post(reverse(f"consultations:{name}", args=[made.pk])).status_code == 404


def test_planning_is_refused_to_the_other_sector(as_member: Client) -> None:
    answer = as_member.get(reverse("consultations:new", args=["thurrock"]))
    assert answer.status_code == 403
    assert "officers of its public bodies" in one_line(answer)


def test_planning_in_another_area_is_not_there(as_stranger: Client) -> None:
    assert as_stranger.get(reverse("consultations:new", args=["thurrock"])).status_code == 404


def test_dates_in_the_wrong_order_are_named(
    as_officer: Client, officer: User, lead: Organisation
) -> None:
    made = draft(officer, lead)
    said = {**parts("opens_on", LATER), **parts("closes_on", LATER - DAY)}
    page = one_line(post(as_officer, made, "dates", said))
    assert "It cannot close before it opens" in page
    assert 'value="6"' in page


def test_the_drafts_own_page_says_which_answer_is_not_right(
    as_officer: Client, officer: User, lead: Organisation
) -> None:
    made = draft(officer, lead)
    wrong = {"opens_on_0": "31", "opens_on_1": "2", "opens_on_2": "2026"}
    said = "An answer there is not right yet."
    assert said not in one_line(as_officer.get(made.get_absolute_url()))
    post(as_officer, made, "dates", wrong, go="save")
    page = one_line(as_officer.get(made.get_absolute_url()))
    assert said in page
    assert f"/consultations/{made.pk}/draft/dates/?back_to=check" in page


def test_short_dates_ask_for_an_explanation(
    as_officer: Client, officer: User, lead: Organisation
) -> None:
    made = draft(officer, lead, opens_on=LATER, closes_on=LATER + 7 * DAY, formal_written=True)
    page = one_line(post(as_officer, made, "explanation", {}))
    assert "Enter an explanation, or tick" in page
    answer = post(as_officer, made, "explanation", {"unexplained": "on"})
    assert answer.status_code == 302
    made.act.refresh_from_db()
    url, version = reverse("consultations:publish", args=[made.pk]), str(made.act.version)
    assert as_officer.post(url, {"version": version}).status_code == 422
    assert as_officer.post(url, {"version": version, "unexplained": "yes"}).status_code == 302


def test_panel_shows_both_dates_and_the_holidays(
    as_officer: Client, officer: User, lead: Organisation
) -> None:
    made = draft(officer, lead, formal_written=True)
    said = {**parts("opens_on", LATER), **parts("closes_on", LATER + 40 * DAY)}
    page = as_officer.post(reverse("consultations:draft_plan", args=[made.pk]), said)
    words = strip_tags(one_line(page))
    assert "Monday 29 September 2025, 23:59" in words
    assert f"{LATER + 40 * DAY - WEEKS_12:%A %-d %B %Y}" in words
    assert "44 days short" in words
    assert "August" in words


def test_stale_tab_shows_both_answers(
    as_officer: Client, officer: User, lead: Organisation
) -> None:
    made = draft(officer, lead)
    stale = {"version": "1", "go": "continue"}
    url = reverse("consultations:draft", args=[made.pk, "purpose"])
    assert as_officer.post(url, {**stale, "why": "First tab"}).status_code == 302
    answer = as_officer.post(url, {**stale, "why": "Second tab"})
    assert answer.status_code == 409
    words = one_line(answer)
    assert "First tab" in words
    assert "Second tab" in words


def test_publish_of_a_stale_check_page_is_refused(
    as_officer: Client, officer: User, lead: Organisation
) -> None:
    made = draft(officer, lead)
    answer = as_officer.post(reverse("consultations:publish", args=[made.pk]), {"version": "9"})
    assert answer.status_code == 409


def test_publish_without_a_reason_to_consult_is_refused(
    as_officer: Client, officer: User, lead: Organisation
) -> None:
    made = draft(officer, lead, why="")
    answer = as_officer.post(reverse("consultations:publish", args=[made.pk]), {"version": "1"})
    assert answer.status_code == 422
    assert "Say why you are consulting." in one_line(answer)


def test_discard_asks_first(as_officer: Client, officer: User, lead: Organisation) -> None:
    url = reverse("consultations:draft_discard", args=[draft(officer, lead).pk])
    assert as_officer.get(url).status_code == 200
    assert filled_in(as_officer, url).status_code == 302
    assert not Consultation.objects.exists()


def test_expired_sign_in_keeps_what_was_typed(
    client: Client, officer: User, lead: Organisation
) -> None:
    made = draft(officer, lead)
    url = reverse("consultations:draft", args=[made.pk, "purpose"])
    client.force_login(officer)
    cast.signed_out_by_time(client)
    answer = client.post(url, {"why": "Typed before the sign-in ran out", "version": "1"})
    assert answer.status_code == 302
    client.post(reverse("account_login"), {"login": officer.email, "password": "let-me-in-2026"})
    page = one_line(client.get(url))
    assert "Typed before the sign-in ran out" in page
    assert "Your sign-in had run out" in page


def test_publish_twice_shows_the_consultation(
    as_officer: Client, officer: User, lead: Organisation
) -> None:
    made = published(officer, lead)
    answer = as_officer.post(reverse("consultations:publish", args=[made.pk]), {"version": "1"})
    assert answer["Location"] == made.get_absolute_url()
