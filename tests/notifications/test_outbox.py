"""From the log to the mailbox: each event once to each person, whatever stops on the way."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from accounts.tokens import fresh_nonce
from audit.models import ChainHead, Event
from commitments.checks import reassess_due
from commitments.corrections import correct_facts, void_row
from commitments.models import Breach
from consultations.actions.changes import (
    cancel_consultation,
    cut_short,
    extend_consultation,
    reopen_consultation,
)
from consultations.actions.feedback import publish_feedback, save_feedback
from notifications.actions import sending, telling
from notifications.actions.reminding import remind_of_feedback
from notifications.models import Cause, Cursor, Message, Subscription
from notifications.tasks import forget_addresses, remind, send_messages
from organisations.models import Role
from tests import cast
from tests.consultations.made import TODAY, draft, published, response

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)
NOW = cast.at(TODAY)


def follows(consultation=None, area=None, email="carer@group.example") -> Subscription:
    return Subscription.objects.create(
        email=email, consultation=consultation, area=area, nonce=fresh_nonce(),
        asked_at=NOW, confirmed_at=NOW,
    )  # fmt: skip


@pytest.fixture
def consultation(officer, lead):
    made = published(officer, lead)
    telling.start_from_here()
    return made


@pytest.fixture
def said(officer):
    return {"by": officer, "on": TODAY, "at": NOW}


def extended(consultation, said):
    extend_consultation(
        consultation=consultation, closes_on=consultation.closes_on + WEEK,
        reason="More time.", **said,
    )  # fmt: skip


def news() -> list[str]:
    return [each.subject for each in Message.objects.filter(kind="news")]


# Followers --------------------------------------------------------------------------------------


def test_followers_are_told_when_a_date_moves(consultation, said):
    follows(consultation)
    extended(consultation, said)
    send_messages()
    (message,) = mail.outbox
    assert message.subject == "Library hours: closes later"
    assert "It now closes Monday 15 September 2025 at 23:59 (London time)." in message.body
    assert "Reason: More time." in message.body
    assert f"/consultations/thurrock/{consultation.pk}/" in message.body
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "<br" not in message.body
    assert "&#" not in message.body


def test_each_kind_of_change_is_told(consultation, said, officer, lead):
    follows(area=consultation.act.area)
    cut_short(
        consultation=consultation, closes_on=consultation.closes_on - WEEK, reason="r", **said
    )
    cancel_consultation(consultation=consultation, reason="No money.", **said)
    old = published(officer, lead, "Old", opens_on=TODAY - 14 * WEEK, closes_on=TODAY - 2 * WEEK)
    reopen_consultation(
        consultation=old, opens_on=TODAY, closes_on=TODAY + WEEK, reason="Asked for.", **said
    )
    save_feedback(consultation=old, answers={"arrangements": "One answer for all."}, by=officer)
    publish_feedback(consultation=old, published_on=TODAY, **said)
    send_messages()
    assert news() == [
        "Library hours: closes earlier",
        "Library hours: cancelled",
        "Old: published",
        "Old: opens again",
        "Old: feedback published",
    ]


def test_a_corrected_date_is_told_and_a_corrected_text_is_not(consultation, said):
    follows(consultation)
    for answers in ({"closes_on": consultation.closes_on + WEEK}, {"why": "Another reason."}):
        consultation.act.refresh_from_db()
        correct_facts(consultation, answers, reason="A misprint.",
            version=consultation.act.version, **said,
        )  # fmt: skip
    send_messages()
    assert news() == ["Library hours: dates changed"]
    assert "Closes on: Monday 8 September 2025, now Monday 15 September" in mail.outbox[0].body


def test_who_follows_both_is_told_once_and_others_not_at_all(consultation, said, officer, lead):
    other = published(officer, lead, "Other")
    telling.start_from_here()
    follows(consultation)
    follows(area=consultation.act.area, email="Carer@group.example")
    follows(other, email="other@group.example")
    late = follows(consultation, email="late@group.example")
    Subscription.objects.filter(pk=late.pk).update(confirmed_at=NOW + timedelta(minutes=5))
    unsure = follows(consultation, email="unsure@group.example")
    Subscription.objects.filter(pk=unsure.pk).update(confirmed_at=None)
    extended(consultation, said)
    send_messages()
    assert [each.to for each in mail.outbox] == [["carer@group.example"]]


def test_drafts_and_voided_ones_tell_nobody(officer, lead, said, consultation):
    follows(area=consultation.act.area)
    draft(officer, lead, "Secret plan")
    extended(consultation, said)
    void_row(consultation, reason="Twice.", **said)
    send_messages()
    assert news() == []


# Each once --------------------------------------------------------------------------------------


def test_a_replay_makes_nothing_twice(consultation, said, member, charity):
    start = Cursor.objects.get(chain="thurrock").number
    follows(consultation)
    extended(consultation, said)
    response(consultation, member, charity)
    send_messages()
    before = Message.objects.count(), Cause.objects.count(), len(mail.outbox)
    assert before[0] == 2
    for _ in range(2):
        Cursor.objects.update(number=start)
        send_messages()
    assert (Message.objects.count(), Cause.objects.count(), len(mail.outbox)) == before


def test_the_cursor_moves_with_the_messages_or_not_at_all(consultation, said, monkeypatch):
    follows(consultation)
    extended(consultation, said)

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(Cursor, "save", killed)
    before = Cursor.objects.get(chain="thurrock").number
    with pytest.raises(KeyboardInterrupt):
        telling.make_messages(at=NOW)
    monkeypatch.undo()
    assert Message.objects.count() == 0
    assert Cursor.objects.get(chain="thurrock").number == before
    assert telling.make_messages(at=NOW) == 1
    assert (
        Cursor.objects.get(chain="thurrock").number == ChainHead.objects.get(pk="thurrock").number
    )


def test_one_strange_event_does_not_stop_those_after_it(consultation, said, monkeypatch):
    follows(consultation)
    extended(consultation, said)
    cancel_consultation(consultation=consultation, reason="No money.", **said)
    strange = Event.objects.get(verb="consultation.extended")
    as_it_is = telling.messages_for

    def faulty(events):
        if strange.pk in {each.pk for each in events}:
            raise ValueError("unreadable")
        return as_it_is(events)

    monkeypatch.setattr(telling, "messages_for", faulty)
    assert telling.make_messages(at=NOW) == 1
    assert news() == ["Library hours: cancelled"]


def test_of_disputes_only_what_chairs_and_neutrals_are_asked_is_told():
    told = {verb for verb in telling.VERBS if "dispute" in verb}
    assert told == {"dispute.finding_proposed", "dispute.neutral_agreed"}


# Sending ----------------------------------------------------------------------------------------


def test_a_killed_sender_loses_nothing(consultation, said, monkeypatch):
    follows(consultation)
    extended(consultation, said)
    telling.make_messages(at=NOW)

    def killed(self, messages):
        raise SystemExit

    monkeypatch.setattr(EmailBackend, "send_messages", killed)
    with pytest.raises(SystemExit):
        send_messages()
    monkeypatch.undo()
    send_messages()  # at once: it is still claimed by the one that died
    assert mail.outbox == []
    with time_machine.travel(NOW + sending.CLAIMED_FOR, tick=False):
        send_messages()
        send_messages()
    (message,) = mail.outbox
    stored = Message.objects.get()
    assert message.extra_headers["Message-ID"].startswith(f"<message-{stored.pk}@")
    assert stored.sent_at is not None


def test_an_address_that_is_refused_for_now_waits_longer_each_time_and_holds_up_nobody(
    consultation, said, monkeypatch
):
    follows(consultation, email="gone@group.example")
    follows(consultation, email="there@group.example")
    extended(consultation, said)
    as_it_is = EmailBackend.send_messages

    def refuses(self, messages):
        if messages[0].to == ["gone@group.example"]:
            raise SMTPRecipientsRefused({"gone@group.example": (450, b"4.2.0 come again")})
        return as_it_is(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refuses)
    send_messages()
    assert [each.to for each in mail.outbox] == [["there@group.example"]]
    faulty = Message.objects.get(sent_at=None)
    assert faulty.error == "450 4.2.0 come again"
    assert faulty.due_at == NOW + timedelta(minutes=1)
    moment, pauses = NOW, []
    while faulty.gave_up_at is None:
        pauses.append(faulty.due_at - moment)
        moment = faulty.due_at
        with time_machine.travel(moment, tick=False):
            send_messages()
        faulty.refresh_from_db()
    assert pauses == sorted(pauses)
    assert faulty.attempts == sending.MOST_ATTEMPTS
    assert Message.objects.waiting().count() == 0


def test_an_import_of_thousands_is_one_message(officer, lead, monkeypatch):
    """However many pages of the log it fills, and whatever else stands between the cases."""
    for number in range(7):
        published(
            officer, lead, f"Short {number}", opens_on=TODAY - 4 * WEEK, closes_on=TODAY - WEEK
        )
    monkeypatch.setattr(telling, "MOST_LISTED", 3)
    assert telling.make_messages(at=NOW) == 1
    (message,) = Message.objects.filter(kind="breaches")
    assert message.subject == "7 new apparent breaches of the compact"
    assert message.body.count("/breaches/") == 3 + 1  # three cases, and the register
    assert "And 4 more, in the register of breaches" in message.body
    assert message.causes.count() == 7


def test_what_one_page_of_the_log_does_not_hold_is_told_in_the_same_run(officer, lead, monkeypatch):
    for number in range(3):
        published(
            officer, lead, f"Short {number}", opens_on=TODAY - 4 * WEEK, closes_on=TODAY - WEEK
        )
    monkeypatch.setattr(telling, "EVENTS_AT_ONCE", 2)
    telling.make_messages(at=NOW)
    assert Cause.objects.filter(key__contains=":breach:").count() == 3
    head = ChainHead.objects.get(pk="thurrock").number
    assert Cursor.objects.get(chain="thurrock").number == head


def test_a_run_whose_time_is_up_goes_on_in_the_next(consultation, said):
    follows(consultation)
    extended(consultation, said)
    assert telling.make_messages(at=NOW, seconds=0) == 0
    assert telling.make_messages(at=NOW) == 1


def test_two_senders_share_the_work(consultation, said):
    for number in range(3):
        follows(consultation, email=f"p{number}@group.example")
    extended(consultation, said)
    telling.make_messages(at=NOW)
    first = sending.claim(at=NOW)
    assert len(first) == 3
    assert sending.claim(at=NOW) == []
    if connection.vendor == "postgresql":
        assert Message.objects.due(NOW).count() == 0


def test_addresses_leave_the_outbox_after_a_month(consultation, said):
    follows(consultation)
    extended(consultation, said)
    send_messages()
    with time_machine.travel(NOW + timedelta(days=31), tick=False):
        forget_addresses()
    sent = Message.objects.get()
    assert (sent.to, sent.body) == ("", "")
    assert sent.causes.exists()


# Receipts, cases, reminders ---------------------------------------------------------------------


def test_who_responds_has_a_receipt(consultation, member, charity):
    made = response(consultation, member, charity)
    send_messages()
    (message,) = mail.outbox
    assert message.to == [member.email]
    assert message.subject == "Response received: Library hours"
    assert f"Response of: {charity}" in message.body
    assert f"/responses/{made.pk}/" in message.body
    assert "Monday 16 June 2025" in message.body
    assert "List-Unsubscribe" not in message.extra_headers


def test_officers_hear_of_new_cases_in_one_message_each(officer, lead):
    runs_area = cast.person(Role.COMPACT_OFFICER, lead)
    cast.person(Role.OFFICER, cast.council("stockton"))
    cast.person(Role.READ_ONLY, lead, "reader@test.example")
    telling.start_from_here()
    for title in ("Short", "Shorter"):
        published(officer, lead, title, opens_on=TODAY - 4 * WEEK, closes_on=TODAY - WEEK)
    assert Breach.objects.count() == 2
    send_messages()
    assert {each.to[0] for each in mail.outbox} == {officer.email, runs_area.email}
    assert len(mail.outbox) == 2
    assert mail.outbox[0].subject == "2 new apparent breaches of the compact"
    assert "clause 2.4 of Thurrock Joint Compact 2012" in mail.outbox[0].body
    assert f"/breaches/{Breach.objects.first().pk}/" in mail.outbox[0].body
    published(officer, lead, "Shortest", opens_on=TODAY - 3 * WEEK, closes_on=TODAY - WEEK)
    Cursor.objects.update(number=0)
    send_messages()
    assert [each.subject for each in mail.outbox[2:]] == [
        "1 new apparent breach of the compact"
    ] * 2


def test_a_case_found_by_the_sweep_is_told_too(officer, lead):
    published(officer, lead, closes_on=TODAY + WEEK)
    telling.start_from_here()
    day = TODAY + WEEK + timedelta(days=1)
    with time_machine.travel(cast.at(day), tick=False):
        reassess_due(on=day)
        send_messages()
    assert "1 new apparent breach" in mail.outbox[0].subject


def test_the_lead_is_reminded_of_feedback_fourteen_days_ahead_and_on_the_day(officer, lead):
    expected = TODAY + timedelta(days=20)
    published(
        officer, lead, opens_on=TODAY - 12 * WEEK, closes_on=TODAY - timedelta(days=1),
        feedback_expected_on=expected,
    )  # fmt: skip

    def on_day(ahead: int) -> list[str]:
        mail.outbox.clear()
        with time_machine.travel(cast.at(expected - timedelta(days=ahead)), tick=False):
            remind()
            remind()
            send_messages()
        return [each.subject for each in mail.outbox if each.subject.startswith("Feedback")]

    assert on_day(15) == []
    assert on_day(14) == ["Feedback is due on Sunday 6 July 2025: Library hours"]
    assert on_day(13) == []
    assert on_day(0) == ["Feedback is due today: Library hours"]
    assert on_day(-1) == []
    assert Message.objects.get(subject__contains="Sunday").to == officer.email


def test_a_missed_reminder_is_caught_up_with(officer, lead):
    expected = TODAY + timedelta(days=20)
    made = published(
        officer, lead, opens_on=TODAY - 12 * WEEK, closes_on=TODAY, feedback_expected_on=expected
    )
    assert remind_of_feedback(on=expected - timedelta(days=9), at=NOW) == 1
    assert remind_of_feedback(on=expected + timedelta(days=3), at=NOW) == 1
    assert remind_of_feedback(on=expected + timedelta(days=8), at=NOW) == 0
    type(made).objects.filter(pk=made.pk).update(feedback_on=TODAY)
    Cause.objects.all().delete()
    assert remind_of_feedback(on=expected, at=NOW) == 0
