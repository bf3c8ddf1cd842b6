"""Words can be taken out of the log for good, by agreement, and its seals stay right."""

from __future__ import annotations

import pytest

from accounts.models import User
from accounts.permissions import ActionRefused
from audit.actions import log_event, redact_event_words
from audit.models import Event
from audit.verifying import REDACTED, broken_links
from tests.audit.tampering import by_sql
from tests.cast import area, council, person

pytestmark = pytest.mark.django_db

CHAIN = "thurrock"
OFFICER = "Compact officer, Thurrock Council"
WORDS = {"reason": "J. Doe of 12 High Street asked", "changed": {"notes": ["JANE", "call J. Doe"]}}


@pytest.fixture
def event(db: None) -> Event:
    log_event("area.remembered", area(), by=None, chain=CHAIN, **WORDS)
    return Event.objects.get(verb="area.remembered")


def redact(event: Event, *words: str) -> Event:
    return redact_event_words(
        event=event,
        words=words,
        why="Names a person",
        agreed_by="Both co-chairs",
        by=User.objects.filter(post=OFFICER).first() or person("compact_officer", council()),
    )


def test_words_are_gone_everywhere_and_the_log_is_whole(event: Event) -> None:
    old_salt = event.salt
    redact(event, "j. doe", "Jane")
    event.refresh_from_db()
    assert event.detail == {
        "reason": "[removed] of 12 High Street asked",
        "changed": {"notes": ["[removed]", "call [removed]"]},
    }
    assert event.salt != old_salt
    assert not list(broken_links())


def test_the_log_says_who_and_why_and_never_which_words(event: Event) -> None:
    redact(event, "J. Doe")
    told = Event.objects.get(verb=REDACTED)
    assert (told.subject_type, told.subject_id, told.chain) == ("audit.event", event.pk, CHAIN)
    assert told.detail["number"] == event.number
    assert (told.detail["why"], told.detail["agreed_by"]) == ("Names a person", "Both co-chairs")
    assert told.actor_post == OFFICER
    assert "Doe" not in str(list(Event.objects.values_list("detail", flat=True)))


def test_it_can_be_done_again(event: Event) -> None:
    redact(event, "J. Doe")
    redact(event, "12 High Street")
    event.refresh_from_db()
    assert event.detail["reason"] == "[removed] of [removed] asked"
    assert not list(broken_links())


def test_a_change_that_the_log_does_not_tell_is_noticed(event: Event) -> None:
    by_sql(f"UPDATE audit_event SET detail = '{{}}', salt = '' WHERE id = {event.pk}")
    (found,) = broken_links()
    assert f"event {event.number} has been changed in what it says" in found


def test_a_change_after_a_redaction_is_noticed(event: Event) -> None:
    redact(event, "J. Doe")
    by_sql(f"UPDATE audit_event SET detail = '{{}}' WHERE id = {event.pk}")
    assert any("has been changed in what it says" in words for words in broken_links())


def test_another_events_redaction_does_not_excuse_it(event: Event) -> None:
    log_event("area.remembered", area(), by=None, chain=CHAIN, **WORDS)
    other = Event.objects.get(verb="area.remembered", number=event.number + 1)
    redact(event, "J. Doe")
    event.refresh_from_db()
    by_sql(
        f"""UPDATE audit_event SET (detail, salt) =
            (SELECT detail, salt FROM audit_event WHERE id = {event.pk}) WHERE id = {other.pk}"""
    )
    (found,) = broken_links()
    assert f"event {other.number} has been changed in what it says" in found


def test_words_that_are_not_there_are_refused(event: Event) -> None:
    with pytest.raises(ActionRefused, match="None of these words"):
        redact(event, "Somebody", " ")
    assert not Event.objects.filter(verb=REDACTED).exists()


def test_what_is_said_of_a_redaction_stays(event: Event) -> None:
    redact(event, "J. Doe")
    with pytest.raises(ActionRefused, match="stays"):
        redact(Event.objects.get(verb=REDACTED), "Names")
