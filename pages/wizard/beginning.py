"""The first page of a wizard: a draft is made once the least is known that it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from pages.objections import OBJECTIONS, add_objection
from pages.typed import typed_in
from pages.wizard.flow import SAVE, come_back_later
from pages.wizard.raw import Typed, typed_in_page
from pages.wizard.wizard import Wizard


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPage:
    """What is asked before there is a draft."""

    wizard: type[Wizard]
    title: str
    caption: str
    area: Any
    back: str
    form: Callable[[Any], Any]
    """Called with what was typed, if anything."""

    make: Callable[[dict[str, Any], dict[str, Typed], bool], Any]
    """Makes the draft of the answers that are right, and of all that was typed, page by page.

    The third argument says whether the page is right as a whole.
    """

    least: Sequence[str]
    """The questions that a draft cannot do without."""
    least_words: str
    page: str = ""
    """Its name among the draft's pages, where somebody can come back to it."""
    template: str = ""
    steps: int | None = None
    context: Mapping[str, Any] = field(default_factory=dict)


def begin(request: HttpRequest, first: FirstPage, on: date) -> HttpResponse:
    """The first page, shown or taken. Saving keeps a draft as soon as the least is known."""
    typed, was_kept = typed_in(request)
    form = first.form(typed)
    if request.method == "POST":
        answer = _taken(request, first, form, on)
        if answer is not None:
            return answer
    context = {
        "is_new": True,
        "area": first.area,
        "page": first.page,
        "title": first.title,
        "caption": first.caption,
        "back": first.back,
        "step": 1,
        "steps": first.steps,
        "form": form,
        "forms": [form],
        "typed_was_kept": was_kept,
        **first.context,
    }
    template = first.template or f"{first.wizard.templates}/page.html"
    return render(request, template, context)


def _taken(request: HttpRequest, first: FirstPage, form: Any, on: date) -> HttpResponse | None:
    """Where the page leads; None where it is to be shown again, with what is missing."""
    is_right, saving = form.is_valid(), request.POST.get("go") == SAVE
    answers = dict(form.cleaned_data)
    missing = [name for name in first.least if not answers.get(name)]
    # Saving takes a page that is not right yet: asking for the rest first would lose whoever is
    # called away (ADR 6).
    if is_right or (saving and not missing):
        try:
            row = first.make(answers, {first.page: typed_in_page(request.POST)}, is_right)
        except OBJECTIONS as objection:
            add_objection(form, objection)
            return None
        wizard = first.wizard(request, row, on)
        return come_back_later(wizard) if saving else redirect(_second(first, wizard))
    if saving:
        _ask_the_least(first, form, missing)
    return None


def _second(first: FirstPage, wizard: Wizard) -> str:
    pages = wizard.draft.pages
    place = pages.index(first.page) + 1 if first.page in pages else 0
    return wizard.page_url(pages[place])


def _ask_the_least(first: FirstPage, form: Any, missing: Sequence[str]) -> None:
    """Complains of nothing that is merely blank, but for what a draft needs."""
    form.forgive_blanks()
    for name in missing:
        if name not in form.errors:
            form.add_error(name, form.fields[name].error_messages["required"])
    form.add_error(None, first.least_words)
