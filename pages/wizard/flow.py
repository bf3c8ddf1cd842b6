"""The way through a draft: one question group a page, and nothing that was typed is lost.

Whatever is posted is kept first, right or wrong; what is right is written to the draft as well. Where
somebody else saved the same page meanwhile, both are shown and nothing is overwritten.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from pages.answers import Difference, differences
from pages.objections import OBJECTIONS, Refused, Stale, add_objection
from pages.typed import number_in, take_typed
from pages.wizard.losses import files_lost, not_saved
from pages.wizard.raw import digest, typed_in_page
from pages.wizard.wizard import Wizard

SAVE, CHECK = "save", "check"
NOT_ASKED = "This page is no longer asked: an earlier answer was changed meanwhile."


class FormGroup:
    """Several forms of one page, as one to the error summary."""

    # That it is there tells a set of forms from a form: see error_links in pages/forms.py.
    management_form = None

    def __init__(self, forms: Sequence[Any]) -> None:
        self.forms = forms
        self.is_bound = any(form.is_bound for form in forms)
        self.is_multipart = any(form.is_multipart() for form in forms)

    def non_form_errors(self) -> list[str]:
        return []


def draft_page(wizard: Wizard, page: str) -> HttpResponse:
    """One page: opened as it was last typed, or taken."""
    posted = wizard.request.method == "POST"
    if not wizard.is_draft:
        return _typed_in_vain(wizard, page, wizard.over) if posted else _see_record(wizard)
    may = wizard.may_edit()
    if not may and posted:
        return _typed_in_vain(wizard, page, may.reason, status=403)
    if not may:
        raise Refused(may.reason)
    if page not in wizard.draft.pages:
        first = wizard.page_url(wizard.draft.pages[0])
        return _typed_in_vain(wizard, page, NOT_ASKED) if posted else redirect(first)
    if posted:
        return _take(wizard, page)
    if early := wizard.too_early(page):
        earlier, sentence = early
        messages.info(wizard.request, sentence)
        return redirect(wizard.page_url(earlier))
    return _open(wizard, page)


def _see_record(wizard: Wizard) -> HttpResponse:
    messages.info(wizard.request, wizard.over)
    return redirect(wizard.row)


def _open(wizard: Wizard, page: str) -> HttpResponse:
    """Blanks are no fault yet, unless somebody was sent back to mend them."""
    request, draft = wizard.request, wizard.draft
    kept = take_typed(request)
    if kept is not None:
        draft.put(page, draft.build(page, kept))
    elif request.GET.get("back_to") == CHECK:
        wizard.is_right(page)
    else:
        forgive_blanks(draft.forms(page))
    return _show(wizard, page, typed_was_kept=kept is not None)


def forgive_blanks(forms: Sequence[Any]) -> None:
    for form in forms:
        if form.is_bound:
            form.forgive_blanks()


# Taken --------------------------------------------------------------------------------------------


def _take(wizard: Wizard, page: str) -> HttpResponse:
    request, draft = wizard.request, wizard.draft
    draft.put(page, draft.build(page, request.POST, request.FILES or None))
    try:
        is_right = _keep(wizard, page)
    except Stale as stale:
        return _conflict(wizard, page, stale)
    except Refused as refused:
        return _typed_in_vain(wizard, page, refused.reason)
    if request.POST.get("go") == SAVE:
        return come_back_later(wizard)
    elsewhere = wizard.goes_elsewhere(page)
    if elsewhere is not None:
        return elsewhere
    return _go_on(wizard, page) if is_right else _show(wizard, page)


def _keep(wizard: Wizard, page: str) -> bool:
    """Keeps the page; says whether it is right. What the verb objects to stands on the page."""
    posted = wizard.request.POST
    sent = {"version": number_in(posted.get("version")), "seen": posted.get("seen", "")}
    typed = typed_in_page(posted)
    if wizard.is_right(page):
        try:
            wizard.row = wizard.keep(page, typed, wizard.answers(page), **sent)
            return True
        except OBJECTIONS as objection:
            add_objection(wizard.draft.forms(page)[0], objection)
    # Kept by itself, wrong or refused (ADR 6): what the verb objected to was undone with its
    # transaction.
    wizard.row = wizard.keep(page, typed, None, **sent)
    return False


def come_back_later(wizard: Wizard) -> HttpResponse:
    messages.success(wizard.request, wizard.kept)
    return redirect(wizard.home)


def _go_on(wizard: Wizard, page: str) -> HttpResponse:
    # Read anew from the row as it was kept: this page's answer may decide which pages follow.
    pages = [*type(wizard)(wizard.request, wizard.row, wizard.on).draft.pages, CHECK]
    following = pages[pages.index(page) + 1]
    changing = wizard.request.POST.get("back_to") == CHECK
    if following == CHECK or (changing and not wizard.must_go_on(page)):
        return redirect(wizard.check_url)
    url = wizard.page_url(following)
    return redirect(f"{url}?back_to={CHECK}" if changing else url)


def _conflict(wizard: Wizard, page: str, stale: Any) -> HttpResponse:
    """Somebody saved this page meanwhile: both are shown, and what was typed stays."""
    theirs = type(wizard)(wizard.request, stale.row, wizard.on)
    if page not in theirs.draft.pages:
        return _typed_in_vain(theirs, page, NOT_ASKED)
    mine = wizard.draft.forms(page)
    found = differences(theirs.draft.forms(page), mine)
    # What was typed stays in the boxes, with theirs beside it: the person decides, not the clock
    # (ADR 2).
    theirs.draft.put(page, mine)
    return _show(theirs, page, conflict=found, status=409)


def _typed_in_vain(wizard: Wizard, page: str, why: str, status: int = 409) -> HttpResponse:
    """What was typed can no longer be kept here, so it is shown once, to be copied."""
    draft, posted = wizard.draft, wizard.request.POST
    return not_saved(
        wizard.request,
        why,
        forms=draft.build(page, posted) if page in draft.pages else [],
        title=draft.titles.get(page, ""),
        url=wizard.check_url if wizard.is_draft else wizard.row.get_absolute_url(),
        area=wizard.area,
        status=status,
    )


# Shown --------------------------------------------------------------------------------------------


def _show(
    wizard: Wizard,
    page: str,
    *,
    typed_was_kept: bool = False,
    conflict: Sequence[Difference] | None = None,
    status: int = 200,
) -> HttpResponse:
    request, pages, forms = wizard.request, wizard.draft.pages, wizard.draft.forms(page)
    place = pages.index(page)
    context = {
        **wizard.context(),
        "page": page,
        "title": wizard.draft.titles[page],
        "caption": wizard.caption,
        "step": place + wizard.first_step,
        "steps": len(pages) + wizard.first_step,
        "form": FormGroup(forms),
        "forms": forms,
        "version": wizard.version,
        # Of this page alone: another page that was saved meanwhile is no clash (ADR 6).
        "seen": digest(wizard.row.typed.get(page)),
        "back_to": request.POST.get("back_to") or request.GET.get("back_to", ""),
        "back": wizard.page_url(pages[place - 1]) if place else wizard.list_url,
        "typed_was_kept": typed_was_kept,
        "conflict": conflict,
        "files_lost": files_lost(request),
        **wizard.page_context(page),
    }
    return render(request, f"{wizard.templates}/page.html", context, status=status)


def preview(wizard: Wizard, page: str) -> HttpResponse:
    """The live panels of a page that is being typed. Nothing is kept."""
    draft = wizard.draft
    if not wizard.is_draft or not wizard.may_edit() or page not in draft.pages:
        # At 204 htmx leaves the page as it is; why not is said once the page itself is sent.
        return HttpResponse(status=204)
    draft.put(page, draft.build(page, wizard.request.POST))
    context = {**wizard.context(), "page": page, **wizard.page_context(page)}
    return render(wizard.request, f"{wizard.templates}/preview.html", context)
