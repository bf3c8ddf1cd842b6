"""What was typed: now, or before a sign-in ran out."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict

KEPT = "kept_typing"


def keep_typed(request: HttpRequest, typed: QueryDict) -> None:
    """Puts what was sent by somebody whose sign-in had run out into their session."""
    request.session[KEPT] = {"path": request.path, "typed": typed.urlencode()}


def take_typed(request: HttpRequest) -> QueryDict | None:
    """What was typed into this page before the sign-in ran out, once; None where nothing was."""
    kept = request.session.get(KEPT)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEPT]
    return QueryDict(kept["typed"])


def typed_in(request: HttpRequest) -> tuple[QueryDict | None, bool]:
    """What was sent, or what was typed before the sign-in ran out, and whether it was that."""
    if request.method == "POST":
        return request.POST, False
    typed = take_typed(request)
    return typed, typed is not None


def number_in(text: str | None) -> int:
    """What a hidden field counts; nought for what no counter could have reached."""
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0
