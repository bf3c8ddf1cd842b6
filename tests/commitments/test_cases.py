"""A case: the body replies, a chair of another organisation decides, a remedy is recorded."""

from datetime import date

import pytest

from accounts.permissions import ActionRefused
from audit.models import Event
from commitments.acts import void_act
from commitments.cases import determine, record_remedy, reply
from commitments.models import Breach
from tests.cast import at, council, group, notice, organisation, person

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
LATER = date(2026, 12, 8)


@pytest.fixture
def breach():
    notice(TODAY, received_on=date(2026, 11, 20), last_day=date(2026, 12, 31))
    return Breach.objects.get()


@pytest.fixture
def officer():
    return person("officer", council())


@pytest.fixture
def cvs_chair():
    return person("forum_chair", organisation("thurrock-cvs"))


def confirm(breach, chair, on=LATER):
    return determine(breach, by=chair, decision="confirmed", reasons="Short.", on=on, at=at(on))


def answered(breach, officer):
    return reply(breach, by=officer, position="accepts", text="We were late.", at=at(TODAY))


def test_reply_moves_the_case_and_is_kept(breach, officer):
    answered(breach, officer)
    breach.refresh_from_db()
    assert breach.state == "answered"
    assert Event.objects.about(breach).filter(verb="breach.answered").count() == 1


def test_nobody_else_replies(breach, cvs_chair):
    with pytest.raises(ActionRefused, match="Only Thurrock Council has the right of reply"):
        reply(breach, by=cvs_chair, position="accepts", text="Yes.", at=at(TODAY))


def test_chair_waits_for_the_right_of_reply(breach, cvs_chair):
    with pytest.raises(ActionRefused, match="may still reply, until 7 December 2026"):
        confirm(breach, cvs_chair, on=date(2026, 12, 7))


def test_chair_decides_after_the_right_of_reply(breach, cvs_chair):
    confirm(breach, cvs_chair)
    breach.refresh_from_db()
    assert breach.state == "confirmed"


def test_chair_decides_at_once_when_answered(breach, officer, cvs_chair):
    answered(breach, officer)
    confirm(breach, cvs_chair, on=TODAY)
    breach.refresh_from_db()
    assert breach.state == "confirmed"


def test_chair_never_decides_a_case_of_their_own_organisation(breach):
    chair = person("forum_chair", council())
    with pytest.raises(ActionRefused, match="Nobody decides a case of their own organisation"):
        confirm(breach, chair)


def test_chair_of_the_recipient_does_not_decide_either(breach):
    with pytest.raises(ActionRefused, match="you act for Grays Befriending"):
        confirm(breach, person("forum_chair", group()))


def test_officer_is_no_chair(breach, officer):
    with pytest.raises(ActionRefused, match="Only a chair of the forum"):
        confirm(breach, officer)


def test_case_is_decided_once(breach, cvs_chair):
    confirm(breach, cvs_chair)
    with pytest.raises(ActionRefused, match="decided or closed"):
        confirm(breach, cvs_chair)


def test_remedy_follows_confirmation(breach, officer, cvs_chair):
    with pytest.raises(ActionRefused, match="once a case has been confirmed"):
        record_remedy(breach, by=officer, remedied_on=LATER, remedy="Paid to March.")
    confirm(breach, cvs_chair)
    record_remedy(breach, by=officer, remedied_on=LATER, remedy="Paid to March.")
    breach.refresh_from_db()
    assert (breach.state, breach.remedied_on) == ("remedied", LATER)


def test_voiding_the_record_closes_its_case_and_its_checks(breach, officer):
    act = breach.check_made.act
    void_act(act, by=officer, reason="Entered twice.", on=TODAY, at=at(TODAY))
    breach.refresh_from_db()
    assert (breach.state, breach.closed_because) == ("closed", "voided")
    assert act.checks.filter(voided=False).count() == 0
