"""Giving people their roles from the command line."""

from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from accounts.models import User
from audit.models import Event
from organisations.models import Membership
from organisations.permissions import Right, scope_of
from tests.cast import council

pytestmark = pytest.mark.django_db

WHO = ("new.officer@council.example", "thurrock", "thurrock-council", "officer")


def test_invited_person_gets_an_account_and_the_role():
    call_command("invite", *WHO, post="Grants officer, Thurrock Council", stdout=StringIO())
    user = User.objects.get(email=WHO[0])
    assert scope_of(user).may(Right.RECORD, council())
    assert not user.has_usable_password()
    assert Event.objects.filter(verb="membership.given").count() == 1


def test_invited_person_sets_a_password_by_e_mail(client):
    call_command("invite", *WHO, stdout=StringIO())
    client.post("/accounts/password/reset/", {"email": WHO[0]})
    assert [message.to for message in mail.outbox] == [[WHO[0]]]


def test_inviting_twice_gives_one_role():
    for _ in range(2):
        call_command("invite", *WHO, stdout=StringIO())
    assert Membership.objects.filter(user__email=WHO[0]).count() == 1


def test_ended_role_opens_nothing_and_stays_on_record():
    call_command("invite", *WHO, stdout=StringIO())
    call_command("invite", *WHO, "--end", stdout=StringIO())
    user = User.objects.get(email=WHO[0])
    assert not scope_of(user).areas
    assert Membership.objects.filter(user=user).count() == 1
    with pytest.raises(CommandError, match="does not hold that role"):
        call_command("invite", *WHO, "--end")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("nobody", *WHO[1:]), "not an e-mail address"),
        ((WHO[0], "thurrock", "thurrock", "officer"), "It has: .*thurrock-council"),
    ],
)
def test_mistake_is_named(given, said):
    with pytest.raises(CommandError, match=said):
        call_command("invite", *given)
