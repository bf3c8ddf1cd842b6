"""A case that is decided by both chairs together, each from their own sign-in."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from accounts.permissions import ActionRefused
from audit.models import Event
from commitments.cases import answer_proposal, determine, propose_decision, reply
from commitments.checks import judge
from commitments.events import history_of_case
from commitments.models import Breach
from commitments.permissions import meetings_that_could_decide
from commitments.views.deciding import deciders_of
from forums.models import Forum, Meeting
from funding.models import Notice
from organisations.models import Area
from tests.cast import at, council, group, notice, organisation, person
from tests.html import filled_in, one_line

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
LATER = date(2026, 12, 8)  # the day after the last day to reply


@pytest.fixture
def breach(db: None) -> Breach:
    """The council against the CVS itself: each chair belongs to a party."""
    notice(
        TODAY, received_on=date(2026, 11, 20), last_day=date(2026, 12, 31),
        recipient=organisation("thurrock-cvs"),
    )  # fmt: skip
    return Breach.objects.get()


@pytest.fixture
def of_council(db: None) -> User:
    return person("forum_chair", council())


@pytest.fixture
def of_cvs(db: None) -> User:
    return person("forum_chair", organisation("thurrock-cvs"))


def proposes(breach: Breach, chair: User, on: date = LATER) -> None:
    propose_decision(breach, by=chair, decision="confirmed", reasons="Short.", on=on, at=at(on))


def answers(breach: Breach, chair: User, agreed: bool = True, on: date = LATER) -> None:
    answer_proposal(breach, by=chair, agreed=agreed, answer="No.", on=on, at=at(on))


def verbs(breach: Breach) -> list[str]:
    events = Event.objects.about(breach).order_by("number")
    return [verb for verb in events.values_list("verb", flat=True) if verb != "breach.raised"]


def test_nothing_is_decided_until_both_have(breach: Breach, of_council: User, of_cvs: User) -> None:
    for chair in (of_council, of_cvs):
        with pytest.raises(ActionRefused, match="Nobody decides a case of their own organisation"):
            determine(breach, by=chair, decision="rejected", reasons="x", on=LATER, at=at(LATER))
    proposes(breach, of_council)
    breach.refresh_from_db()
    assert (breach.state, breach.determinations.count()) == ("flagged", 0)
    answers(breach, of_cvs)
    breach.refresh_from_db()
    decided = breach.determinations.get()
    assert (breach.state, decided.decided_by, decided.seconded_by) == (
        "confirmed", of_council, of_cvs,
    )  # fmt: skip
    assert verbs(breach) == ["breach.decision_proposed", "breach.confirmed"]


def test_who_proposed_does_not_agree_and_nobody_else_does(
    breach: Breach, of_council: User, of_cvs: User
) -> None:
    proposes(breach, of_council)
    second = person("forum_chair", council(), "second@test.example")
    for somebody, why in (
        (of_council, "chair of the other sector"),
        (second, "chair of the other sector"),
        (person("officer", council()), "Only a chair of the forum"),
        (person("cvs_staff", organisation("thurrock-cvs")), "Only a chair of the forum"),
        (person("forum_chair", council("southend")), "Only a chair of the forum"),
    ):
        with pytest.raises(ActionRefused, match=why):
            answers(breach, somebody)
    assert breach.determinations.count() == 0


def test_one_person_in_both_chairs_does_not_decide_alone(breach: Breach, of_cvs: User) -> None:
    both = person("forum_chair", council())
    both.memberships.create(
        area=breach.area, organisation=organisation("thurrock-cvs"), role="forum_chair"
    )
    proposes(breach, of_cvs)
    answers(breach, both, agreed=False)
    with pytest.raises(ActionRefused, match="no chair of the other sector"):
        proposes(breach, User.objects.get(pk=both.pk))


def test_it_waits_for_the_right_of_reply(breach: Breach, of_council: User, of_cvs: User) -> None:
    with pytest.raises(ActionRefused, match="may still reply, until 7 December 2026"):
        proposes(breach, of_council, TODAY)
    officer = person("officer", council())
    reply(breach, by=officer, position="accepts", text="We were late.", at=at(TODAY))
    proposes(breach, of_council, TODAY)
    answers(breach, of_cvs, on=TODAY)
    breach.refresh_from_db()
    assert breach.state == "confirmed"


def test_a_declined_proposal_can_be_followed_by_another(
    breach: Breach, of_council: User, of_cvs: User
) -> None:
    proposes(breach, of_council)
    with pytest.raises(ActionRefused, match="already proposed"):
        proposes(breach, of_cvs)
    answers(breach, of_cvs, agreed=False)
    proposes(breach, of_cvs)
    answers(breach, of_council)
    assert verbs(breach) == [
        "breach.decision_proposed", "breach.proposal_declined", "breach.decision_proposed",
        "breach.confirmed",
    ]  # fmt: skip


def test_a_proposal_lapses_when_the_case_is_raised_anew(
    breach: Breach, of_council: User, of_cvs: User
) -> None:
    proposes(breach, of_council)
    made = Notice.objects.get()
    for last_day, on in ((date(2027, 3, 31), LATER), (date(2026, 12, 31), date(2027, 1, 4))):
        made.last_day = last_day
        made.save()
        judge(made, on=on, by=None)
    breach.refresh_from_db()
    assert (breach.state, breach.detected_on) == ("flagged", date(2027, 1, 4))
    later = date(2027, 2, 1)
    with pytest.raises(ActionRefused, match="No decision is proposed"):
        answers(breach, of_cvs, on=later)
    proposes(breach, of_cvs, later)
    answers(breach, of_council, on=later)
    assert breach.determinations.get().decided_by == of_cvs


def test_the_forum_says_which_ways_there_are(
    breach: Breach, of_cvs: User, of_council: User
) -> None:
    Area.objects.filter(pk=breach.area_id).update(ways_to_decide="alone")
    with pytest.raises(ActionRefused, match="one chair decides"):
        proposes(breach, of_council)
    alone = Breach.objects.get()
    assert deciders_of(alone).is_stuck
    Area.objects.filter(pk=breach.area_id).update(ways_to_decide="together")
    other = person("forum_chair", group("Tilbury Choir"))
    with pytest.raises(ActionRefused, match="both chairs decide together"):
        determine(breach, by=other, decision="rejected", reasons="x", on=LATER, at=at(LATER))
    together = Breach.objects.get()
    assert not deciders_of(together).is_stuck


# In a meeting -----------------------------------------------------------------------------------


def met(day: date, *, public: bool = True, vcs: bool = True) -> None:
    forum, _ = Forum.objects.get_or_create(area=council().area, defaults={"name": "Compact forum"})
    Meeting.objects.create(
        forum=forum, planned_on=day, held_on=day, public_present=public, vcs_present=vcs
    )


def test_a_chair_of_no_party_records_what_a_meeting_decided(breach: Breach) -> None:
    met(LATER)
    other = person("forum_chair", group("Tilbury Choir"))
    determine(
        breach, by=other, decision="confirmed", reasons="x", on=LATER, at=at(LATER), met_on=LATER
    )
    assert breach.determinations.get().met_on == LATER
    (line,) = [each for each in history_of_case(breach) if "confirmed" in each.title]
    assert "In the forum's meeting of 8 December 2026." in line.text


def test_a_chair_of_a_party_records_it_with_the_other_chair_alone(
    breach: Breach, of_council: User, of_cvs: User
) -> None:
    met(LATER)
    said = {"decision": "confirmed", "reasons": "x", "on": LATER, "at": at(LATER), "met_on": LATER}
    with pytest.raises(ActionRefused, match="Nobody decides a case of their own organisation"):
        determine(breach, by=of_council, **said)
    propose_decision(breach, by=of_council, **said)
    answers(breach, of_cvs)
    decided = breach.determinations.get()
    assert (decided.met_on, decided.seconded_by) == (LATER, of_cvs)


@pytest.mark.parametrize(
    ("day", "present", "why"),
    [
        (LATER, {"vcs": False}, "No meeting of the forum on 8 December 2026 is on record"),
        (LATER, {"public": False}, "No meeting of the forum on 8 December 2026 is on record"),
        (date(2026, 11, 22), {}, "On 22 November 2026 the case had not been found yet"),
        (date(2026, 12, 7), {}, "On 7 December 2026 Thurrock Council could still reply"),
    ],
)
def test_a_meeting_that_could_not_decide_is_refused(
    breach: Breach, of_council: User, of_cvs: User, day: date, present: dict[str, bool], why: str
) -> None:
    met(day, **present)
    with pytest.raises(ActionRefused, match=why):
        propose_decision(
            breach, by=of_council, decision="confirmed", reasons="x", on=LATER, at=at(LATER),
            met_on=day,
        )  # fmt: skip


def test_a_meeting_may_decide_once_the_body_has_answered(
    breach: Breach, of_council: User, of_cvs: User
) -> None:
    officer, day = person("officer", council()), date(2026, 11, 30)
    reply(breach, by=officer, position="accepts", text="We were late.", at=at(day))
    met(date(2026, 11, 29))
    met(day)
    assert meetings_that_could_decide(breach) == [day]


def test_where_a_meeting_decides_nobody_does_without_one(
    breach: Breach, of_council: User, of_cvs: User
) -> None:
    Area.objects.filter(pk=breach.area_id).update(ways_to_decide="meeting")
    met(TODAY)
    with pytest.raises(ActionRefused, match="None that could have decided this"):
        proposes(breach, of_council)
    met(LATER)
    with pytest.raises(ActionRefused, match="say in which it was decided"):
        proposes(Breach.objects.get(), of_council)
    propose_decision(
        breach, by=of_council, decision="confirmed", reasons="x", on=LATER, at=at(LATER),
        met_on=LATER,
    )  # fmt: skip


def test_the_page_offers_the_meetings_that_could_have_decided(
    client: Client, breach: Breach, of_council: User, of_cvs: User
) -> None:
    page = f"{breach.get_absolute_url()}propose/"
    form = {"decision": "rejected", "reasons": "The letter came in time."}
    with time_machine.travel(at(LATER), tick=False):
        client.force_login(of_council)
        assert "In which meeting" not in one_line(client.get(page))
        met(LATER)
        met(TODAY)
        asked = one_line(client.get(page))
        assert '<option value="2026-12-08">8 December 2026</option>' in asked
        assert "2026-11-23" not in asked
        assert "valid choice" in one_line(filled_in(client, page, form | {"met_on": "2026-11-23"}))
        filled_in(client, page, form | {"met_on": "2026-12-08"})
        shown = one_line(client.get(breach.get_absolute_url()))
        assert "meeting of 8 December 2026" in shown


# Pages ------------------------------------------------------------------------------------------


def test_pages_lead_both_chairs_through_it(
    client: Client, breach: Breach, of_council: User, of_cvs: User
) -> None:
    page = breach.get_absolute_url()
    with time_machine.travel(at(LATER), tick=False):
        client.force_login(of_council)
        said = one_line(client.get(page))
        assert "No chair can decide it alone: each acts for a party of the case." in said
        assert "Both chairs can decide it together" in said
        form = {"decision": "rejected", "reasons": "The letter came in time."}
        assert "letter came in time" not in one_line(client.get(f"{page}propose/"))
        assert filled_in(client, f"{page}propose/", form)["Location"] == page
        assert client.post(f"{page}propose/answer/", {"agreed": "yes"}).status_code == 403
        assert "Waits for the other chair" in one_line(client.get(page))
        client.force_login(of_cvs)
        asked = one_line(client.get(page))
        assert "Waits for your answer" in asked
        assert "Waits for the other chair" not in asked
        assert "The letter came in time." in one_line(client.get(f"{page}propose/answer/"))
        refused = one_line(
            filled_in(client, f"{page}propose/answer/", {"agreed": "no", "answer": " "})
        )
        assert "Say why you do not agree" in refused
        assert filled_in(client, f"{page}propose/answer/", {"agreed": "yes"})["Location"] == page
        assert f"{of_council.post}, together with {of_cvs.post}" in one_line(client.get(page))
