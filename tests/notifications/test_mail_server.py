"""What a mail server does to the outbox: away, silent, dropping the line, refusing for good."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from notifications.actions.sending import MOST_ATTEMPTS, send_waiting
from notifications.models import MailOutage, Message
from tests.cast import at
from tests.consultations.made import TODAY
from tests.ops.mail_server import MailServer

pytestmark = pytest.mark.django_db
NOW = at(TODAY)


@pytest.fixture
def post(settings):
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 0.5
        yield server


def waiting(*names: str) -> list[Message]:
    return [
        Message.objects.create(
            kind="news",
            to=f"{name}@group.example",
            subject=name,
            body="b",
            created_at=NOW,
            due_at=NOW,
        )
        for name in names
    ]


def run(moment=NOW):
    with time_machine.travel(moment, tick=False):
        return send_waiting(clock=lambda: moment)


def to_whom(post) -> list[str]:
    return [to.partition("@")[0] for _, to in post.taken]


def test_each_message_is_handed_over_once(post):
    waiting("a", "b", "c")
    assert run().sent == 3
    assert run().sent == 0
    assert to_whom(post) == ["a", "b", "c"]


def test_server_that_is_away_for_ten_days_costs_no_message(post, settings):
    waiting("a", "b")
    settings.EMAIL_PORT = 1
    moment, pauses = NOW, []
    while moment < NOW + timedelta(days=10):
        assert run(moment).is_away
        outage = MailOutage.objects.get()
        pauses.append(outage.next_try_at - moment)
        moment = outage.next_try_at + (timedelta(hours=6) if len(pauses) > 8 else timedelta())
    assert pauses[:5] == [timedelta(minutes=n) for n in (1, 2, 4, 8, 15)]
    assert set(Message.objects.values_list("attempts", "gave_up_at")) == {(0, None)}
    assert outage.tries > MOST_ATTEMPTS
    settings.EMAIL_PORT = post.port
    MailOutage.objects.update(server=f"127.0.0.1:{post.port}")
    assert run(moment).sent == 2
    assert to_whom(post) == ["a", "b"]
    assert MailOutage.objects.get().ended_at == moment


def test_nothing_is_tried_before_the_pause_is_over(post, settings):
    waiting("a")
    post.mode = "silent"
    run()
    calls = post.calls
    run(NOW + timedelta(seconds=59))
    assert post.calls == calls == 1
    post.mode = "takes"
    assert run(NOW + timedelta(minutes=1)).sent == 1


def test_server_that_drops_the_line_is_told_from_a_message_that_does(post):
    """With nobody else to try, it is the server; where another one goes out, it is the message."""
    waiting("a", "b", "c")
    post.mode = "drops"
    assert run().is_away
    assert not Message.objects.exclude(attempts=0).exists()
    MailOutage.objects.all().delete()
    post.mode, post.drops_for = "takes", {"a@group.example"}
    done = run(NOW + timedelta(minutes=2))
    assert (done.sent, done.failed, done.is_away) == (2, 1, False)
    blamed = Message.objects.get(sent_at=None)
    assert (blamed.to, blamed.attempts) == ("a@group.example", 1)


def test_address_without_a_mailbox_is_given_up_at_once_with_the_reason(post):
    waiting("gone", "there")
    post.refused = {"gone@group.example"}
    done = run()
    assert (done.sent, done.given_up) == (1, 1)
    given_up = Message.objects.given_up().get()
    assert given_up.error == "550 5.1.1 no such mailbox"
    assert post.calls == 2


def test_what_was_given_up_is_listed_and_sent_again(post):
    waiting("gone", "emptied", "late")
    post.refused = {"gone@group.example", "emptied@group.example", "late@group.example"}
    run()
    Message.objects.filter(subject="emptied").update(to="")
    Message.objects.filter(subject="late").update(gave_up_at=NOW + timedelta(days=2))
    out, err = StringIO(), StringIO()
    call_command("unsent_messages", stdout=out, stderr=err)
    assert "\tgone@group.example\t550 5.1.1 no such mailbox" in out.getvalue()
    assert err.getvalue() == "0 waiting, 3 given up.\n"
    post.refused = set()
    out = StringIO()
    call_command("resend_messages", "--since", f"{TODAY + timedelta(days=1)}", stdout=out)
    assert out.getvalue() == "1 put back into the outbox.\n"
    with time_machine.travel(NOW, tick=False):
        out = StringIO()
        call_command("resend_messages", stdout=out)
    assert "1 cannot be sent again: their addresses have been emptied." in out.getvalue()
    run(NOW + timedelta(days=3650))
    assert to_whom(post) == ["gone", "late"]


def test_run_whose_time_is_up_gives_back_what_it_had_claimed(post):
    waiting("a", "b", "c")
    post.slow = 0.3
    with time_machine.travel(NOW, tick=False):
        send_waiting(clock=lambda: NOW, seconds=0.2)
    assert len(post.taken) == 1
    assert Message.objects.due(NOW).count() == 2
    assert run().sent == 2
    assert len(set(post.taken)) == 3
