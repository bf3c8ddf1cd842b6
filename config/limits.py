"""Holds visitors to the table of allowances, and answers who is beyond with a page that says when."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from config.allowances import ADDRESSES, ALLOWANCES, COUNTED_WHEN_SENT, EXPORTED, MINUTE
from pages.counting import place_of, seconds_to_wait
from pages.trouble import Trouble, page_of


class LimitsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponse | None:
        name = allowance_for(request)
        if not name:
            return None
        user = request.user
        who = f"person {user.pk}" if user.is_authenticated else place_of(request)
        seconds = seconds_to_wait(name, who, ALLOWANCES[name])
        return too_often(request, seconds) if seconds else None


def allowance_for(request: HttpRequest) -> str:
    """The name of the allowance that a request draws on; blank where it draws on none."""
    match = request.resolver_match
    name = ADDRESSES.get(match.view_name, "") if match is not None else ""
    if name in COUNTED_WHEN_SENT and request.method != "POST":
        return ""
    if not name and request.user.is_authenticated and request.GET.get("format") in EXPORTED:
        return "export"
    return name


def too_often(request: HttpRequest, seconds: int = MINUTE) -> HttpResponse:
    """The page for who tried too often; a form is sent again from it as it was typed."""
    minutes = -(-seconds // 60)
    wait = "a minute" if minutes == 1 else f"{minutes} minutes"
    trouble = Trouble(
        "often",
        429,
        "Too many tries",
        f"This was tried more often than one person does. Nothing was done. Wait {wait}, then try again.",
        seconds,
    )
    return page_of(request, trouble)
