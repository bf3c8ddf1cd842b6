"""Meetings: who plans them, who records them as held, and what the forms refuse."""

from datetime import date

import pytest
import time_machine

from audit.models import Event
from forums.models import Forum, Meeting
from tests.cast import at, council, group, organisation, person
from tests.forums import story
from tests.html import filled_in, one_line

pytestmark = pytest.mark.django_db

LIST = "/areas/thurrock/meetings/"
PLAN = "/areas/thurrock/meetings/plan/"
REFUSAL = "Only the chairs of the forum and the compact officer of Thurrock can do this."


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(at(story.TODAY), tick=False):
        yield


@pytest.fixture
def as_chair(client):
    client.force_login(person("forum_chair", organisation("thurrock-cvs")))
    return client


@pytest.fixture
def as_member(client):
    client.force_login(person("vcs_member", group()))
    return client


def next_meeting():
    return Meeting.objects.get(planned_on=story.NEXT_MEETING)


def day(name, on):
    return {f"{name}_0": on.day, f"{name}_1": on.month, f"{name}_2": on.year}


@pytest.mark.parametrize("address", [LIST, PLAN, "/areas/thurrock/report/"])
def test_strangers_are_sent_to_sign_in(client, address):
    assert "login" in client.get(address)["Location"]


@pytest.mark.parametrize("address", [LIST, PLAN, "/areas/thurrock/report/"])
def test_another_area_is_not_there(client, address):
    client.force_login(person("forum_chair", council("southend")))
    assert client.get(address).status_code == 404


def test_first_meeting_names_the_forum(as_chair):
    assert "Plan the next one" in one_line(as_chair.get(LIST))
    answer = as_chair.post(
        PLAN, {"forum_name": "Joint Strategic Forum"} | day("planned_on", story.NEXT_MEETING)
    )
    assert answer["Location"] == LIST
    assert Forum.objects.get().name == "Joint Strategic Forum"
    assert Event.objects.about(next_meeting()).get().verb == "meeting.planned"


def test_one_meeting_a_day(as_chair):
    story.forum()
    page = as_chair.post(PLAN, day("planned_on", story.NEXT_MEETING))
    assert "The forum already has a meeting on that day." in one_line(page)


def test_members_read_meetings_and_are_told_why_they_cannot_plan(as_member):
    story.forum()
    assert REFUSAL in one_line(as_member.get(LIST))
    assert as_member.get(next_meeting().get_absolute_url()).status_code == 200
    for address in (PLAN, f"/meetings/{next_meeting().pk}/hold/"):
        answer = as_member.post(address, {})
        assert answer.status_code == 403
        assert REFUSAL in one_line(answer)


def test_meeting_is_held_once_with_minutes(as_chair):
    story.forum()
    meeting = next_meeting()
    typed = day("held_on", story.TODAY) | {
        "minutes": "Agreed: reply by January.",
        "present": ["public"],
    }
    answer = filled_in(as_chair, f"/meetings/{meeting.pk}/hold/", typed)
    assert answer["Location"] == meeting.get_absolute_url()
    page = one_line(as_chair.get(meeting.get_absolute_url()))
    assert "Agreed: reply by January." in page
    assert "/areas/thurrock/dashboard/?on=2026-11-23" in page
    again = as_chair.post(f"/meetings/{meeting.pk}/hold/", typed)
    assert again.status_code == 403
    assert "This meeting is already recorded as held." in one_line(again)


@pytest.mark.parametrize(
    ("present", "said"),
    [
        (["public", "vcs"], "Both sectors were present."),
        (["vcs"], "Only voluntary organisations were present, so it could not decide a case."),
    ],
)
def test_a_meeting_says_who_was_there(as_chair, present, said):
    story.forum()
    meeting = next_meeting()
    typed = day("held_on", story.TODAY) | {"present": present}
    filled_in(as_chair, f"/meetings/{meeting.pk}/hold/", typed)
    assert said in one_line(as_chair.get(meeting.get_absolute_url()))
    able = meeting.forum.meetings.with_both_sectors().filter(pk=meeting.pk).exists()
    assert able == (len(present) == 2)


def test_a_meeting_is_not_held_before_it_is_said_who_was_there(as_chair):
    story.forum()
    page = filled_in(as_chair, f"/meetings/{next_meeting().pk}/hold/", day("held_on", story.TODAY))
    assert "who was there" in one_line(page).lower()
    assert next_meeting().held_on is None


def test_meeting_is_not_held_in_the_future(as_chair):
    story.forum()
    typed = day("held_on", date(2026, 11, 24))
    page = filled_in(as_chair, f"/meetings/{next_meeting().pk}/hold/", typed)
    assert "The date it was held cannot be in the future." in one_line(page)


def test_meeting_of_another_area_is_not_there(client):
    story.forum()
    client.force_login(person("forum_chair", council("southend")))
    assert client.get(next_meeting().get_absolute_url()).status_code == 404


def test_report_page_shows_the_rates_of_the_period(as_chair):
    story.consultations()
    story.notices()
    page = as_chair.get(
        "/areas/thurrock/report/", {"start": "2026-03-02", "end": "2026-06-01", "on": "2026-11-23"}
    )
    assert page.context["consultations"].assessed == 3
    assert page.context["notices"].assessed == 1
    said = one_line(page)
    assert "2 March 2026" in said
    for code, count in (("consultations_under", 2), ("notices_full", 1), ("notices_withdrawn", 1)):
        listed = as_chair.get(page.context["urls"][code]).context["listing"]
        assert listed.count == count, code


def test_report_page_refuses_a_period_that_runs_backwards(as_chair):
    page = as_chair.get("/areas/thurrock/report/", {"start": "2026-03-02", "end": "2026-03-01"})
    assert "The last day cannot be before the first." in one_line(page)


def test_report_is_for_people_of_the_whole_area(as_member):
    answer = as_member.get("/areas/thurrock/report/")
    assert answer.status_code == 403
    assert "Only people who work for the whole of Thurrock" in one_line(answer)


def test_a_chair_says_how_the_forum_decides(as_chair):
    assert "By one chair who acts for neither party, by both chairs together" in one_line(
        as_chair.get(LIST)
    )
    page = "/areas/thurrock/meetings/deciding/"
    form = {"ways": "together", "reason": "Agreed at the last meeting.", "version": 1}
    assert as_chair.post(page, form)["Location"] == LIST
    assert "By both chairs together, one of each sector." in one_line(as_chair.get(LIST))
    event = Event.objects.get(verb="area.ways_to_decide_set")
    assert (event.detail["old"], event.detail["new"]) == ("either", "together")
    assert as_chair.post(page, form).status_code == 409


def test_the_compact_officer_does_not_say_how_the_forum_decides(client):
    client.force_login(person("compact_officer", council()))
    answer = client.post("/areas/thurrock/meetings/deciding/", {"ways": "alone", "reason": "x"})
    assert answer.status_code == 403
