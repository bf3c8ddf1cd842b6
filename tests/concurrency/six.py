"""Six people, or one impatient one, sending a form at the same instant.

A trial is one address that takes a form: who sends it, the row it is about, what is typed, and the
events that follow. The form is opened first, so that it carries the hidden fields of life.
"""

from __future__ import annotations

import secrets
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.apps import apps
from django.db import connection
from django.db.models import Count
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, ClientHandler, encode_multipart
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.models import User
from accounts.once import FIELD
from audit.models import Event
from tests.scene import Scene, number

SIX = 6
LONGEST_WAIT = 60  # seconds
ANSWERED = {200, 302, 403, 404, 409, 410, 422}
UNCOUNTED = {
    "accounts.SentForm",
    "accounts.Access",  # a line for each refusal of somebody who was too late
    "audit.ChainHead",
    "organisations.Counter",  # one a kind, area and year, made on first use
    "sessions.Session",
}

Result = TypeVar("Result")


# At once ------------------------------------------------------------------------------------------


def at_once(calls: Sequence[Callable[[], Result]]) -> list[Result]:
    """Each call in a thread and on a connection of its own, all from the same instant on."""
    gate = threading.Barrier(len(calls))

    def run(call: Callable[[], Result]) -> Result:
        try:
            connection.ensure_connection()
            gate.wait(LONGEST_WAIT)
            result = call()
            assert not connection.in_atomic_block, "a transaction was left open"
            return result
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [each.result(LONGEST_WAIT) for each in [pool.submit(run, call) for call in calls]]


def locks_left() -> int:
    """How many other connections still hold a transaction in this database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND xact_start IS NOT NULL AND backend_type = %s",
            ["client backend"],
        )
        return int(cursor.fetchone()[0])


# A browser ----------------------------------------------------------------------------------------


class Browser(RequestFactory):
    """Asks as somebody who is signed in. Many threads may share one: it remembers nothing."""

    def __init__(self, user: User | None) -> None:
        super().__init__(REMOTE_ADDR=f"10.0.{number() // 250}.{number() % 250}")
        self._answer = ClientHandler(enforce_csrf_checks=False)
        if user is not None:
            client = Client()
            client.force_login(user)
            self.cookies = client.cookies

    def request(self, **environ: Any) -> Any:
        return self._answer(self._base_environ(**environ))


class Forms(HTMLParser):
    """The forms of a page: where each is sent, and what each field of it holds."""

    def __init__(self, page: str, address: str) -> None:
        super().__init__()
        self.address = address
        self.found: list[tuple[str, dict[str, list[str]]]] = []
        self._fields: dict[str, list[str]] | None = None
        self._select = self._text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._fields = {}
            if given.get("method", "").lower() == "post":
                self.found.append((given.get("action") or self.address, self._fields))
        if self._fields is None:
            return
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "input" and name and kind not in ("submit", "file", "button"):
            if kind not in ("radio", "checkbox") or "checked" in given:
                self._fields.setdefault(name, []).append(given.get("value", ""))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self._fields.setdefault(self._select, []).append(given.get("value", ""))
        elif tag == "textarea" and name:
            self._text = name
            self._fields[name] = [""]

    def handle_data(self, data: str) -> None:
        if self._text and self._fields is not None:
            self._fields[self._text][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._fields = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._text = ""


def form_on(page: HttpResponse, address: str, opened_at: str) -> dict[str, list[str]]:
    """The fields of the page's form that is sent to an address, as they are when it is opened."""
    said = page.content.decode()
    assert page.status_code == 200, f"{opened_at} cannot be opened: {said[-3000:]}"
    for sent_to, fields in Forms(said, urlsplit(opened_at).path).found:
        if urlsplit(sent_to).path == address:
            return {name: held for name, held in fields.items() if name != "csrfmiddlewaretoken"}
    raise AssertionError(f"{opened_at} has no form that is sent to {address}")


# Trials -------------------------------------------------------------------------------------------

Typed = Mapping[str, Any]
Events = Mapping[str, int]


def itself(scene: Scene, row: Any) -> list[Any]:
    return [row.pk]


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One form of one address, sent once, six times, and by six who each opened it."""

    address: str
    who: str
    row: Callable[[Scene], Any] = lambda scene: scene.area
    args: Callable[[Scene, Any], list[Any]] = itself
    typed: Typed | Callable[[Scene, Any], Typed] = field(default_factory=dict)
    opened: Callable[[Scene, Any], str] | None = None
    """The page that has the form, where that is not the address itself."""
    query: str = ""
    events: Events
    """What the log holds more of afterwards, however often the form was sent."""
    adds: bool = False
    """Whether each form that is opened for itself adds another."""
    apart: Events = field(default_factory=dict)
    """Rows that six forms opened apart make, where that is neither what one makes nor six times that."""
    holds: Callable[[Scene, Any], bool] | None = None
    """What is so of the row afterwards, where the log says nothing of it."""
    about: str = ""

    @property
    def name(self) -> str:
        return f"{self.address} {self.about}".strip()


@dataclass(slots=True)
class Outcome:
    """What came of a trial: the events, the rows of each table, and the answers."""

    events: Counter[str]
    rows: Counter[str]
    answers: list[Any]
    holds: bool

    @property
    def statuses(self) -> list[int]:
        return sorted(each.status_code for each in self.answers)

    @property
    def is_busy(self) -> bool:
        """Whether the database gave up on one: two waited for each other, or one for too long."""
        return any(each.has_header("Retry-After") for each in self.answers)

    @property
    def said(self) -> str:
        """What the pages of faults say."""
        return "\n".join(
            " ".join(strip_tags(each.content.decode()).split())[:600]
            for each in self.answers
            if each.status_code not in ANSWERED or each.has_header("Retry-After")
        )


class Hall:
    """Where trials are held: one area's people with their browsers, and fresh rows each time."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._browsers: dict[str, list[Browser]] = {}

    def browsers(self, who: str) -> list[Browser]:
        """Six of the same person, each signed in for itself."""
        if who not in self._browsers or not who:  # strangers: how often one place asks is limited
            person = self.scene.person(who)
            self._browsers[who] = [Browser(person) for _ in range(SIX)]
        return self._browsers[who]

    def hold(self, trial: Trial, *, forms: int, times: int) -> Outcome:
        """Opens the form, as often as `forms` says, and sends it `times` times at once.

        Forms that were opened apart differ in the token that each page makes, and in who sent them.
        """
        row = trial.row(self.scene)
        address = reverse(trial.address, args=trial.args(self.scene, row)) + trial.query
        opened_at = trial.opened(self.scene, row) if trial.opened else address
        browsers = self.browsers(trial.who)
        opened = form_on(browsers[0].get(opened_at), urlsplit(address).path, opened_at)

        def filled_in() -> bytes:
            typed = trial.typed(self.scene, row) if callable(trial.typed) else trial.typed
            token = {FIELD: [secrets.token_urlsafe()]} if FIELD in opened else {}
            return encode_multipart(BOUNDARY, {**opened, **token, **typed})

        def sent(browser: Browser, body: bytes) -> Callable[[], Any]:
            return lambda: browser.generic("POST", address, body, MULTIPART_CONTENT)

        bodies = [filled_in() for _ in range(forms)]
        sends = [sent(browsers[each % forms], bodies[each % forms]) for each in range(times)]
        events, rows = count_events(), count_rows()
        answers = at_once(sends)
        return Outcome(
            events=count_events() - events,
            rows=difference(rows, count_rows()),
            answers=answers,
            holds=trial.holds is None or trial.holds(self.scene, row),
        )


def count_events() -> Counter[str]:
    """What people did, by verb: not what the log says of itself before a transaction ends."""
    told = Event.objects.exclude(verb="records.sealed").order_by()
    verbs = told.values_list("verb").annotate(Count("pk"))
    return Counter(dict(verbs))


def count_rows() -> Counter[str]:
    """How many rows each table of the product has."""
    tables = {
        model._meta.label: model._meta.db_table
        for model in apps.get_models()
        if model._meta.managed and model._meta.label not in UNCOUNTED
    }
    quoted = [
        f"SELECT '{label}', count(*) FROM {connection.ops.quote_name(table)}"
        for label, table in tables.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(quoted))
        return Counter(dict(cursor.fetchall()))


def difference(before: Counter[str], after: Counter[str]) -> Counter[str]:
    """What was added, and below zero what was taken away."""
    changed = Counter(after)
    changed.subtract(before)
    return Counter({name: count for name, count in changed.items() if count})
