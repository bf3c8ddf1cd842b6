"""Following by e-mail: asked, confirmed from the mailbox, ended with one click, forgotten."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from consultations.actions.changes import cancel_consultation
from notifications.actions.following import CONFIRM_WITHIN
from notifications.models import Message, Subscription
from notifications.tasks import forget_addresses, send_messages
from organisations.models import Area
from tests import cast
from tests.consultations.made import TODAY, draft, published
from tests.html import one_line

pytestmark = pytest.mark.django_db
ADDRESS = "carer@group.example"


def ask(client: Client, consultation, email: str = ADDRESS):
    address = reverse("notifications:follow_consultation", args=[consultation.pk])
    return client.post(address, {"email": email})


def link_in(message, word: str) -> str:
    found = re.search(rf"{re.escape(settings.SITE_URL)}(\S*/{word}/)", message.body)
    assert found is not None
    return found.group(1)


@pytest.fixture
def consultation(officer, lead):
    return published(officer, lead)


@pytest.fixture
def follower(client, consultation) -> Subscription:
    ask(client, consultation)
    send_messages()
    client.post(link_in(mail.outbox.pop(), "confirm"))
    return Subscription.objects.get()


def test_nothing_is_followed_before_it_is_confirmed(client, consultation):
    answer = ask(client, consultation)
    assert answer.status_code == 302
    assert "Look into your mailbox" in one_line(client.get(answer["Location"]))
    send_messages()
    (message,) = mail.outbox
    assert message.to == [ADDRESS]
    link = link_in(message, "confirm")
    page = client.get(link)  # a scanner opens every link, and confirms nothing
    assert "Yes, follow by e-mail" in one_line(page)
    assert Subscription.objects.get().confirmed_at is None
    assert "You follow it now" in one_line(client.post(link))
    assert Subscription.objects.get().confirmed_at is not None
    assert client.post(link).status_code == 200  # a second press does no harm


def test_confirming_is_guarded_against_forged_forms(client, consultation):
    ask(client, consultation)
    send_messages()
    stern = Client(enforce_csrf_checks=True)
    assert stern.post(link_in(mail.outbox[0], "confirm")).status_code == 403
    assert Subscription.objects.get().confirmed_at is None


def test_the_answer_is_the_same_for_a_known_address(client, consultation, follower):
    known, unknown = ask(client, consultation), ask(client, consultation, "new@group.example")
    assert known.status_code == unknown.status_code
    assert known["Location"] == unknown["Location"]
    send_messages()
    told = {message.to[0]: message.subject for message in mail.outbox}
    assert told[ADDRESS].startswith("You follow")
    assert told["new@group.example"].startswith("Confirm")
    assert Subscription.objects.count() == 2


def test_one_click_ends_it_and_the_address_is_gone(client, consultation, follower):
    ask(client, consultation)
    send_messages()
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = headers["List-Unsubscribe"].strip("<>").removeprefix(settings.SITE_URL)
    machine = Client(enforce_csrf_checks=True)
    answer = machine.post(link, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    follower.refresh_from_db()
    assert follower.email == ""
    assert follower.ended_at is not None
    assert not Message.objects.filter(to=ADDRESS).exists()
    assert machine.post(link).status_code == 200
    assert "Your address has been deleted" in one_line(client.get(link))


def test_opening_the_stop_page_ends_nothing(client, follower, consultation):
    ask(client, consultation)
    send_messages()
    page = client.get(link_in(mail.outbox[0], "stop"))
    assert "Stop the e-mails" in one_line(page)
    assert Subscription.objects.confirmed().count() == 1


def test_what_is_on_its_way_is_taken_back(client, consultation, follower):
    ask(client, consultation)
    assert Message.objects.waiting().count() == 1
    link = reverse("notifications:stop", args=[token(follower)])
    client.post(link)
    send_messages()
    assert mail.outbox == []


def token(subscription: Subscription) -> str:
    from notifications.tokens import token_of  # noqa: PLC0415 - named like its result elsewhere

    return token_of(subscription)


@pytest.mark.parametrize("forged", ["abc", "abc.def", "a.b.c"])
def test_forged_links_open_nothing(client, follower, forged):
    assert client.get(reverse("notifications:stop", args=[forged])).status_code == 404
    assert client.post(reverse("notifications:stop", args=[forged])).status_code == 404
    assert client.get(reverse("notifications:confirm", args=[forged])).status_code == 410
    unsigned = reverse("notifications:stop", args=[follower.nonce])
    assert client.post(unsigned).status_code == 404


def test_the_link_dies_after_seven_days_and_the_row_with_it(client, consultation):
    ask(client, consultation)
    send_messages()
    link = link_in(mail.outbox[0], "confirm")
    with time_machine.travel(cast.at(TODAY) + CONFIRM_WITHIN + timedelta(minutes=1), tick=False):
        assert client.post(link).status_code == 410
        forget_addresses()
        assert not Subscription.objects.exists()
        assert not Message.objects.filter(to=ADDRESS).exists()
        assert client.get(link).status_code == 410


def test_addresses_go_when_it_has_run_its_course(client, officer, consultation, follower):
    said = {"by": officer, "on": TODAY, "at": cast.at(TODAY)}
    cancel_consultation(consultation=consultation, reason="No money.", **said)
    forget_addresses()
    assert Subscription.objects.confirmed().count() == 1
    with time_machine.travel(cast.at(TODAY + timedelta(days=92)), tick=False):
        forget_addresses()
    assert Subscription.objects.get().email == ""
    assert not Message.objects.exclude(to="").exists()


def test_one_address_is_not_flooded(client, consultation):
    for _ in range(6):
        assert ask(client, consultation).status_code == 302
    assert Message.objects.count() == 3


def test_one_place_does_not_ask_for_hundreds(client, consultation):
    answers = [ask(client, consultation, f"p{n}@x.example").status_code for n in range(22)]
    assert answers[:20] == [302] * 20
    assert answers[20:] == [429, 429]


def test_a_faulty_address_is_named(client, consultation):
    page = ask(client, consultation, "not an address")
    assert page.status_code == 200
    assert "There is a problem" in one_line(page)


def test_what_cannot_be_followed(client, officer, lead, consultation):
    planned = draft(officer, lead, "Secret plan")
    address = reverse("notifications:follow_consultation", args=[planned.pk])
    assert client.get(address).status_code == 404
    said = {"by": officer, "on": TODAY, "at": cast.at(TODAY)}
    cancel_consultation(consultation=consultation, reason="No money.", **said)
    page = client.get(reverse("notifications:follow_consultation", args=[consultation.pk]))
    assert "has been cancelled" in one_line(page)
    assert ask(client, consultation).status_code == 403
    assert not Subscription.objects.exists()


def test_an_area_is_followed_too(client, library):
    address = reverse("notifications:follow_area", args=["thurrock"])
    assert "Consultations in Thurrock" in one_line(client.get(address))
    client.post(address, {"email": ADDRESS})
    assert Subscription.objects.get().area == Area.objects.get(slug="thurrock")


def test_the_database_keeps_the_address_to_its_time(consultation, follower):
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.filter(pk=follower.pk).update(ended_at=cast.at(TODAY))
    again = {"consultation": consultation, "nonce": "n", "asked_at": cast.at(TODAY)}
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.create(email=ADDRESS.upper(), **again)
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.create(email="x@x.example", area=consultation.act.area, **again)
