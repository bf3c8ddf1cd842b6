"""The page of what was refused, by a rule of ours or by the database's own, or cannot be done now."""

from __future__ import annotations

import structlog
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pages.constraints import refusal_of
from pages.objections import Refused, Stale
from pages.trouble import trouble_page

STALE = (
    "Somebody changed this after you opened the page. Go back, look at it again, and send it anew."
)

log = structlog.get_logger()


def refused(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """The page for an exception that refuses something; None for one that is a fault of ours."""
    if isinstance(exception, Refused):
        return _page(request, exception.reason, status=403)
    if isinstance(exception, Stale):
        return _page(request, STALE, status=409)
    if isinstance(exception, IntegrityError):
        log.warning("write.refused", error=str(exception)[:200])
        return _page(request, refusal_of(exception).sentence, status=409)
    return trouble_page(request, exception)


def _page(request: HttpRequest, reason: str, *, status: int) -> HttpResponse:
    return render(request, "403.html", {"reason": reason}, status=status)
