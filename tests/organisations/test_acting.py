"""Somebody with several organisations acts for one at a time; until they choose, they read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit.models import Event
from organisations.models import Membership, Organisation, Role
from organisations.permissions import Right, held_by, needs_second_factor, scope_of
from tests import cast
from tests.disputes import way
from tests.funding.way import parts
from tests.html import filled_in, one_line
from tests.queries import no_query_twice

pytestmark = pytest.mark.usefixtures("library")

ACT_FOR = "/act-for/"
ADD = "/areas/thurrock/organisations/add/"
CHOIR = {"name": "Tilbury Choir", "sector": "vcs", "kind": "charity"}


@pytest.fixture
def both() -> User:
    """The compact officer of Thurrock, who is a trustee of a group next door, too."""
    user = cast.person(Role.COMPACT_OFFICER, cast.council())
    _join(user, cast.group("Shoebury Sheds", "southend"), Role.VCS_MEMBER, "Trustee")
    return user


def _join(user: User, body: Organisation, role: Role, post: str) -> None:
    Membership.objects.create(user=user, area=body.area, organisation=body, role=role, post=post)


def chosen(client: Client, body: Organisation) -> Any:
    return client.post(ACT_FOR, {"organisation": body.pk})


def test_nothing_chosen_reads_everything_and_writes_nothing(client: Client, both: User) -> None:
    client.force_login(both)
    desk = one_line(client.get("/desk/"))
    assert "Choose at the top of the page for which you act" in desk
    for area in ("thurrock", "southend"):
        assert client.get(f"/areas/{area}/").status_code == 200
    refused = client.post(ADD, CHOIR)
    assert refused.status_code == 403
    assert "Choose at the top of the page for which you act" in one_line(refused)
    assert not Organisation.objects.filter(name="Tilbury Choir").exists()


def test_acting_for_one_has_the_rights_of_that_one_alone(client: Client, both: User) -> None:
    group = cast.group("Shoebury Sheds", "southend")
    client.force_login(both)
    assert chosen(client, group)["Location"] == "/areas/southend/"
    page = one_line(client.get("/areas/southend/"))
    assert f'value="{group.pk}" selected>Shoebury Sheds, Southend' in page
    assert "Trustee, for Shoebury Sheds" in page
    away = client.get("/areas/thurrock/")
    assert away.status_code == 404
    assert "If the page belongs to another, choose that one" in one_line(away)
    assert client.post(ADD, CHOIR).status_code == 404
    chosen(client, cast.council())
    assert client.get("/areas/southend/").status_code == 404
    assert filled_in(client, ADD, CHOIR).status_code == 302
    client.post(ACT_FOR, {"organisation": ""})
    assert client.post(ADD, CHOIR | {"name": "Another"}).status_code == 403


def test_the_log_says_for_whom(client: Client, both: User) -> None:
    client.force_login(both)
    chosen(client, cast.council())
    filled_in(client, ADD, CHOIR)
    assert Event.objects.get(verb="organisation.added").actor_post == both.post
    chosen(client, cast.group("Shoebury Sheds", "southend"))
    notice = cast.notice(
        way.DAY, funder=cast.council("southend"), recipient=cast.group("Shoebury Sheds", "southend"),
        received_on=way.DAY, last_day=way.DAY + timedelta(weeks=30),
    )  # fmt: skip
    url = reverse("funding:acknowledge", args=[notice.pk])
    sent = filled_in(client, url, parts("received_on", way.DAY))
    assert sent.status_code == 302
    told = Event.objects.get(verb="notice.acknowledged")
    assert (told.actor_id, told.actor_post) == (both.pk, "Trustee, for Shoebury Sheds")


def test_two_organisations_of_one_area_are_two_hats(client: Client) -> None:
    """Acting for the CVS, its policy lead does not use what they may as a council's officer."""
    user = cast.person(Role.CVS_STAFF, cast.organisation("thurrock-cvs"))
    _join(user, cast.council(), Role.OFFICER, "Grants officer")
    client.force_login(user)
    draft = "/areas/thurrock/decisions/new/"
    chosen(client, cast.organisation("thurrock-cvs"))
    assert client.get("/areas/thurrock/people/invite/").status_code == 200
    cvs_status = client.get(draft).status_code
    chosen(client, cast.council())
    assert client.get("/areas/thurrock/people/invite/").status_code == 403
    assert (cvs_status, client.get(draft).status_code) != (200, 200)


def test_the_choice_is_of_ones_own_organisations_and_lasts_as_they_do(
    client: Client, both: User
) -> None:
    client.force_login(both)
    assert chosen(client, cast.group()).status_code == 404
    assert client.post(ACT_FOR, {"organisation": "x"}).status_code == 404
    group = cast.group("Shoebury Sheds", "southend")
    chosen(client, group)
    both.memberships.filter(organisation=group).update(ended_at="2026-01-01T00:00Z")
    assert client.get("/areas/thurrock/").status_code == 200, "one is left: there is no choice"
    assert "You act for" not in one_line(client.get("/areas/thurrock/"))


def test_who_has_one_organisation_is_never_asked(client: Client) -> None:
    user = cast.person(Role.COMPACT_OFFICER, cast.council())
    _join(user, cast.council(), Role.FORUM_CHAIR, user.post)
    client.force_login(user)
    assert client.get("/desk/")["Location"] == "/areas/thurrock/"
    assert "You act for" not in one_line(client.get("/areas/thurrock/"))
    assert filled_in(client, ADD, CHOIR).status_code == 302


def test_outside_a_request_everything_counts(both: User) -> None:
    user = User.objects.get(pk=both.pk)
    assert {each.area.slug for each in scope_of(user).memberships} == {"thurrock", "southend"}
    narrowed = User.objects.get(pk=both.pk)
    narrowed._acts_for = cast.group("Shoebury Sheds", "southend").pk
    assert not scope_of(narrowed).may_in(cast.area().pk, Right.RUN)
    assert len(held_by(narrowed)) == 2
    assert needs_second_factor(narrowed), "no choice avoids the second step"


def test_what_is_ones_own_needs_no_choice(client: Client, both: User) -> None:
    client.force_login(both)
    theirs = both.memberships.get(role=Role.VCS_MEMBER)
    url = reverse("organisations:end_membership", args=[theirs.pk])
    assert filled_in(client, url, {}).status_code == 302
    theirs.refresh_from_db()
    assert theirs.ended_at is not None


def test_the_choice_costs_no_second_query(client: Client, both: User) -> None:
    client.force_login(both)
    chosen(client, cast.council())
    no_query_twice(client, "/areas/thurrock/organisations/", at_most=9)
