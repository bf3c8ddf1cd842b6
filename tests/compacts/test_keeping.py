"""An area goes on keeping an expired compact: who may say so, until when, and why."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.permissions import ActionRefused
from audit.models import Event
from compacts.actions.keeping import end_keeping, keep_by_agreement
from compacts.models import Compact, KeptByAgreement
from compacts.permissions import may_keep
from compacts.standing import standing_of
from tests.cast import at, council, group, person
from tests.html import filled_in, one_line

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]

DAY = date(2018, 1, 8)
ADDRESS = "/compacts/stockton-2014/keep/"
TYPED = {"until_0": "31", "until_1": "8", "until_2": "2027", "reason": "Both sides agreed in May."}


@pytest.fixture
def stockton() -> Compact:
    return Compact.objects.get(slug="stockton-2014")


@pytest.fixture
def officer():
    return person("compact_officer", council("stockton"))


@pytest.fixture
def kept(stockton, officer) -> KeptByAgreement:
    return keep_by_agreement(
        stockton, by=officer, until=date(2027, 8, 31), reason="Agreed.", at=at(DAY)
    )


def test_compact_officer_records_it(client, officer, stockton):
    client.force_login(officer)
    assert client.get(ADDRESS).status_code == 200
    answer = filled_in(client, ADDRESS, TYPED, follow=True)
    assert "Expired, kept by agreement" in one_line(answer)
    kept = stockton.kept_by_agreement.get()
    assert (kept.until, kept.recorded_by) == (date(2027, 8, 31), officer)
    event = Event.objects.get(verb="compact.kept_by_agreement")
    assert event.detail == {"until": "2027-08-31", "reason": "Both sides agreed in May."}


def test_date_must_be_after_the_compacts_own_end(client, officer, stockton):
    client.force_login(officer)
    answer = filled_in(client, ADDRESS, TYPED | {"until_2": "2016"})
    assert "after the compact&#x27;s own last day" in one_line(answer)
    with pytest.raises(ActionRefused, match="own last day"):
        keep_by_agreement(
            stockton, by=officer, until=date(2017, 8, 31), reason="Agreed.", at=at(DAY)
        )
    assert not stockton.kept_by_agreement.exists()


def test_reason_is_needed(client, officer, stockton):
    client.force_login(officer)
    answer = filled_in(client, ADDRESS, TYPED | {"reason": " "})
    assert "#id_reason" in one_line(answer)
    with pytest.raises(ActionRefused, match="Say how"):
        keep_by_agreement(stockton, by=officer, until=date(2027, 8, 31), reason=" ", at=at(DAY))


@pytest.mark.parametrize("role", ["officer", "forum_chair", "read_only", "cvs_staff", "vcs_member"])
def test_other_roles_are_refused_with_a_sentence(client, role, stockton):
    user = person(role, group(area_slug="stockton"))
    client.force_login(user)
    answer = client.post(ADDRESS, TYPED)
    assert answer.status_code == 403
    assert "Only the compact officer of Stockton-on-Tees can do this." in one_line(answer)


def test_officer_of_another_area_is_refused(stockton):
    assert not may_keep(person("compact_officer", council("thurrock")), stockton)


def test_stranger_is_sent_to_sign_in(client):
    assert client.get(ADDRESS).status_code == 302


@pytest.mark.parametrize("slug", ["thurrock-2012", "thurrock-2006"])
def test_only_an_edition_that_ended_without_a_successor_is_kept(slug):
    user = person("compact_officer", council("thurrock"))
    assert not may_keep(user, Compact.objects.get(slug=slug))


def test_standing_follows_the_agreement(kept, stockton):
    assert standing_of(stockton, date(2017, 8, 31)).words == "In force"
    assert standing_of(stockton, date(2027, 8, 31)).kept_until == date(2027, 8, 31)
    assert standing_of(stockton, date(2027, 9, 1)).words == "Expired"


def test_agreement_can_be_ended_once(client, kept, officer, stockton):
    client.force_login(officer)
    address = reverse("compacts:end-keeping", args=[stockton.slug, kept.pk])
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 403
    kept.refresh_from_db()
    assert kept.ended_by == officer
    assert Event.objects.filter(verb="compact.keeping_ended").count() == 1
    assert standing_of(stockton, DAY).words == "Expired"


def test_stranger_cannot_end_it(kept):
    with pytest.raises(ActionRefused):
        end_keeping(kept, by=person("officer", council("stockton")), at=at(DAY))
