"""A mediator or panel member is invited by post and address, whether or not the address is known."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.permissions import ActionRefused
from disputes import actions
from disputes.models import Dispute
from notifications.actions import telling
from notifications.tasks import send_messages
from tests import cast
from tests.disputes import way
from tests.html import one_line

pytestmark = pytest.mark.django_db
DAY = way.DAY
KNOWN, UNKNOWN = "mediator@test.example", "nobody.yet@test.example"
POST = "Mediator, Anglian Mediation"


@pytest.fixture
def area(library: None) -> way.Area:
    way.mediator(KNOWN)
    return way.Area("thurrock")


@pytest.fixture
def dispute(area: way.Area) -> Dispute:
    return way.raised(area)


def typed(dispute: Dispute, email: str) -> dict[str, str]:
    return {
        "post": POST, "email": email, "part": "mediator", "why": "Trained.",
        "version": str(way.fresh(dispute).version),
    }  # fmt: skip


def proposes(client: Client, dispute: Dispute, email: str, who: User) -> str:
    client.force_login(who)
    url = reverse("disputes:neutral", args=[dispute.pk])
    page = one_line(client.post(url, typed(dispute, email), follow=True))
    return page.replace(email, "ADDRESS")


def test_the_page_says_the_same_of_an_address_that_is_known_and_one_that_is_not(
    client: Client, area: way.Area
) -> None:
    told = []
    for email in (KNOWN, UNKNOWN):
        dispute = way.raised(area)
        page = proposes(client, dispute, email, area.officer)
        assert "The other side has been asked to agree" in page
        (neutral,) = dispute.neutrals.all()
        assert neutral.user.email == email
        assert neutral.called == POST
        client.force_login(area.member)
        told.append(one_line(client.get(dispute.get_absolute_url())))
        assert POST in told[-1]
    assert "Essex Mediation" not in "".join(told)  # the post of the account that was known


def test_a_closed_account_is_not_told_of_either(
    client: Client, area: way.Area, dispute: Dispute
) -> None:
    User.objects.filter(email=KNOWN).update(is_active=False)
    assert "asked to agree" in proposes(client, dispute, KNOWN, area.officer)
    actions.agree_neutral(neutral=dispute.neutrals.get(), by=area.member, at=cast.at(DAY))
    send_messages()
    assert [each.to for each in mail.outbox if KNOWN in each.to] == []


def test_whoever_is_new_is_mailed_the_way_in_once_both_have_agreed(
    client: Client, area: way.Area, dispute: Dispute
) -> None:
    telling.start_from_here()
    proposes(client, dispute, UNKNOWN, area.officer)
    send_messages()
    assert mail.outbox == []
    actions.agree_neutral(neutral=dispute.neutrals.get(), by=area.member, at=cast.at(DAY))
    send_messages()
    (message,) = mail.outbox
    assert message.to == [UNKNOWN]
    assert reverse("account_reset_password") in message.body
    assert way.SECRET not in message.body
    person = User.objects.get(email=UNKNOWN)
    assert not person.has_usable_password()
    client.force_login(person)
    assert dispute.reference in one_line(client.get(reverse("desk")))


@pytest.mark.parametrize("who", ["reader", "other_member", "cvs_staff", "chair_cvs"])
def test_only_the_parties_invite(area: way.Area, dispute: Dispute, who: str) -> None:
    with pytest.raises(ActionRefused):
        actions.invite_neutral(
            dispute=dispute, email=UNKNOWN, post=POST, part="mediator", why="",
            by=area.everybody[who], at=cast.at(DAY),
        )  # fmt: skip
    assert not User.objects.filter(email=UNKNOWN).exists()


def test_nobody_of_a_party_is_invited(area: way.Area, dispute: Dispute) -> None:
    with pytest.raises(ActionRefused, match="this person acts for Thurrock Council"):
        actions.invite_neutral(
            dispute=dispute, email=area.reader.email, post=POST, part="panel", why="",
            by=area.member, at=cast.at(DAY),
        )  # fmt: skip
