"""The pages of a draft as views, for an app's `urls` to name."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from pages.wizard.ending import check_page, discard_page, finish
from pages.wizard.flow import draft_page, preview
from pages.wizard.losses import nothing_lost
from pages.wizard.wizard import Wizard

View = Callable[..., HttpResponse]


class DraftViews:
    """The views of one kind of draft: each finds it among those that its reader may see."""

    def __init__(self, wizard: type[Wizard]) -> None:
        def at(request: HttpRequest, pk: int) -> Wizard:
            return wizard(request, wizard.finds(request, pk), timezone.localdate())

        @nothing_lost
        @require_http_methods(["GET", "POST"])
        def page(request: HttpRequest, pk: int, page: str) -> HttpResponse:
            return draft_page(at(request, pk), page)

        @require_POST
        def panel(request: HttpRequest, pk: int, page: str) -> HttpResponse:
            """The panels of a page that is being typed. Nothing is written."""
            return preview(at(request, pk), page)

        @require_POST
        def record(request: HttpRequest, pk: int) -> HttpResponse:
            return finish(at(request, pk))

        @require_http_methods(["GET", "POST"])
        def check(request: HttpRequest, pk: int) -> HttpResponse:
            """Check your answers; from here the draft is recorded, and its clocks start."""
            return record(request, pk) if request.method == "POST" else check_page(at(request, pk))

        @require_http_methods(["GET", "POST"])
        def discard(request: HttpRequest, pk: int) -> HttpResponse:
            return discard_page(at(request, pk))

        self.at = at
        self.page: View = page
        self.panel: View = panel
        self.check: View = check
        self.record: View = record
        self.discard: View = discard
