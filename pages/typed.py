"""What was typed: now, or before a sign-in ran out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, QueryDict

KEPT = "kept_typing"


def keep_typed(request: HttpRequest, typed: QueryDict, *, user_id: str) -> None:
    """Keeps what was sent by this person after their sign-in had run out: one form a session."""
    request.session[KEPT] = {"path": request.path, "typed": typed.urlencode(), "user": user_id}


def forget_others_typing(request: HttpRequest) -> None:
    """Drops what somebody else typed on this browser, whoever signs in next."""
    kept = request.session.get(KEPT)
    if kept and kept.get("user") != str(request.user.pk):
        del request.session[KEPT]


def take_typed(request: HttpRequest) -> QueryDict | None:
    """What its reader typed into this page before the sign-in ran out, once; else None."""
    forget_others_typing(request)
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


def version_in(typed: Mapping[str, Any]) -> int | None:
    """The version that a form was opened with; None where it carries none, and has seen nothing."""
    version = typed.get("version")
    return number_in(version) if version else None
