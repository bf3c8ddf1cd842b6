"""What cannot be kept is shown, to be copied; a file that was chosen is named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from pages.objections import Refused
from pages.typed import take_typed
from pages.wizard.raw import typed_rows


def files_lost(request: HttpRequest) -> list[str]:
    """The names of files that came with a page which is shown again: a browser keeps none."""
    return [str(file.name) for name in request.FILES for file in request.FILES.getlist(name)]


def not_saved(
    request: HttpRequest,
    why: str,
    *,
    typed: QueryDict | None = None,
    forms: Sequence[Any] = (),
    title: str = "",
    url: str = "",
    area: Any = None,
    status: int = 409,
) -> HttpResponse:
    """A page with what was typed and cannot be kept any more. `forms` give the questions' labels."""
    context = {
        "why": why,
        "typed": typed_rows(request.POST if typed is None else typed, forms),
        "files_lost": files_lost(request),
        "title": title,
        "url": url,
        "area": area,
    }
    return render(request, "pages/wizard/not_saved.html", context, status=status)


def nothing_lost(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Shows what was typed to somebody who is refused, or whose draft was discarded meanwhile.

    What was typed before a sign-in ran out is shown too, where it comes back too late.
    """

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            typed = request.POST if request.method == "POST" else take_typed(request)
            if not typed or not typed_rows(typed):
                raise
            return not_saved(request, "This draft is not there any more.", typed=typed, status=404)
        except Refused as refused:
            typed = request.POST if request.method == "POST" else take_typed(request)
            if not typed or not typed_rows(typed):
                raise
            return not_saved(request, refused.reason, typed=typed, status=403)

    return shown
