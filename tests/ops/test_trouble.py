"""What cannot be done at the moment is said on a short page, and nothing that was typed is lost."""

import errno
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from html.parser import HTMLParser

import psycopg2.errors
import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from accounts.middleware import BEGAN, SECONDS_BETWEEN_MARKS, SEEN
from audit.models import Event
from commitments.models import Breach, Explanation
from pages import trouble
from tests.cast import at, council, notice, person
from tests.forums import story
from tests.html import one_line

REASONS = 'The grant was cut on 3 November.\n\n"Every" effort & more <was> made.'


@pytest.fixture(autouse=True)
def _said_afresh() -> None:
    for each in trouble._said.values():
        each.forget()


def raised(kind: type[Exception], words: str, cause: Exception | None = None) -> Exception:
    error = kind(words)
    error.__cause__ = cause
    return error


class WithCode(Exception):
    """What the driver raises: its code can be set by the server alone."""

    def __init__(self, pgcode: str) -> None:
        self.pgcode = pgcode


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (raised(OperationalError, "canceling", WithCode("55P03")), "busy"),
        (raised(OperationalError, "deadlock", WithCode("40P01")), "busy"),
        (raised(OperationalError, "timeout", WithCode("57014")), "slow"),
        (raised(OperationalError, "no space", WithCode("53100")), "full"),
        (raised(OperationalError, "shutting down", WithCode("57P01")), "away"),
        (raised(OperationalError, "too many clients", WithCode("53300")), "away"),
        (raised(OperationalError, "connection refused", psycopg2.OperationalError()), "away"),
        (raised(InterfaceError, "connection already closed"), "away"),
        (raised(InterfaceError, "cursor already closed"), None),
        (raised(OperationalError, "database is locked", sqlite3.OperationalError()), "busy"),
        (raised(OperationalError, "database or disk is full", sqlite3.OperationalError()), "full"),
        (raised(OperationalError, "disk I/O error", sqlite3.OperationalError()), "away"),
        (raised(OperationalError, "no such table: x", sqlite3.OperationalError()), None),
        (raised(OperationalError, "undefined", WithCode("42P01")), None),
        (raised(IntegrityError, "twice"), None),
        (OSError(errno.ENOSPC, "No space left on device"), "full"),
        (OSError(errno.ENOENT, "No such file"), None),
        (ValueError("ours"), None),
    ],
)
def test_each_trouble_has_its_kind(error: Exception, kind: str | None) -> None:
    found = trouble.trouble_of(error)
    assert (found.name if found else None) == kind


# A row that somebody else holds ---------------------------------------------------------------


class Fields(HTMLParser):
    """The hidden fields of a page, with what they hold."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden":
            self.found[str(given["name"])] = given.get("value") or ""


@contextmanager
def held_by_another(breach: Breach) -> Iterator[None]:
    """Somebody else's transaction holds the case, on a connection of its own."""
    taken, over = threading.Event(), threading.Event()

    def hold() -> None:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN")
            cursor.execute("UPDATE commitments_breach SET remedy = '' WHERE id = %s", [breach.pk])
            taken.set()
            over.wait(30)
            cursor.execute("ROLLBACK")
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    assert taken.wait(30)
    yield
    over.set()
    other.join()


def be_impatient() -> None:
    """What a web process is told on connecting, only shorter."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA busy_timeout = 200")
        else:
            cursor.execute("SET lock_timeout = '200ms'")


@pytest.mark.django_db(transaction=True)
def test_a_case_that_somebody_is_saving_is_said_and_what_was_typed_is_sent_again(
    library: None, client: Client
) -> None:
    with time_machine.travel(at(story.TODAY), tick=False):
        notice(story.TODAY, received_on=date(2026, 11, 20), last_day=date(2026, 12, 31))
        breach = Breach.objects.get()
        client.force_login(person("officer", council()))
        address = f"/breaches/{breach.pk}/reply/"
        form = Fields(client.get(address).content.decode()).found
        typed = form | {"position": "explains", "text": REASONS}
        be_impatient()
        with held_by_another(breach):
            answer = client.post(address, typed)
        assert answer.status_code == 409
        assert answer["Retry-After"] == "2"
        assert "Somebody is saving this at the moment" in one_line(answer)
        assert not Explanation.objects.exists()
        again = Fields(answer.content.decode()).found
        assert again["text"] == REASONS
        assert again["once"] == typed["once"]
        for _ in range(2):
            assert client.post(address, again).status_code == 302
        assert Explanation.objects.get().text.splitlines() == REASONS.splitlines()
        assert Event.objects.filter(verb="breach.answered").count() == 1
    connection.close()


# A database that is away ------------------------------------------------------------------------


def refuse(self: BaseDatabaseWrapper, name: str | None = None) -> None:
    raise OperationalError("connection refused")


@pytest.mark.django_db
def test_database_that_is_away_is_said_briefly_once_and_comes_back(
    library: None, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(person("officer", council()))
    client.raise_request_exception = False

    with pytest.MonkeyPatch.context() as patched, caplog.at_level(logging.INFO):
        patched.setattr(BaseDatabaseWrapper, "_cursor", refuse)
        for address in ("/", "/areas/thurrock/", "/areas/thurrock/breaches/", "/compacts/"):
            answer = client.get(address)
            assert answer.status_code == 503, address
            assert answer["Retry-After"] == "30"
            assert "The records cannot be reached at the moment" in one_line(answer)
            assert len(answer.content) < 4000
    (line,) = caplog.records
    assert "database.away" in line.getMessage()
    assert not line.exc_info
    assert client.get("/areas/thurrock/breaches/").status_code == 200
    assert SESSION_KEY in client.session


# A session that cannot be saved ------------------------------------------------------------------


def full(*_: object, **__: object) -> None:
    raise raised(OperationalError, "database or disk is full", sqlite3.OperationalError())


def gone(*_: object, **__: object) -> None:
    raise DatabaseError("Forced update did not affect any rows.")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("save", "status", "title"),
    [
        (full, 503, "There is no room left to save this"),
        (gone, 400, "Your sign-in has ended"),
    ],
)
def test_a_session_that_cannot_be_saved_is_said_as_what_stopped_it(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    save: Callable[..., None],
    status: int,
    title: str,
) -> None:
    client.force_login(person("officer", council()))
    session = client.session
    session[SEEN] = session[BEGAN] = int(time.time()) - 2 * SECONDS_BETWEEN_MARKS
    session.save()
    monkeypatch.setattr(Session, "save", save)

    read = client.get("/")
    assert read.status_code == status
    assert title in one_line(read)
    sent = client.post("/calculator/")
    assert sent.status_code == status
    assert "may have been saved" in one_line(sent)


@pytest.mark.django_db
def test_a_fault_of_ours_keeps_its_own_page_and_its_traceback(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr("config.views.render", lambda *_: 1 / 0)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in one_line(answer)
    assert [record.exc_info for record in caplog.records if record.exc_info]
