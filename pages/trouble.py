"""What the database or the disk cannot do at the moment, said on a short page that needs neither.

A form is sent again from that page as it was typed: nothing of it was saved, so nothing is lost and
nothing is done twice.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from pages.quiet import OnceAMinute

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
SECRET = "password"
UNTYPED = "csrfmiddlewaretoken"
# The session is saved after the view has done its work and committed it.
MAYBE_SAVED = "It may have been saved all the same: look before you send it again."


@dataclass(frozen=True, slots=True)
class Trouble:
    """A reason to try again later: what to say, and after how many seconds it may be over."""

    name: str
    status: int
    title: str
    sentence: str
    again_after: int


BUSY = Trouble(
    "busy",
    409,
    "Somebody is saving this at the moment",
    "Nothing of yours was saved. Send it again.",
    2,
)
SLOW = Trouble(
    "slow",
    503,
    "This took too long",
    "It was stopped, and nothing was changed. Try again in a minute, or ask for less at once.",
    60,
)
FULL = Trouble(
    "full",
    503,
    "There is no room left to save this",
    "Nothing was saved. Whoever runs this site has to make room first: tell them.",
    300,
)
AWAY = Trouble(
    "away",
    503,
    "The records cannot be reached at the moment",
    "Nothing was saved. They are usually back within a few minutes: try again then.",
    30,
)

BY_CODE = {
    "55P03": BUSY,  # a lock that was not to be had in time
    "40001": BUSY,
    "40P01": BUSY,  # a deadlock: the other one was served
    "57014": SLOW,
    "53100": FULL,
}
GONE = ("08", "57P", "53", "25006")  # no connection, shutting down, too many, read-only
SQLITE = {
    "database is locked": BUSY,
    "database table is locked": BUSY,
    "interrupted": SLOW,
    "database or disk is full": FULL,
    "disk i/o error": AWAY,
    "unable to open database file": AWAY,
}

_said = {
    trouble.name: OnceAMinute(f"database.{trouble.name}") for trouble in (BUSY, SLOW, FULL, AWAY)
}


def trouble_of(error: BaseException | None) -> Trouble | None:
    """What kind of trouble an exception tells of; None where it is a fault of ours."""
    error = _what_stopped_the_session(error) or error
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return FULL
    if not isinstance(error, (OperationalError, InterfaceError)):
        return None
    if isinstance(error.__cause__, sqlite3.Error):
        return next((kind for words, kind in SQLITE.items() if words in str(error).lower()), None)
    code = getattr(error.__cause__, "pgcode", None)
    if code is None:  # it never reached the server, or the server hung up
        return AWAY if isinstance(error, OperationalError) or "connection" in str(error) else None
    return BY_CODE.get(code) or (AWAY if code.startswith(GONE) else None)


def _what_stopped_the_session(error: BaseException | None) -> BaseException | None:
    """What the database said when a session could not be saved: Django takes each of its errors
    for a session that somebody has ended."""
    if not isinstance(error, SessionInterrupted):
        return None
    update = error.__context__
    return update.__context__ if isinstance(update, UpdateError) else update


def trouble_page(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """The page for trouble, and a line in the log once a minute; None for a fault of ours.

    It touches neither the database nor the session.
    """
    trouble = trouble_of(error)
    if trouble is None:
        return None
    _said[trouble.name].warn(path=request.path, error=" ".join(str(error).split())[:200])
    late = request.method == "POST" and isinstance(error, SessionInterrupted)
    return page_of(request, trouble, sentence=MAYBE_SAVED if late else "")


def page_of(request: HttpRequest, trouble: Trouble, *, sentence: str = "") -> HttpResponse:
    """The page that says it, from which a form is sent again as it was typed."""
    sent = request.method == "POST"
    typed = list(_typed(request)) if sent else []
    context = {
        "trouble": trouble,
        "sentence": sentence or trouble.sentence,
        "sent": sent,
        "typed": typed,
        "path": request.get_full_path(),
        "token": get_token(request) if typed else "",
    }
    page = HttpResponse(render_to_string("try_again.html", context), status=trouble.status)
    page["Retry-After"] = str(trouble.again_after)
    page["Cache-Control"] = "no-store"
    return page


def _typed(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """What was sent, to be sent again; nothing where it holds a file or a password.

    Nor where nobody has looked yet whether it came from a page of ours.
    """
    if not getattr(request, "csrf_processing_done", False):
        return
    if request.FILES or any(SECRET in name for name in request.POST):
        return
    for name, values in request.POST.lists():
        if name != UNTYPED:
            for value in values:
                yield name, value
