"""Organisations of an area: who sees them, who keeps them right."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.permissions import ActionRefused
from audit.models import Event
from organisations.actions import add_organisation, change_organisation
from organisations.models import Organisation, Role
from tests import cast
from tests.html import filled_in, one_line

pytestmark = pytest.mark.usefixtures("library")


@pytest.fixture
def officer(library: None) -> User:
    return cast.person(Role.COMPACT_OFFICER, cast.council())


@pytest.fixture
def member(library: None) -> User:
    return cast.person(Role.VCS_MEMBER, cast.group())


def test_adding_writes_an_event_and_a_free_slug(officer: User) -> None:
    common = {"sector": "vcs", "kind": "charity", "by": officer}
    first = add_organisation(area=cast.area(), name="Ockendon Advice", **common)
    second = add_organisation(area=cast.area(), name="Ockendon: Advice", **common)
    assert (first.slug, second.slug) == ("ockendon-advice", "ockendon-advice-2")
    assert Event.objects.filter(verb="organisation.added", chain="thurrock").count() == 2


def test_only_the_areas_compact_officer_adds(member: User) -> None:
    with pytest.raises(ActionRefused, match="Only the compact officer of Thurrock"):
        add_organisation(area=cast.area(), name="X", sector="vcs", kind="charity", by=member)


def test_a_change_keeps_old_and_new(officer: User) -> None:
    group = cast.group()
    change_organisation(
        organisation=group,
        name=group.name,
        kind="charity",
        charity_number="1122334",
        company_number="",
        by=officer,
    )
    event = Event.objects.get(verb="organisation.changed")
    assert event.detail["changed"]["charity_number"] == ["", "1122334"]


def test_the_register_and_a_page(client: Client, officer: User, member: User) -> None:
    url = reverse("organisations:register", args=["thurrock"])
    assert client.get(url).status_code == 302
    for somebody in (officer, member):
        client.force_login(somebody)
        assert "Grays Befriending" in one_line(client.get(url))
    page = client.get(reverse("organisations:organisation", args=["thurrock", "grays-befriending"]))
    assert "Charity number" in one_line(page)
    client.force_login(cast.person(Role.COMPACT_OFFICER, cast.council("southend")))
    assert client.get(url).status_code == 404


def test_rows_of_the_register_cost_no_queries(client: Client, officer: User) -> None:
    client.force_login(officer)
    url = reverse("organisations:register", args=["thurrock"])
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(3):
        cast.group(f"Group {number}")
    with CaptureQueriesContext(connection) as more:
        client.get(url)
    assert len(few) == len(more)


def test_an_organisation_is_added_from_its_page(client: Client, officer: User) -> None:
    client.force_login(officer)
    url = reverse("organisations:add", args=["thurrock"])
    typed = {"name": "Tilbury Carers", "sector": "vcs", "kind": "charity"}
    wrong = typed | {"charity_number": "12", "company_number": "1", "kind": "council"}
    page = one_line(client.post(url, wrong))
    assert "must have 6 or 7 figures" in page
    assert "must have 8 figures or letters" in page
    assert "Select a kind that belongs to the sector" in page
    answer = client.post(url, typed | {"charity_number": "1122334"})
    assert answer.status_code == 302
    assert Organisation.objects.get(slug="tilbury-carers").charity_number == "1122334"
    assert "already has an organisation" in one_line(client.post(url, typed))


def test_others_neither_add_nor_change(client: Client, member: User) -> None:
    client.force_login(member)
    for url in (
        reverse("organisations:add", args=["thurrock"]),
        reverse("organisations:change", args=["thurrock", "grays-befriending"]),
    ):
        refused = client.get(url)
        assert refused.status_code == 403
        assert "Only the compact officer of Thurrock" in one_line(refused)


def test_what_is_on_record_of_an_organisation_is_linked(client: Client, officer: User) -> None:
    client.force_login(officer)
    sides = {
        cast.council(): {"funder": 3, "payer": 1},
        cast.group(): {"recipient": 2, "claimant": 1},
    }
    for body, links in sides.items():
        url = reverse("organisations:organisation", args=["thurrock", body.slug])
        page = one_line(client.get(url))
        assert {side: page.count(f"?{side}={body.pk}") for side in links} == links


def test_an_organisation_is_changed(client: Client, officer: User) -> None:
    cast.group()
    client.force_login(officer)
    url = reverse("organisations:change", args=["thurrock", "grays-befriending"])
    assert client.get(url).status_code == 200
    typed = {"name": "Grays Befriending", "kind": "charity", "company_number": "01234567"}
    assert filled_in(client, url, typed).status_code == 302
    assert Organisation.objects.get(slug="grays-befriending").company_number == "01234567"
