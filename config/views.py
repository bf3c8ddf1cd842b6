"""Pages that belong to no app: the front page, what the product is, and what went wrong."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.exceptions import SessionInterrupted
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_safe

from audit.anchors import anchors_now
from pages.style_guide import style_guide_context
from pages.trouble import trouble_page


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home.html")


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "about.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "accessibility.html")


@login_not_required
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """How long each chain of the log is and the seal it ends with, for whoever wants to keep that."""
    return render(request, "history.html", {"anchors": anchors_now()})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def style_guide(request: HttpRequest) -> HttpResponse:
    """Every shared component on one page, on demo installations only."""
    if not settings.DEMO:
        raise Http404
    return render(request, "style_guide.html", style_guide_context(request))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "csrf_failure.html", status=403)


def not_understood(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Says it without the session: a request that is refused this early may have none, and one
    that is refused this late has lost it."""
    page = trouble_page(request, exception)
    if page is not None:
        return page
    ended = isinstance(exception, SessionInterrupted)
    return HttpResponse(render_to_string("400.html", {"ended": ended}), status=400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    reason = getattr(exception, "reason", "") or str(exception or "")
    return render(request, "403.html", {"reason": reason}, status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Touches neither the database nor the session: they may be what failed."""
    page = trouble_page(request, sys.exc_info()[1])
    return page or HttpResponse(render_to_string("500.html"), status=500)
