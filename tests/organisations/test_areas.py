"""A new installation set up in the browser, and areas begun, changed, archived and taken out again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.permissions import ActionRefused
from audit.models import Event
from commitments.checks import reassess_due
from commitments.models import Breach, Check
from disputes.actions.reminding import remind
from organisations import actions
from organisations.archived import path_to_area
from organisations.links import set_up_path
from organisations.models import Area, Membership, Organisation, Role
from organisations.permissions import Right, scope_of
from tests import cast
from tests.concurrency.six import at_once
from tests.html import filled_in, one_line
from tests.scene import TODAY, Scene

pytestmark = pytest.mark.usefixtures("library")
PASSWORD = "three-words-apart-2026"
FIRST = {"email": "first@council.example", "post": "Compact officer, Barking Council"}
BARKING = {
    "name": "Barking and Dagenham",
    "gss_code": "E09000002",
    "council": "Barking and Dagenham Council",
    "cvs": "Barking and Dagenham CVS",
    "right_of_reply_days": "12",
    "ways_to_decide": "together",
}


@pytest.fixture
def new_site(settings: Any) -> None:
    settings.DEMO = False


@pytest.fixture
def operator(db: None) -> User:
    return User.objects.create_user("operator@site.example", post="Operator", is_staff=True)


# The first account --------------------------------------------------------------------------------


@pytest.mark.usefixtures("new_site")
def test_from_the_printed_link_to_ones_own_area(client: Client) -> None:
    link = set_up_path()
    assert "Make the first account" in one_line(client.get(link))
    weak = one_line(client.post(link, FIRST | {"password": "short"}))
    assert "too short" in weak
    assert not User.objects.exists()
    made = client.post(link, FIRST | {"password": PASSWORD})
    assert made.status_code == 302
    assert client.get(link).status_code == 404, "the link dies with the first account"
    assert client.post(link, FIRST | {"password": PASSWORD}).status_code == 404
    assert client.get(set_up_path()).status_code == 404, "and so does every other"
    assert client.login(email=FIRST["email"], password=PASSWORD)
    begun = filled_in(client, reverse("organisations:area_add"), BARKING)
    assert begun.status_code == 302, one_line(begun)
    area = Area.objects.get(slug="barking-and-dagenham")
    assert (area.right_of_reply_days, area.ways_to_decide) == (12, "together")
    council = Organisation.objects.get(area=area, sector="public")
    named = filled_in(
        client,
        reverse("organisations:name_first", args=[area.slug]),
        FIRST | {"organisation": council.pk},
    )
    assert named.status_code == 302, one_line(named)
    assert client.get(f"/areas/{area.slug}/").status_code == 200
    assert client.get(f"/areas/{area.slug}/people/").status_code == 200
    user = User.objects.get()
    assert scope_of(user).may_in(area.pk, Right.RUN)
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"account.first_made", "area.added", "membership.given"} <= verbs


@pytest.mark.usefixtures("new_site")
def test_a_made_up_link_sets_nothing_up(client: Client) -> None:
    assert client.get("/setup/made.up/").status_code == 404
    assert client.post("/setup/made.up/", FIRST | {"password": PASSWORD}).status_code == 404


def test_a_demo_has_no_such_link(client: Client) -> None:
    assert client.get(set_up_path()).status_code == 404
    with pytest.raises(ActionRefused, match="has been set up"):
        actions.set_up(password=PASSWORD, **FIRST)


@pytest.mark.postgres
@pytest.mark.usefixtures("new_site")
@pytest.mark.django_db(transaction=True)
def test_six_who_open_the_link_at_once_make_one_account() -> None:
    def make(number: int) -> bool:
        try:
            actions.set_up(email=f"n{number}@site.example", post="Operator", password=PASSWORD)
        except ActionRefused:
            return False
        return True

    done = at_once([lambda number=number: make(number) for number in range(6)])
    assert (sum(done), User.objects.count()) == (1, 1)


def test_an_address_typed_wrong_is_taken_back_and_named_anew(
    client: Client, operator: User
) -> None:
    area = Scene().begun()
    council = area.organisations.get(sector="public")
    _name(council, operator, "wrong@council.example")
    client.force_login(operator)
    page = reverse("organisations:area_settings", args=[area.slug])
    offered = Membership.objects.get(area=area)
    shown = one_line(client.get(page))
    assert "wrong@council.example" in shown
    end = reverse("organisations:end_membership", args=[offered.pk])
    assert end in shown
    assert reverse("organisations:invite_again", args=[offered.pk]) in shown
    assert filled_in(client, end)["Location"] == page
    offered.refresh_from_db()
    assert offered.ended_at is not None
    _name(council, operator, "right@council.example")
    # Once somebody is there, they look after their sector: the operator no longer does.
    Membership.objects.filter(area=area, ended_at=None).update(is_offered=False)
    taken = Membership.objects.get(area=area, ended_at=None)
    assert client.get(reverse("organisations:end_membership", args=[taken.pk])).status_code == 404


def test_the_operator_names_the_first_of_each_sector_and_sits_on_one_side(
    client: Client, operator: User
) -> None:
    scene = Scene()
    area = scene.begun()
    council, cvs = [area.organisations.get(sector=sector) for sector in ("public", "vcs")]
    with pytest.raises(ActionRefused, match="name somebody of the CVS"):
        _name(cvs, operator, operator.email)
    _name(council, operator, operator.email)
    assert _name(cvs, operator, "first@cvs.example").is_offered
    for body in (council, cvs):
        with pytest.raises(ActionRefused, match="invites the others"):
            _name(body, operator, "second@cvs.example")
    client.force_login(operator)
    page = client.get(reverse("organisations:name_first", args=[area.slug]))
    assert page.status_code == 403


def _name(body: Organisation, by: User, email: str) -> Membership:
    return actions.name_first(organisation=body, email=email, post="Post", by=by, at=timezone.now())


# Areas --------------------------------------------------------------------------------------------


def test_only_whoever_runs_the_installation_opens_these_pages(
    client: Client, operator: User
) -> None:
    one = ("area_settings", "area_change", "name_first", "area_archive")
    urls = [reverse("organisations:areas"), reverse("organisations:area_add")]
    urls += [reverse(f"organisations:{name}", args=["thurrock"]) for name in one]
    urls.append(reverse("organisations:area_restore", args=["thurrock"]))
    assert {client.get(url).status_code for url in urls} == {302}
    for role in Role:
        client.force_login(cast.person(role, cast.council(), f"{role}@council.example"))
        assert {client.get(url).status_code for url in urls} == {404}, role
        assert {client.post(url).status_code for url in urls[1:]} <= {404, 405}, role
    client.force_login(operator)
    assert [client.get(url).status_code for url in urls] == [200, 200, 200, 200, 200, 200, 403]
    assert client.get("/areas/thurrock/").status_code == 404, "running it gives no sight of an area"


def test_more_areas_cost_no_queries(client: Client, operator: User) -> None:
    client.force_login(operator)
    client.get(reverse("organisations:areas"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("organisations:areas"))
    scene = Scene()
    scene.begun()
    with CaptureQueriesContext(connection) as more:
        client.get(reverse("organisations:areas"))
    assert len(few) == len(more)


def test_a_wrong_area_is_refused_field_by_field(client: Client, operator: User) -> None:
    client.force_login(operator)
    url = reverse("organisations:area_add")
    said = one_line(
        filled_in(
            client, url, BARKING | {"name": "Thurrock", "gss_code": "12", "cvs": BARKING["council"]}
        )
    )
    assert "There is an area of that name already" in said
    assert "must be an E and 8 figures" in said
    assert "The CVS is another organisation than the council" in said
    assert Area.objects.filter(name="Thurrock").count() == 1


def test_an_area_is_changed(client: Client, operator: User) -> None:
    client.force_login(operator)
    url = reverse("organisations:area_change", args=["thurrock"])
    typed = {"name": "Thurrock", "gss_code": "E06000034", "right_of_reply_days": "15"}
    assert filled_in(client, url, typed).status_code == 302
    assert cast.area().right_of_reply_days == 15
    event = Event.objects.get(verb="area.changed")
    assert event.detail["changed"] == {"right_of_reply_days": [10, 15]}


# Archived -----------------------------------------------------------------------------------------


def _archive(area: Area, by: User) -> Area:
    return actions.archive_area(area=area, reason="Merged.", by=by, at=timezone.now())


def test_an_archived_area_is_read_and_not_written(
    client: Client, operator: User, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    scene = Scene()
    notice, dispute, meeting = scene.notice(), scene.dispute(), scene.meeting()
    body = scene.organisation()
    consultation = scene.consultation()
    client.force_login(operator)
    url = reverse("organisations:area_archive", args=["thurrock"])
    assert filled_in(client, url, {"reason": "Merged with Southend."}).status_code == 302
    events = Event.objects.count()
    client.force_login(scene.compact_officer)
    for page in ("/areas/thurrock/", notice.get_absolute_url(), "/areas/thurrock/people/"):
        answer = client.get(page)
        assert answer.status_code == 200, page
    assert "Thurrock is archived</strong>" in one_line(answer)
    changes = [
        reverse("organisations:add", args=["thurrock"]),
        reverse("organisations:change", args=["thurrock", body.slug]),
        reverse("organisations:invite", args=["thurrock"]),
        reverse("forums:hold_meeting", args=[meeting.pk]),
        reverse("forums:plan_meeting", args=["thurrock"]),
        reverse("commitments:void", args=[notice.act_id]),
        reverse("consultations:cancel", args=[consultation.pk]),
    ]
    for change in changes:
        refused = client.post(change, {"reason": "x", "version": "1"})
        assert refused.status_code == 403, change
        assert "Thurrock is archived: it can be read" in one_line(refused), change
    client.force_login(scene.member)
    withdraw = reverse("disputes:withdraw", args=[dispute.pk])
    refused = client.post(withdraw, {"reason": "x", "version": str(dispute.version)})
    assert (refused.status_code, Event.objects.count()) == (403, events)


def test_every_verb_meets_the_guard_through_the_row_that_it_takes(operator: User) -> None:
    """Whichever table a row is of that belongs to an area: taking it is refused."""
    from audit.writing import locked  # noqa: PLC0415 - the one rule of writing

    scene = Scene()
    rows = [
        scene.notice(), scene.case(), scene.meeting(), scene.dispute(), scene.consultation(),
        scene.response_draft(), scene.agreement(), scene.remedy(), scene.neutral(), scene.keeping(),
        scene.organisation(), scene.compact, scene.theme(),
    ]  # fmt: skip
    _archive(scene.area, operator)
    for row in rows:
        assert path_to_area(type(row)), row
        with pytest.raises(ActionRefused, match="Thurrock is archived"):
            locked(row)


def test_people_can_leave_an_archived_area_and_nobody_is_invited(operator: User) -> None:
    scene = Scene()
    offered = scene.offered()
    _archive(scene.area, operator)
    with pytest.raises(ActionRefused, match="archived"):
        scene.offered()
    with pytest.raises(ActionRefused, match="archived"):
        actions.invite_again(membership=offered, by=scene.compact_officer, at=timezone.now())
    theirs = scene.officer.memberships.get()
    actions.end_membership(membership=theirs, by=scene.officer, at=timezone.now())
    assert not User.objects.get(pk=scene.officer.pk).is_active


def test_no_deadline_falls_in_an_archived_area_until_it_is_taken_out(operator: User) -> None:
    cast.notice(TODAY, last_day=TODAY + timedelta(weeks=30))
    on = TODAY + timedelta(days=4000)
    assert Check.objects.due(on).exists()
    area = _archive(cast.area(), operator)
    reassess_due(on=on)
    remind(on=on)
    assert not Breach.objects.exists()
    assert Check.objects.due(on).exists()
    actions.take_out_of_archive(area=area, reason="A mistake.", by=operator)
    reassess_due(on=on)
    assert not Check.objects.due(on).exists()


def test_an_area_is_taken_out_again(client: Client, operator: User) -> None:
    area = _archive(cast.area(), operator)
    client.force_login(operator)
    settings_page = reverse("organisations:area_change", args=["thurrock"])
    assert client.get(settings_page).status_code == 403
    url = reverse("organisations:area_restore", args=["thurrock"])
    assert filled_in(client, url, {"reason": "A mistake."}).status_code == 302
    area.refresh_from_db()
    assert (area.archived_at, area.archived_by) == (None, None)
    assert client.get(settings_page).status_code == 200
