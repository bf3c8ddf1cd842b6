"""Where a person lands: their area or a choice, and what waits for them there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from commitments.models import Breach
from commitments.subjects import Subject, subjects
from organisations.models import Area, Membership, Role
from tests import cast
from tests.consultations import made
from tests.html import one_line

pytestmark = pytest.mark.usefixtures("library")
DESK = "/areas/thurrock/"


@pytest.fixture
def officer(library: None) -> User:
    return cast.person(Role.COMPACT_OFFICER, cast.council())


def test_the_desk_leads_to_the_only_area_or_lets_choose(client: Client, officer: User) -> None:
    client.force_login(officer)
    assert client.get(reverse("desk"))["Location"] == reverse("area", args=["thurrock"])
    southend = cast.council("southend")
    Membership.objects.create(
        user=officer, area=southend.area, organisation=southend, role=Role.READ_ONLY
    )
    assert "Southend" in one_line(client.get(reverse("desk")))
    nobody = User.objects.create_user("new@test.example", "let-me-in-2026", post="Nobody yet")
    client.force_login(nobody)
    assert "no role in any area yet" in one_line(client.get(reverse("desk")))


@pytest.mark.parametrize("role", Role.values)
def test_every_role_has_a_desk(client: Client, role: str) -> None:
    vcs = role in (Role.VCS_MEMBER, Role.CVS_STAFF)
    client.force_login(cast.person(role, cast.group() if vcs else cast.council()))
    page = client.get(reverse("area", args=["thurrock"]))
    assert page.status_code == 200
    assert ("Your drafts" in one_line(page)) is (role in (Role.COMPACT_OFFICER, Role.OFFICER))


def test_another_areas_desk_is_not_there(client: Client, officer: User) -> None:
    client.force_login(officer)
    assert client.get(reverse("area", args=["southend"])).status_code == 404
    client.logout()
    assert client.get(reverse("area", args=["thurrock"])).status_code == 302


IMPORTED = [each for each in subjects() if each.sheet and each.sheet.may_import]


def test_the_desk_leads_to_every_import_that_the_person_may_make(
    client: Client, officer: User
) -> None:
    """A kind of act that is added is found here without a line of its own."""
    addresses = [reverse("imports:upload", args=["thurrock", each.kind]) for each in IMPORTED]
    client.force_login(officer)
    page = client.get(DESK).content.decode()
    assert [url for url in addresses if f'href="{url}"' not in page] == []
    client.force_login(cast.person(Role.READ_ONLY, cast.council()))
    assert "/imports/" not in client.get(DESK).content.decode()


@pytest.mark.parametrize(
    "subject", [each for each in IMPORTED if each.register], ids=lambda each: each.kind
)
def test_a_register_leads_to_the_import_of_what_it_lists(
    client: Client, officer: User, subject: Subject
) -> None:
    url = reverse("imports:upload", args=["thurrock", subject.kind])
    client.force_login(officer)
    page = client.get(reverse(subject.register, args=["thurrock"])).content.decode()
    assert f'href="{url}"' in page


def late_notice(number: int, today: date) -> None:
    cast.notice(
        today,
        reference=f"N-{number}",
        recipient=cast.group(f"Group {number}"),
        received_on=today - timedelta(days=10),
        last_day=today - timedelta(days=5),
    )


def test_findings_that_wait_for_a_reply_are_on_the_desk(client: Client, officer: User) -> None:
    late_notice(1, timezone.localdate())
    client.force_login(officer)
    page = one_line(client.get(DESK))
    assert "Notice to Group 1" in page
    assert "reply due by" in page


WAITING, DECIDE = "Findings that wait for a reply", "Findings to decide"
NONE_WAITS = "No finding waits for a reply."


def headed(page: str) -> list[str]:
    return [heading for heading in (DECIDE, WAITING) if heading in page]


@pytest.mark.parametrize(
    ("role", "body", "ways", "headings", "none_waits"),
    [
        (Role.FORUM_CHAIR, "thurrock-cvs", "alone", [DECIDE, WAITING], True),
        (Role.FORUM_CHAIR, "thurrock-council", "alone", [WAITING], False),
        (Role.FORUM_CHAIR, "thurrock-council", "together", [DECIDE, WAITING], True),
        (Role.OFFICER, "thurrock-council", "alone", [WAITING], False),
    ],
)
def test_a_chair_finds_what_it_may_decide(
    client: Client,
    library: None,
    role: str,
    body: str,
    ways: str,
    headings: list[str],
    none_waits: bool,
) -> None:
    council = cast.council()
    cast.person(Role.FORUM_CHAIR, cast.organisation("thurrock-cvs"), email="other@test.example")
    Area.objects.filter(pk=council.area_id).update(ways_to_decide=ways)
    reader = cast.person(role, cast.organisation(body), email="reader@test.example")
    found_on = date(2026, 11, 23)
    late_notice(1, found_on)
    due_on = Breach.objects.get().reply_due_on
    with time_machine.travel(cast.at(due_on), tick=False):
        client.force_login(reader)
        page = one_line(client.get(DESK))
        assert headed(page) == [WAITING]
        assert NONE_WAITS not in page
    with time_machine.travel(cast.at(due_on + timedelta(days=1)), tick=False):
        client.force_login(reader)
        page = one_line(client.get(DESK))
        assert headed(page) == headings
        assert (NONE_WAITS in page) is none_waits
        assert page.count("Reply overdue: a chair may decide") == 1


def test_the_desk_costs_no_more_with_more_to_do(client: Client, officer: User) -> None:
    today = timezone.localdate()
    late_notice(1, today)
    client.force_login(officer)
    with CaptureQueriesContext(connection) as few:
        client.get(DESK)
    for number in range(2, 5):
        late_notice(number, today)
    with CaptureQueriesContext(connection) as more:
        assert "Notice to Group 4" in one_line(client.get(DESK))
    assert len(more) == len(few) < 25


def test_the_desk_lists_the_drafts_that_the_reader_may_go_on_with(
    client: Client, officer: User
) -> None:
    council, group = cast.council(), cast.group("Group 1")
    member = cast.person(Role.VCS_MEMBER, group)
    draft = made.draft(officer, council, "Library hours")
    asked = made.published(officer, council, "Bus routes")
    answer = made.response(asked, member, group, sent=False)
    with time_machine.travel(cast.at(made.TODAY), tick=False):
        client.force_login(officer)
        page = one_line(client.get(DESK))
        assert f'href="/consultations/{draft.pk}/draft/check/"' in page
        assert "Consultation, begun" in page
        assert "You have no drafts" not in page
        assert f"/responses/{answer.pk}/edit/" not in page
        client.force_login(member)
        page = one_line(client.get(DESK))
        assert f'href="/responses/{answer.pk}/edit/"' in page
        assert f"/consultations/{draft.pk}/draft/" not in page
        client.force_login(cast.person(Role.READ_ONLY, council))
        assert "Your drafts" not in one_line(client.get(DESK))


def test_the_desk_costs_no_more_with_more_drafts(client: Client, officer: User) -> None:
    made.draft(officer, cast.council(), "Draft 1")
    client.force_login(officer)
    with CaptureQueriesContext(connection) as few:
        client.get(DESK)
    for number in range(2, 5):
        made.draft(officer, cast.council(), f"Draft {number}")
    with CaptureQueriesContext(connection) as more:
        assert "Draft 4" in one_line(client.get(DESK))
    assert len(more) == len(few) < 30
