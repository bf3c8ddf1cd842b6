"""What every view here and above asks of a request: what was typed."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict

from accounts.middleware import take_typed


def typed_in(request: HttpRequest) -> tuple[QueryDict | None, bool]:
    """What was sent, or what was typed before the sign-in ran out, and whether it was that."""
    if request.method == "POST":
        return request.POST, False
    typed = take_typed(request)
    return typed, typed is not None
