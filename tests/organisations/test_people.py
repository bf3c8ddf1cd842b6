"""People without a developer: invited, accepted, named, ended; each sector names its own."""

from __future__ import annotations

import csv
import re
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.permissions import ActionRefused
from audit.models import Event
from notifications.tasks import send_messages
from organisations import actions
from organisations.links import token_of
from organisations.models import Membership, Organisation, Role
from organisations.permissions import Right, scope_of
from tests import cast
from tests.disputes import way
from tests.html import filled_in, one_line

pytestmark = pytest.mark.usefixtures("library")

PEOPLE = "/areas/thurrock/people/"
INVITE = f"{PEOPLE}invite/"
PASSWORD = "three-words-apart-2026"
NEW = "new.officer@council.example"


@pytest.fixture
def officer() -> User:
    return cast.person(Role.COMPACT_OFFICER, cast.council())


@pytest.fixture
def cvs_staff() -> User:
    return cast.person(Role.CVS_STAFF, cast.organisation("thurrock-cvs"))


def typed(**other: Any) -> dict[str, Any]:
    return {
        "email": NEW,
        "post": "Grants officer, Thurrock Council",
        "organisation": cast.council().name,
        "role": "officer",
    } | other


def offered(by: User, body: Organisation | None = None, **other: Any) -> Membership:
    given = {"email": NEW, "post": "Grants officer", "role": Role.OFFICER} | other
    return actions.invite(organisation=body or cast.council(), by=by, at=timezone.now(), **given)


def link_in(message: Any) -> str:
    found = re.search(r"https?://[^/]+(/invitations/\S+)", message.body)
    assert found is not None, message.body
    return found.group(1)


def link_of(membership: Membership) -> str:
    membership.invitation.refresh_from_db()
    return reverse("organisations:invitation", args=[token_of(membership.invitation)])


def sees(client: Client, url: str) -> int:
    return client.get(url).status_code


# Invited and accepted -----------------------------------------------------------------------------


def test_from_the_invitation_to_the_desk(client: Client, officer: User, settings: Any) -> None:
    settings.SITE_URL = "https://compacts.example"
    client.force_login(officer)
    assert filled_in(client, INVITE, typed()).status_code == 302
    assert "Invited" in one_line(client.get(PEOPLE))
    send_messages()
    (letter,) = [each for each in mail.outbox if each.to == [NEW]]
    assert "https://compacts.example/invitations/" in letter.body
    client.logout()
    link = link_in(letter)
    page = one_line(client.get(link))
    assert "Thurrock Council" in page
    assert "Grants officer, Thurrock Council" in page
    membership = Membership.objects.get(user__email=NEW)
    assert not scope_of(membership.user).memberships, "an offer opens nothing"
    assert client.post(link, {"password": "short"}).status_code == 200
    assert client.post(link, {"password": PASSWORD}).status_code == 302
    assert client.login(email=NEW, password=PASSWORD)
    assert sees(client, "/areas/thurrock/") == 200
    assert sees(client, link) == 410, "it works once"
    assert [
        *Event.objects.filter(verb__startswith="membership.").values_list("verb", flat=True)
    ] == [
        "membership.offered",
        "membership.given",
    ]


def test_an_old_a_replaced_a_withdrawn_and_a_made_up_link_open_nothing(
    client: Client, officer: User
) -> None:
    membership = offered(officer)
    first = link_of(membership)
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1), tick=False):
        assert sees(client, first) == 410
        assert client.post(first, {"password": PASSWORD}).status_code == 410
    actions.invite_again(membership=membership, by=officer, at=timezone.now())
    second = link_of(membership)
    assert (sees(client, first), sees(client, second)) == (410, 200)
    actions.end_membership(membership=membership, by=officer, at=timezone.now())
    assert sees(client, second) == 410
    assert sees(client, "/invitations/made.up/") == 410
    assert not User.objects.get(email=NEW).has_usable_password()


def test_sending_again_sends_another_mail(client: Client, officer: User) -> None:
    membership = offered(officer)
    send_messages()
    client.force_login(officer)
    again = reverse("organisations:invite_again", args=[membership.pk])
    assert filled_in(client, again, {}).status_code == 302
    send_messages()
    first, second = [link_in(each) for each in mail.outbox if each.to == [NEW]]
    assert first != second
    assert second == link_of(membership)


@time_machine.travel(cast.at(way.DAY), tick=False)
def test_a_known_address_looks_the_same_and_signs_in_to_accept(
    client: Client, officer: User
) -> None:
    """Nobody who invites learns whether the address is known, in this area or another."""
    known = cast.person(Role.OFFICER, cast.council("southend"), "known@council.example")
    client.force_login(officer)
    answers = {}
    for email in (NEW, known.email):
        sent = filled_in(client, INVITE, typed(email=email))
        page = one_line(client.get(sent["Location"]))
        membership = Membership.objects.get(user__email=email, area__slug="thurrock")
        person = one_line(client.get(f"{PEOPLE}{membership.user_id}/"))
        listed = re.search(r"<tr[^>]*>(?:(?!</tr>).)*" + email + ".*?</tr>", page)
        assert listed is not None
        shown = (sent.status_code, listed.group(0), person.partition("<main")[2])
        answers[email] = [
            re.sub(
                r"id=\"[^\"]*\"|/\d+/|token\S+|person=\d+|\d\d:\d\d",
                "",
                str(each).replace(email, ""),
            )
            for each in shown
        ]
    for new, other in zip(answers[NEW], answers[known.email], strict=True):
        assert new.split() == other.split()
    assert "Southend" not in "".join(answers[known.email])
    membership = Membership.objects.get(user=known, area__slug="thurrock")
    link = link_of(membership)
    client.logout()
    page = one_line(client.get(link))
    assert "Sign in to accept" in page
    client.post(link, {"password": PASSWORD})
    membership.refresh_from_db()
    assert membership.is_offered, "a link changes no password that is in use"
    client.force_login(officer)
    assert "for another account" in one_line(client.get(link))
    assert client.post(link).status_code == 200
    client.force_login(known)
    assert client.post(link).status_code == 302
    assert {each.area.slug for each in User.objects.get(pk=known.pk).memberships.current()} == {
        "southend",
        "thurrock",
    }
    known.refresh_from_db()
    assert known.check_password("let-me-in-2026")


def test_several_roles_a_person(client: Client, officer: User) -> None:
    first = offered(officer)
    client.force_login(officer)
    page = one_line(client.get(f"{INVITE}?person={first.user_id}"))
    assert NEW in page
    assert filled_in(client, INVITE, typed(role="forum_chair")).status_code == 302
    twice = one_line(filled_in(client, INVITE, typed()))
    assert "has that role there, or is invited to it" in twice
    assert Membership.objects.filter(user=first.user).count() == 2


# Who may ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "role", [Role.CVS_STAFF, Role.FORUM_CHAIR, Role.VCS_MEMBER, Role.READ_ONLY]
)
@pytest.mark.parametrize("slug", ["thurrock-cvs", "grays-befriending"])
def test_the_compact_officer_names_nobody_of_the_other_sector(
    officer: User, role: Role, slug: str
) -> None:
    """Above all not the voluntary sector's chair, with whom the council's would decide."""
    cast.group()
    with pytest.raises(ActionRefused, match="The staff of the CVS of Thurrock invites"):
        offered(officer, cast.organisation(slug), role=role)


@pytest.mark.parametrize("role", [Role.COMPACT_OFFICER, Role.OFFICER, Role.FORUM_CHAIR])
def test_the_cvs_names_nobody_of_the_public_sector(cvs_staff: User, role: Role) -> None:
    with pytest.raises(ActionRefused, match="The compact officer of Thurrock invites"):
        offered(cvs_staff, role=role)


def test_the_cvs_names_its_own_and_its_members(cvs_staff: User) -> None:
    cvs, group = cast.organisation("thurrock-cvs"), cast.group()
    assert offered(cvs_staff, cvs, role=Role.FORUM_CHAIR, email="a@cvs.example")
    assert offered(cvs_staff, cvs, role=Role.CVS_STAFF, email="b@cvs.example")
    assert offered(cvs_staff, group, role=Role.VCS_MEMBER, email="c@group.example")
    with pytest.raises(ActionRefused, match="is no role for people of Grays Befriending"):
        offered(cvs_staff, group, role=Role.CVS_STAFF, email="d@group.example")


def test_nobody_gives_themselves_a_role(officer: User) -> None:
    with pytest.raises(ActionRefused, match="yourself"):
        offered(officer, email=officer.email.upper(), role=Role.FORUM_CHAIR)


def test_whoever_runs_the_installation_names_the_first_and_no_more() -> None:
    staff = User.objects.create_user("root@site.example", post="Operator", is_staff=True)
    cvs = cast.organisation("thurrock-cvs")
    with pytest.raises(ActionRefused):
        offered(staff, cvs, role=Role.FORUM_CHAIR)
    offered(staff, cvs, role=Role.CVS_STAFF)
    with pytest.raises(ActionRefused):
        offered(staff, cvs, role=Role.CVS_STAFF, email="second@cvs.example")
    with pytest.raises(ActionRefused):
        offered(staff, cast.group(), role=Role.VCS_MEMBER, email="third@group.example")


def test_each_address_by_role(client: Client, officer: User, cvs_staff: User) -> None:
    membership = offered(officer)
    one = [
        reverse(f"organisations:{name}", args=[membership.pk])
        for name in ("invite_again", "change_post", "end_membership")
    ]
    person = f"{PEOPLE}{membership.user_id}/"
    colleague = cast.person(Role.OFFICER, cast.council())
    reader = cast.person(Role.READ_ONLY, cast.council())
    member = cast.person(Role.VCS_MEMBER, cast.group())
    elsewhere = cast.person(Role.COMPACT_OFFICER, cast.council("southend"))
    expected = {
        # who: the list, the form, the person, what is done to the membership
        None: (302, 302, 302, 302),
        officer: (200, 200, 200, 200),
        colleague: (200, 403, 200, 403),
        reader: (200, 403, 200, 403),
        cvs_staff: (200, 200, 404, 404),
        member: (200, 403, 404, 404),
        elsewhere: (404, 404, 404, 404),
    }
    for who, answers in expected.items():
        client.logout()
        if who is not None:
            client.force_login(who)
        assert [sees(client, url) for url in (PEOPLE, INVITE, person)] == list(answers[:3]), who
        assert {sees(client, url) for url in one} == {answers[3]}, who


def test_the_list_is_of_the_own_sector_with_filters_and_csv(
    client: Client, officer: User, cvs_staff: User
) -> None:
    offered(officer)
    member = cast.person(Role.VCS_MEMBER, cast.group())
    ended = cast.person(Role.OFFICER, cast.council(), "gone@council.example")
    actions.end_membership(membership=ended.memberships.get(), by=officer, at=timezone.now())
    client.force_login(officer)
    for question, addresses in {
        "": {officer.email, NEW, ended.email},
        "?state=invited": {NEW},
        "?state=active": {officer.email},
        "?state=ended": {ended.email},
        "?role=compact_officer": {officer.email},
        "?q=gone": {ended.email},
    }.items():
        text = b"".join(
            client.get(f"{PEOPLE}{question or '?'}&format=csv").streaming_content
        ).decode()
        lines = [*csv.reader(text.splitlines())][1:]
        assert {line[1] for line in lines} == addresses, question
    client.force_login(cvs_staff)
    page = one_line(client.get(PEOPLE))
    assert member.email in page
    assert officer.email not in page


def test_more_people_cost_no_queries(client: Client, officer: User) -> None:
    client.force_login(officer)
    client.get(PEOPLE)
    with CaptureQueriesContext(connection) as few:
        client.get(PEOPLE)
    for number in range(3):
        offered(officer, email=f"n{number}@council.example")
    with CaptureQueriesContext(connection) as more:
        client.get(PEOPLE)
    assert len(few) == len(more)


# Post and end -------------------------------------------------------------------------------------


def test_a_post_that_changes_leaves_history_as_it_was(client: Client, officer: User) -> None:
    person = cast.person(Role.OFFICER, cast.council())
    old = person.post
    cast.agreement(way.DAY, funder=cast.council(), recipient=cast.group())
    done = Event.objects.filter(actor_id=person.pk).count()
    assert done
    client.force_login(officer)
    url = reverse("organisations:change_post", args=[person.memberships.get().pk])
    assert filled_in(client, url, {"post": "Head of grants"}).status_code == 302
    person.refresh_from_db()
    assert person.post == "Head of grants"
    assert Event.objects.filter(actor_id=person.pk, actor_post=old).count() == done


def test_access_ends_at_once_for_a_live_session(client: Client, officer: User) -> None:
    person = cast.person(Role.OFFICER, cast.council())
    membership = person.memberships.get()
    theirs = Client()
    theirs.force_login(person)
    assert sees(theirs, "/areas/thurrock/notices/") == 200
    client.force_login(officer)
    url = reverse("organisations:end_membership", args=[membership.pk])
    assert filled_in(client, url, {}).status_code == 302
    assert theirs.get("/areas/thurrock/notices/")["Location"].startswith("/accounts/login/")
    person.refresh_from_db()
    assert (person.is_active, person.has_usable_password()) == (False, False)
    membership.refresh_from_db()
    assert (membership.ended_by, membership.post_held) == (officer, person.post)
    assert not theirs.login(email=person.email, password="let-me-in-2026")


def test_somebody_with_another_role_keeps_that(officer: User, client: Client) -> None:
    person = cast.person(Role.OFFICER, cast.council())
    other = cast.group()
    Membership.objects.create(
        user=person, area=other.area, organisation=other, role=Role.VCS_MEMBER
    )
    first = person.memberships.get(role=Role.OFFICER)
    actions.end_membership(membership=first, by=officer, at=timezone.now())
    now = User.objects.get(pk=person.pk)
    assert now.is_active
    assert not scope_of(now).may(Right.RECORD, cast.council())
    assert scope_of(now).may(Right.RECORD, other)


def test_a_mediator_keeps_an_account_without_a_role() -> None:
    area = way.Area("thurrock")
    person = cast.person(Role.OFFICER, cast.organisation("essex-police"), "mediates@police.example")
    way.appointed(way.raised(area), area, person)
    actions.end_membership(
        membership=person.memberships.get(), by=area.compact_officer, at=timezone.now()
    )
    person.refresh_from_db()
    assert person.is_active


def test_whoever_left_comes_back_by_a_new_invitation(client: Client, officer: User) -> None:
    person = cast.person(Role.OFFICER, cast.council(), NEW)
    actions.end_membership(membership=person.memberships.get(), by=officer, at=timezone.now())
    membership = offered(officer, post="Head of grants")
    assert client.post(link_of(membership), {"password": PASSWORD}).status_code == 302
    assert client.login(email=NEW, password=PASSWORD)
    assert [each.post_held for each in Membership.objects.filter(user=person).order_by("pk")][
        1
    ] == ("Head of grants")


def test_the_last_who_can_invite_stays_until_there_is_a_successor(
    client: Client, officer: User, cvs_staff: User
) -> None:
    for person in (officer, cvs_staff):
        client.force_login(person)
        url = reverse("organisations:end_membership", args=[person.memberships.get().pk])
        refused = client.get(url)
        assert refused.status_code == 403
        assert "Invite a successor first" in one_line(refused)
        assert client.post(url).status_code == 403
    successor = offered(officer, role=Role.COMPACT_OFFICER)
    client.force_login(officer)
    url = reverse("organisations:end_membership", args=[officer.memberships.get().pk])
    assert sees(client, url) == 403, "an invitation is no successor yet"
    client.post(url)
    Client().post(link_of(successor), {"password": PASSWORD})
    assert filled_in(client, url, {}).status_code == 302
    officer.refresh_from_db()
    assert not officer.is_active


def test_before_the_last_chair_leaves_it_is_said(client: Client, officer: User) -> None:
    chair = cast.person(Role.FORUM_CHAIR, cast.council())
    url = reverse("organisations:end_membership", args=[chair.memberships.get().pk])
    client.force_login(officer)
    assert "only chair of the forum" in one_line(client.get(url))
    cast.person(Role.FORUM_CHAIR, cast.council(), "second@council.example")
    assert "only chair of the forum" not in one_line(client.get(url))


def test_what_is_left_behind_is_said_before_the_button(client: Client) -> None:
    from tests.scene import Scene  # noqa: PLC0415 - makes the whole area

    scene = Scene()
    scene.decision_draft()
    scene.case()
    url = reverse("organisations:end_membership", args=[scene.officer.memberships.get().pk])
    client.force_login(scene.compact_officer)
    page = one_line(client.get(url))
    assert "1 draft, which others of Thurrock Council can go on with" in page
    assert "finding to answer, which others of Thurrock Council can do" in page
    draft = scene.dispute_draft()
    url = reverse("organisations:end_membership", args=[scene.member.memberships.get().pk])
    client.force_login(scene.cvs_staff)
    page = one_line(client.get(url))
    assert f"Nobody else can sign in for {scene.group}" in page
    assert draft.title not in page


def test_what_was_theirs_goes_on_with_their_organisation(client: Client) -> None:
    from tests.scene import Scene  # noqa: PLC0415 - makes the whole area

    scene = Scene()
    draft = scene.decision_draft()
    actions.end_membership(
        membership=scene.officer.memberships.get(), by=scene.compact_officer, at=timezone.now()
    )
    successor = cast.person(Role.OFFICER, scene.council, "next@council.example")
    client.force_login(successor)
    page = client.get("/areas/thurrock/")
    assert draft.act in [act for act, _ in page.context["work"]["drafts"]]


# One's own ----------------------------------------------------------------------------------------


def test_everybody_sees_their_own_roles_and_can_leave(client: Client, officer: User) -> None:
    member = cast.person(Role.VCS_MEMBER, cast.group())
    client.force_login(member)
    assert "Grays Befriending: Voluntary organisation member" in one_line(client.get("/my/roles/"))
    url = reverse("organisations:end_membership", args=[member.memberships.get().pk])
    assert filled_in(client, url, {}).status_code == 302
    member.refresh_from_db()
    assert not member.is_active
    assert sees(client, "/my/roles/") == 302


def test_the_migration_keeps_posts_of_before() -> None:
    person = cast.person(Role.OFFICER, cast.council())
    assert person.memberships.get().post == ""
    module = import_module("organisations.migrations.0008_memberships_keep_their_post")
    module.keep_posts(apps, None)
    assert person.memberships.get().post == person.post
