"""What the other sector asks or proposes reaches whoever has to act: by mail, in the menu and on the desk."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from commitments.cases import answer_proposal, propose_decision
from commitments.corrections import correct_fact
from commitments.models import Breach
from consultations.actions.responses import answer_void_request, ask_to_void
from disputes import actions
from funding.actions.notices import acknowledge_notice
from funding.models import Notice
from notifications.actions import telling
from notifications.models import Message
from notifications.tasks import send_messages
from organisations.models import Role
from tests import cast
from tests.consultations import made
from tests.disputes import way
from tests.html import one_line

pytestmark = pytest.mark.django_db
DAY = way.DAY
LATER = DAY + timedelta(weeks=8)
DESK = "/areas/thurrock/"


@pytest.fixture
def area(library: None) -> way.Area:
    return way.Area("thurrock")


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel(cast.at(LATER), tick=False):
        yield


def told() -> dict[str, str]:
    """The messages that wait to be told, by address."""
    send_messages()
    found = {each.to[0]: each.subject for each in mail.outbox}
    mail.outbox.clear()
    return found


def desk_of(client: Client, who: User) -> str:
    client.force_login(who)
    return one_line(client.get(DESK))


@pytest.fixture
def asked(area: way.Area) -> Any:
    response = made.response(made.published(area.officer, area.council), area.member, area.group)
    telling.start_from_here()
    ask_to_void(response=response, reason="Sent twice.", by=area.officer, at=cast.at(DAY))
    return response


@pytest.fixture
def case(area: way.Area) -> Breach:
    cast.notice(
        DAY, funder=area.council, recipient=area.group, received_on=DAY,
        last_day=DAY + timedelta(days=30),
    )  # fmt: skip
    telling.start_from_here()
    return Breach.objects.get()


@pytest.fixture
def proposed(area: way.Area, case: Breach) -> Breach:
    propose_decision(
        case, by=area.chair_cvs, decision="confirmed", reasons="Short.", on=LATER, at=cast.at(LATER)
    )
    return case


# A request to void what somebody said ------------------------------------------------------------


def test_the_author_is_told_of_a_request_to_void(
    client: Client, area: way.Area, asked: Any
) -> None:
    assert told() == {area.member.email: "Thurrock Council asks to void your response"}
    page = desk_of(client, area.member)
    assert "Desk (1 waiting)" in page
    assert asked.get_absolute_url() in page
    for who in (area.other_member, area.cvs_staff, area.officer, area.reader, area.chair_cvs):
        page = desk_of(client, who)
        assert "asks to void" not in page
        assert "waiting)" not in page


def test_a_request_that_was_answered_waits_no_longer(
    client: Client, area: way.Area, asked: Any
) -> None:
    answer_void_request(response=asked, agreed=False, by=area.member, on=DAY, at=cast.at(DAY))
    assert told() == {}
    assert "Waits for you" not in desk_of(client, area.member)


def test_where_nobody_of_a_group_signs_in_its_cvs_is_told(
    client: Client, area: way.Area, asked: Any
) -> None:
    area.group.memberships.update(ended_at=cast.at(DAY))
    assert told() == {area.cvs_staff.email: "Thurrock Council asks to void your response"}
    assert "Desk (1 waiting)" in desk_of(client, area.cvs_staff)


def test_a_reader_of_the_group_is_asked_nothing(client: Client, area: way.Area, asked: Any) -> None:
    reader = cast.person(Role.READ_ONLY, area.group)
    assert reader.email not in told()
    assert "Waits for you" not in desk_of(client, reader)


# What both chairs decide ---------------------------------------------------------------------------


def test_the_other_chair_is_told_of_a_proposed_decision(
    client: Client, area: way.Area, proposed: Breach
) -> None:
    words = "The other chair proposes a decision on an apparent breach"
    assert told() == {area.chair_council.email: words}
    page = desk_of(client, area.chair_council)
    assert "Desk (1 waiting)" in page
    assert reverse("commitments:answer_proposal", args=[proposed.pk]) in page
    for who in (area.chair_cvs, area.compact_officer, area.member, area.reader):
        assert "Waits for you" not in desk_of(client, who)


def test_it_is_told_once_and_not_after_it_was_answered(
    client: Client, area: way.Area, proposed: Breach
) -> None:
    answer_proposal(
        proposed, by=area.chair_council, agreed=False, answer="No.", on=LATER, at=cast.at(LATER)
    )
    assert told() == {}
    assert "Waits for you" not in desk_of(client, area.chair_council)


def test_the_other_chair_is_told_of_a_proposed_conclusion_by_its_reference_alone(
    client: Client, area: way.Area
) -> None:
    dispute = way.raised(area)
    telling.start_from_here()
    actions.propose_conclusion(
        dispute=dispute, outcome="upheld", reasons="Short.", reading="", by=area.chair_cvs, on=LATER
    )
    send_messages()
    (message,) = Message.objects.all()
    assert message.to == area.chair_council.email
    assert dispute.reference in message.subject
    assert way.SECRET not in message.body
    assert reverse("disputes:answer_conclusion", args=[dispute.pk]) in message.body
    assert "Desk (1 waiting)" in desk_of(client, area.chair_council)


# A neutral on whom both sides agreed -----------------------------------------------------------------


def test_a_neutral_finds_the_case_by_mail_in_the_menu_and_on_the_desk(
    client: Client, area: way.Area
) -> None:
    dispute, person = way.raised(area), way.mediator()
    telling.start_from_here()
    neutral = actions.propose_neutral(
        dispute=dispute, person=person, part="mediator", why="", by=area.member, at=cast.at(DAY)
    )
    assert told() == {}
    client.force_login(person)
    assert "Your cases" not in one_line(client.get(reverse("desk")))
    actions.agree_neutral(neutral=neutral, by=area.officer, at=cast.at(DAY))
    assert told() == {person.email: f"Both sides agreed on you in dispute {dispute.reference}"}
    page = one_line(client.get(reverse("desk")))
    assert reverse("disputes:neutral_declare", args=[neutral.pk]) in page
    assert reverse("disputes:mine") in page
    assert "Desk (1 waiting)" in page
    actions.declare_interests(
        neutral=neutral, conflict=False, declaration="None.", by=person, at=cast.at(DAY)
    )
    page = one_line(client.get(reverse("desk")))
    assert dispute.get_absolute_url() in page
    assert "waiting)" not in page
    actions.end_neutral(neutral=neutral, reason="Ill.", by=person, at=cast.at(DAY))
    assert dispute.reference not in one_line(client.get(reverse("desk")))


# A notice that is changed after it was acknowledged ---------------------------------------------------


def corrected(notice: Notice, by: User, on: date) -> None:
    correct_fact(
        notice, fact="last_day", new=notice.last_day + timedelta(days=1), reason="Typed wrongly.",
        by=by, on=on, at=cast.at(on),
    )  # fmt: skip


@pytest.fixture
def notice(area: way.Area) -> Notice:
    made = cast.notice(
        DAY, funder=area.council, recipient=area.group, received_on=DAY,
        last_day=DAY + timedelta(days=30),
    )  # fmt: skip
    telling.start_from_here()
    return made


def test_the_recipient_is_told_of_a_change_after_it_acknowledged(
    client: Client, area: way.Area, notice: Notice
) -> None:
    with time_machine.travel(cast.at(DAY), tick=False):
        acknowledge_notice(notice=notice, received_on=DAY, by=area.member, on=DAY)
    with time_machine.travel(cast.at(DAY + timedelta(days=1)), tick=False):
        corrected(notice, area.officer, DAY + timedelta(days=1))
    words = f"A notice that you acknowledged was changed: {notice.act.reference}"
    assert told() == {area.member.email: words}
    assert notice.get_absolute_url() in desk_of(client, area.member)
    assert "Changed since you acknowledged it" in desk_of(client, area.member)
    page = one_line(client.get(notice.get_absolute_url()))
    assert reverse("disputes:new", args=["thurrock"]) in page
    for who in (area.officer, area.other_member, area.cvs_staff):
        assert "Changed since you acknowledged it" not in desk_of(client, who)
    acknowledge_notice(notice=notice, received_on=DAY, by=area.member, on=LATER)
    assert "Changed since you acknowledged it" not in desk_of(client, area.member)


def test_a_change_before_it_was_acknowledged_is_no_news(
    client: Client, area: way.Area, notice: Notice
) -> None:
    with time_machine.travel(cast.at(DAY), tick=False):
        corrected(notice, area.officer, DAY)
    acknowledge_notice(notice=notice, received_on=DAY, by=area.member, on=LATER)
    assert told() == {}
    assert "Changed since you acknowledged it" not in desk_of(client, area.member)


def test_the_menu_asks_once_however_much_waits(client: Client, area: way.Area, asked: Any) -> None:
    client.force_login(area.member)
    url = reverse("consultations:register", args=["thurrock"])
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _ in range(3):
        another = made.response(asked.consultation, area.member, area.group)
        ask_to_void(response=another, reason="Twice.", by=area.officer, at=cast.at(DAY))
    with CaptureQueriesContext(connection) as four:
        assert "Desk (4 waiting)" in one_line(client.get(url))
    assert len(one) == len(four)
