"""One organisation out of thousands: found by typing, with and without JavaScript."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from organisations.forms import FEW, OrganisationField, OrganisationsField
from organisations.models import Organisation, Role, Sector
from pages.forms import PageForm
from tests import cast
from tests.html import one_line

pytestmark = pytest.mark.usefixtures("library")
SEARCH = "/areas/thurrock/organisations/search/"
MOST_BYTES = 60_000  # a register of 50 rows, with its filters


class OneForm(PageForm):
    recipient = OrganisationField(label="Recipient", sector=Sector.VCS)

    def __init__(self, sent: str) -> None:
        super().__init__(QueryDict(sent))
        self.fields["recipient"].search_in("thurrock")  # type: ignore[attr-defined]


class SeveralForm(PageForm):
    members = OrganisationsField(label="Members", sector=Sector.VCS, required=False)

    def __init__(self, sent: str = "", **kwargs: object) -> None:
        super().__init__(QueryDict(sent) if sent else None, **kwargs)
        self.fields["members"].search_in("thurrock")  # type: ignore[attr-defined]


@pytest.fixture
def groups(library: None) -> list[Organisation]:
    names = ("Grays Befriending", "Grays Carers", "South Grays Sheds", "Tilbury Carers")
    return [cast.group(name) for name in names]


@pytest.fixture
def officer(library: None) -> User:
    return cast.person(Role.COMPACT_OFFICER, cast.council())


def many(count: int) -> None:
    area = cast.area()
    Organisation.objects.bulk_create(
        Organisation(
            area=area, slug=f"group-{n}", name=f"Group {n} of Neighbours", sector=Sector.VCS,
            kind="community-group",
        )
        for n in range(count)
    )  # fmt: skip


# What is typed


@pytest.mark.parametrize("typed", ["Grays Carers", "  grays   CARERS "])
def test_a_name_is_found_whatever_its_capitals_and_spaces(
    groups: list[Organisation], typed: str
) -> None:
    form = OneForm(f"recipient={typed}")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["recipient"] == groups[1]


def test_a_charity_number_or_a_key_will_do(groups: list[Organisation]) -> None:
    Organisation.objects.filter(pk=groups[0].pk).update(charity_number="1041234")
    assert OneForm("recipient=1041234").fields["recipient"].clean(["1041234"]) == groups[0]
    by_key = OneForm(f"recipient={groups[3].pk}")
    assert by_key.is_valid()
    assert 'value="Tilbury Carers"' in one_line(str(by_key["recipient"]))


def test_part_of_a_name_brings_those_that_fit_to_choose_from(groups: list[Organisation]) -> None:
    form = OneForm("recipient=grays")
    assert not form.is_valid()
    assert form.errors["recipient"] == [
        "Recipient: “grays” is not the full name of an organisation. Choose which you mean"
    ]
    shown = one_line(str(form["recipient"]))
    assert 'value="grays"' in shown
    places = [shown.index(f">{each.name}<") for each in groups[:3]]
    assert places == sorted(places)
    assert "Tilbury" not in shown
    chosen = OneForm(f"recipient=grays&recipient={groups[2].pk}")
    assert chosen.is_valid()
    assert chosen.cleaned_data["recipient"] == groups[2]


def test_a_choice_that_the_text_no_longer_fits_does_not_count(groups: list[Organisation]) -> None:
    assert not OneForm(f"recipient=tilb&recipient={groups[0].pk}").is_valid()
    full = OneForm(f"recipient=Tilbury Carers&recipient={groups[0].pk}")
    assert full.is_valid()
    assert full.cleaned_data["recipient"] == groups[3]


def test_a_name_that_is_misspelt_brings_its_like(groups: list[Organisation]) -> None:
    form = OneForm("recipient=Greys Befreinding")
    assert not form.is_valid()
    assert ">Grays Befriending<" in one_line(str(form["recipient"]))


def test_a_name_that_nobody_has_is_said_to_be_so(groups: list[Organisation]) -> None:
    assert OneForm("recipient=Zzyzx").errors["recipient"] == [
        "Recipient: no organisation on record is called “Zzyzx”. Check how it is spelt"
    ]
    assert OneForm("recipient=").errors["recipient"] == ["Enter the recipient"]


def test_another_sector_or_area_is_not_found(groups: list[Organisation]) -> None:
    assert not OneForm("recipient=Thurrock Council").is_valid()
    other = cast.group("Leigh Sailors", "southend")
    assert not OneForm(f"recipient={other.pk}").is_valid()
    assert not OneForm("recipient=Leigh Sailors").is_valid()


# A list where they are few


class RaiserLikeForm(OneForm):
    def __init__(self, sent: str) -> None:
        super().__init__(sent)
        self.fields["recipient"].offer_few()  # type: ignore[attr-defined]


def test_few_are_listed_and_many_are_searched(groups: list[Organisation]) -> None:
    few = RaiserLikeForm(f"recipient={groups[1].pk}")
    assert few.is_valid()
    assert few.cleaned_data["recipient"] == groups[1]
    shown = one_line(str(few["recipient"]))
    assert '<option value="Grays Carers" selected>Grays Carers</option>' in shown
    assert RaiserLikeForm("recipient=Tilbury Carers").is_valid()
    many(FEW)
    assert 'data-search="/areas/thurrock/organisations/search/?sector=vcs"' in one_line(
        str(RaiserLikeForm("recipient=Tilbury Carers")["recipient"])
    )


# Several


def test_several_are_ticked_or_typed(groups: list[Organisation]) -> None:
    form = SeveralForm(f"members={groups[0].pk}&members=Tilbury Carers; grays carers")
    assert form.is_valid()
    assert form.cleaned_data["members"] == [groups[0], groups[3], groups[1]]
    assert one_line(str(form["members"])).count(" checked>") == 3


def test_of_several_the_unclear_stay_typed_and_the_clear_ticked(
    groups: list[Organisation],
) -> None:
    form = SeveralForm("members=Tilbury Carers; befriend")
    assert form.errors["members"] == [
        "Members: “befriend” is not the full name of an organisation. Choose which you mean"
    ]
    shown = one_line(str(form["members"]))
    assert f'value="{groups[3].pk}" id="id_members_c{groups[3].pk}" checked>' in shown
    assert f'value="{groups[0].pk}" id="id_members_0">' in shown
    assert 'value="befriend"' in shown


def test_several_that_were_kept_are_shown_ticked(groups: list[Organisation]) -> None:
    form = SeveralForm(initial={"members": [groups[1].pk, groups[2].pk]})
    assert one_line(str(form["members"])).count(" checked>") == 2
    assert SeveralForm("members=").is_valid()


# The search that answers while one types


def test_search_puts_those_that_begin_so_first(
    client: Client, officer: User, groups: list[Organisation]
) -> None:
    client.force_login(officer)
    answer = client.get(SEARCH, {"q": "grays"}).json()
    assert answer == {
        "names": ["Grays Befriending", "Grays Carers", "South Grays Sheds"],
        "more": False,
    }
    assert client.get(SEARCH, {"q": "carers til"}).json()["names"] == ["Tilbury Carers"]
    assert client.get(SEARCH, {"q": "thurrock", "sector": "vcs"}).json()["names"] == [
        "Thurrock CVS"
    ]
    for nothing in ({}, {"q": "  "}, {"q": "\0"}, {"q": "%"}):
        assert client.get(SEARCH, nothing).json()["names"] == []


def test_search_returns_ten_and_says_that_there_are_more(client: Client, officer: User) -> None:
    many(30)
    client.force_login(officer)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(SEARCH, {"q": "neighbours"}).json()
    assert len(answer["names"]) == 10
    assert answer["more"] is True
    assert len(asked) <= 5


def test_search_is_for_people_of_the_area(client: Client, groups: list[Organisation]) -> None:
    assert client.get(SEARCH, {"q": "grays"}).status_code == 302
    client.force_login(cast.person(Role.READ_ONLY, cast.council("southend")))
    assert client.get(SEARCH, {"q": "grays"}).status_code == 404
    client.force_login(cast.person(Role.VCS_MEMBER, groups[0]))
    assert client.get(SEARCH, {"q": "grays"}).status_code == 200
    assert client.post(SEARCH, {"q": "grays"}).status_code == 405


# What it weighs


PAGES = ["funding:notices", "funding:agreements", "funding:claims", "funding:agreement_new"]


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_a_page_stays_small_with_three_thousand_organisations(
    client: Client, officer: User, name: str
) -> None:
    client.force_login(officer)
    url = reverse(name, args=["thurrock"])
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    many(3000)
    with CaptureQueriesContext(connection) as more:
        page = client.get(url)
    assert page.status_code == 200
    assert "Group 7 of" not in one_line(page)
    assert len(page.content) < MOST_BYTES
    assert len(more) == len(few)


def test_a_register_is_narrowed_by_a_name(client: Client, officer: User, on: object) -> None:
    cast.notice(on, reference="N-1", recipient=cast.group("Tilbury Carers"))  # type: ignore[arg-type]
    cast.notice(on, reference="N-2", recipient=cast.group("Grays Carers"))  # type: ignore[arg-type]
    client.force_login(officer)
    url = reverse("funding:notices", args=["thurrock"])
    assert "<strong>1 notice</strong>" in one_line(client.get(url, {"recipient": "tilbury carers"}))
    unclear = one_line(client.get(url, {"recipient": "carers"}))
    assert "is not the full name of an organisation" in unclear
    assert unclear.count('type="radio" name="recipient"') == 2
