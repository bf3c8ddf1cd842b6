"""One page for every change: a form, a verb, and back to where it belongs.

A view describes its change, and `change_page` makes the page of it. The page asks the permission,
shows what was typed before a sign-in ran out, carries the version that the form was opened with, and
puts what the verb objects to beside its field. Where somebody else was quicker, nothing is written:
the page says who changed what since, shows what is on record beside what was typed, and asks again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import wraps
from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods

from pages.answers import Difference, answered, differences
from pages.constraints import refusal_of
from pages.objections import OBJECTIONS, Refused, Stale, add_objection, fault_words
from pages.timeline import Line
from pages.typed import typed_in, version_in
from pages.wizard.losses import not_saved
from rules import FactError

Answers = Mapping[str, Any]

CHANGED = "Somebody changed this after you opened the page."
CHANGED_BY_YOU = "You changed this in another window after you opened this page."
ARCHIVED = "{area} is archived: it can be read, and nothing in it can be changed."
FILE_LOST = "file_lost"
NO_VERSION = "This page was opened from an older version, so we cannot tell what has changed since."


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would follow from what is typed: a template, and what it shows."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change that somebody may make, as its page asks for it. Texts are shown as they are."""

    title: str
    done: str | Callable[[Any], str]
    """What is said once it is done, or what makes it of what the verb returned."""
    back: str
    """The address of what is changed: for those who turn back, and once it is done."""

    form: Callable[..., Any]
    """Called with what was typed and the files; unbound, its initial values are what is on record."""

    verb: Callable[..., Any]
    """Called with the answers by name, and with `version` where the change carries one."""

    answers: Callable[[Any], Answers] = attrgetter("cleaned_data")
    """Makes the verb's arguments of a form that is right."""

    may: Any = True
    """An answer: true, or with the `reason` why not."""

    version: int | None = None
    """What the row is at now. None where the change only adds, and can overwrite nothing."""

    on_record: Answers = field(default_factory=dict)
    """What is on record for questions that the form opens blank, to be compared after a clash."""

    history: Callable[[], Sequence[Line]] | None = None
    """What happened to the row, oldest first, as its own page tells this reader."""

    preview: Callable[[Answers], Foreseen | None] | None = None
    """What would follow from the answers that are right so far. May raise rules.FactError."""

    leads_to: Callable[[Any], str] | None = None
    """The address to go to, from what the verb returned, where that is not `back`."""

    area: Any = None
    caption: str = ""
    intro: str = ""
    quote: str = ""
    warning: str = ""
    submit: str = "Save"
    is_grave: bool = False
    is_for_archived: bool = False
    """Whether it can be made in an area that is archived, such as to end a role."""
    back_label: str = "Back"
    about: str = ""
    """A template of what is to be read before the form, shown with `context`."""
    fields: str = ""
    """A template of the form's fields, where they are not simply listed."""
    below: str = ""
    """A template of what stands below the form."""
    context: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_previewed(self) -> bool:
        """For templates, which would call `preview` itself."""
        return self.preview is not None


@dataclass(frozen=True, slots=True)
class Opened:
    """When the form was opened, and the version of the row that its reader saw."""

    at: datetime
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Clash:
    """What was not compared when the form was sent: what somebody else did since it was opened.

    `reason` says why it can no longer be done at all.
    """

    events: Sequence[Line] = ()
    differences: Sequence[Difference] = ()
    reason: str = ""
    typed: Sequence[tuple[str, str]] = ()
    heading: str = CHANGED


def change_page(describe: Callable[..., Change]) -> Callable[..., HttpResponse]:
    """The view of a described change. After a clash it is described anew, from the row as it is then."""

    @require_http_methods(["GET", "POST"])
    @wraps(describe)
    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        def described() -> Change:
            return _allowed(describe(request, *args, **kwargs))

        try:
            change = described()
        except Refused as refusal:
            if request.method != "POST":
                raise
            return not_saved(request, refusal.reason, status=403)
        if request.method != "POST":
            return _first_shown(request, change)
        form = change.form(request.POST, request.FILES)
        if request.POST.get("go") == "preview":
            return _previewed(request, change, form)
        if change.version is not None and version_in(request.POST) is None:
            return _asked_again(request, change, Clash(heading=NO_VERSION))
        if not form.is_valid():
            return _shown(request, change, form)
        try:
            result = _carried_out(change, form, _opened(request.POST))
        except Stale:
            return _clashed(request, described, change, form)
        except OBJECTIONS as objection:
            add_objection(form, objection)
            return _shown(request, change, form, status=_status_of(objection))
        messages.success(request, change.done(result) if callable(change.done) else change.done)
        return redirect(change.leads_to(result) if change.leads_to else change.back)

    view.is_change_page = True  # type: ignore[attr-defined]  # for the tests that walk them all
    return view


def _status_of(objection: Exception) -> int:
    """A conflict where another row stands in the way; what contradicts itself is only typed wrong."""
    if isinstance(objection, IntegrityError) and not refusal_of(objection).is_contradiction:
        return 409
    return 200


def _allowed(change: Change) -> Change:
    if not change.may:
        raise Refused(change.may.reason)
    if getattr(change.area, "archived_at", None) and not change.is_for_archived:
        raise Refused(ARCHIVED.format(area=change.area))
    return change


def _carried_out(change: Change, form: Any, opened: Opened) -> Any:
    answers = change.answers(form)
    if change.version is None:
        return change.verb(**answers)
    return change.verb(**answers, version=opened.version)


def _opened(typed: Mapping[str, Any]) -> Opened:
    """What the form carries. One that carries no version has seen nothing, and writes nothing."""
    try:
        at = parse_datetime(typed.get("opened_at") or "")
    except ValueError:
        at = None
    return Opened(
        at if at is not None and timezone.is_aware(at) else timezone.now(),
        version_in(typed),
    )


# Shown --------------------------------------------------------------------------------------------


def _first_shown(request: HttpRequest, change: Change) -> HttpResponse:
    """The page as it is opened; after a sign-in that had run out, as it was left."""
    typed, was_kept = typed_in(request)
    form = change.form(typed, None)
    opened = Opened(timezone.now(), change.version) if typed is None else _opened(typed)
    return _shown(request, change, form, opened=opened, typed_was_kept=was_kept)


def _shown(
    request: HttpRequest,
    change: Change,
    form: Any,
    *,
    opened: Opened | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {
        **change.context,
        "area": change.area,
        "change": change,
        "form": form,
        "opened": opened or _opened(request.POST),
        "foreseen": _foreseen(change, form),
        "files_were_sent": bool(request.FILES or request.POST.get(FILE_LOST)),
        **more,
    }
    return render(request, "pages/change.html", context, status=status)


def _previewed(request: HttpRequest, change: Change, form: Any) -> HttpResponse:
    """The panel alone where a script asks, else the page again; what is still blank is no fault yet."""
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "pages/_foreseen.html", {"foreseen": _foreseen(change, form)})
    foreseen = _foreseen(change, form)
    form.forgive_blanks()
    return _shown(request, change, form, foreseen=foreseen)


def _foreseen(change: Change, form: Any) -> Foreseen | None:
    if change.preview is None:
        return None
    right = form.cleaned_data if form.is_bound and form.errors is not None else {}
    try:
        return change.preview(right)
    except FactError as fault:
        return Foreseen("pages/_contradiction.html", {"words": fault_words(fault)})


def _clashed(
    request: HttpRequest, described: Callable[[], Change], was: Change, typed: Any
) -> HttpResponse:
    """Nothing is written: both are shown with who did it, and sending the form again is meant.

    Where the change can no longer be made at all, its reason and what was typed are shown.
    """
    opened = _opened(request.POST)
    try:
        change = described()
    except Refused as refusal:
        copies = [(each.question, each.answer) for each in answered(typed) if each.answer]
        clash = _clash(request, was, opened.at, reason=refusal.reason, typed=copies)
        return _shown(request, was, typed, status=409, clash=clash)
    return _asked_again(request, change, _clash(request, change, opened.at))


def _asked_again(request: HttpRequest, change: Change, clash: Clash) -> HttpResponse:
    """The form as it was typed, over the row as it is now, with where the two differ."""
    form, saved = change.form(request.POST, request.FILES), change.form(None, None)
    form.is_valid()
    saved.initial = {**saved.initial, **change.on_record}
    clash = replace(clash, differences=differences([saved], [form]))
    now = Opened(timezone.now(), change.version)
    return _shown(request, change, form, opened=now, status=409, clash=clash)


def _clash(request: HttpRequest, change: Change, at: datetime, **more: Any) -> Clash:
    """What happened from then on; the last event at least, since one of them is the clash."""
    events = change.history() if change.history else ()
    since = [each for each in events if each.at >= at]
    later = [each for each in since if each.at > at]
    heading = CHANGED_BY_YOU if _did_all(request.user, later) else CHANGED
    return Clash(since or events[-1:], heading=heading, **more)


def _did_all(user: Any, events: Sequence[Line]) -> bool:
    """Whether all that people did of it was the reader's own; what the system did follows from it."""
    people = {each.by_id for each in events if each.by_id is not None}
    return people == {user.pk}
