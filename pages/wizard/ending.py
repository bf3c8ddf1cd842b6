"""The end of the way: checking the answers, recording them, or throwing the draft away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from pages.constraints import refusal_of
from pages.doubts import Doubt, DoubtError
from pages.objections import OBJECTIONS, TICK_OR_CHANGE, Refused, Stale, fault_words
from pages.typed import number_in
from pages.wizard.wizard import Wizard
from rules import FactError

CHANGED = "An answer has changed since you opened this page. Check the answers again."


def check_page(
    wizard: Wizard, *, fault: str = "", doubts: Sequence[Doubt] = (), status: int = 200
) -> HttpResponse:
    """All answers, from where the draft is recorded. `fault` says why it was not; `doubts` are asked
    about before it is."""
    if not wizard.is_draft:
        return redirect(wizard.row)
    _require(wizard.may_check())
    lacks = wizard.lacks()
    context = {
        **wizard.context(),
        "groups": wizard.groups(),
        "lacks": lacks,
        "version": wizard.version,
        "fault": fault,
        "doubts": doubts,
        "may": wizard.may_edit(),
        "back": wizard.page_url(wizard.draft.pages[-1]),
        **wizard.check_context(lacks),
    }
    return render(wizard.request, f"{wizard.templates}/check.html", context, status=status)


def finish(wizard: Wizard) -> HttpResponse:
    """Records the draft, or says on its check page why not."""
    if not wizard.is_draft:
        return redirect(wizard.row)
    _require(wizard.may_edit())
    version = number_in(wizard.request.POST.get("version"))
    # Asked before the lacks: whoever records stands by the answers that their own page showed.
    if version != wizard.version:
        return check_page(wizard, fault=CHANGED, status=409)
    lacks = wizard.lacks()
    fault = lacks[0].words if lacks else wizard.object_to_recording()
    if fault:
        return check_page(wizard, fault=fault, status=422)
    try:
        # The version was compared with a row that nobody held; the verb compares it again under its
        # lock (ADR 2).
        wizard.row = wizard.record(version=version)
    except Stale as stale:
        return check_page(_as_it_is(wizard, stale), fault=CHANGED, status=409)
    except DoubtError as asked:
        return check_page(wizard, fault=TICK_OR_CHANGE, doubts=asked.doubts, status=422)
    except OBJECTIONS as objection:
        return check_page(wizard, fault=_words(objection), status=422)
    messages.success(wizard.request, wizard.done)
    return redirect(wizard.row)


def discard_page(wizard: Wizard) -> HttpResponse:
    """Asks before the draft goes; where somebody wrote on in it meanwhile, asks again."""
    _require(wizard.may_edit())
    changed = False
    if wizard.request.method == "POST":
        # The list's address is read off the row, which is gone afterwards.
        version, url = number_in(wizard.request.POST.get("version")), wizard.list_url
        try:
            wizard.throw_away(version=version)
        except Stale as stale:
            wizard, changed = _as_it_is(wizard, stale), True
        else:
            messages.success(wizard.request, wizard.discarded)
            return redirect(url)
    context = {**wizard.context(), "version": wizard.version, "changed": changed}
    return render(
        wizard.request, "pages/wizard/discard.html", context, status=409 if changed else 200
    )


def _require(may: Any) -> None:
    if not may:
        raise Refused(may.reason)


def _as_it_is(wizard: Wizard, stale: Any) -> Wizard:
    return type(wizard)(wizard.request, stale.row, wizard.on)


def _words(objection: Exception) -> str:
    """One of OBJECTIONS as a sentence, where there is no form to put it on."""
    if isinstance(objection, FactError):
        return fault_words(objection)
    if isinstance(objection, IntegrityError):
        return refusal_of(objection).sentence
    return str(getattr(objection, "reason", objection))
