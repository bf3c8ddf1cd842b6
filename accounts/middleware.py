"""Two promises of every page: a refusal says why, and an expired sign-in loses nothing that was typed."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from accounts.refusals import refused
from pages.typed import keep_typed

LARGEST_KEPT = 200_000
SECRET_FIELDS = ("csrfmiddlewaretoken", "password")

type_of_handler = Callable[[HttpRequest], HttpResponse]


class KeepTypedMiddleware:
    """Keeps a form that was sent after the sign-in had run out, for `take_typed` after the next sign-in."""

    def __init__(self, get_response: type_of_handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> None:  # type: ignore[no-untyped-def]
        if request.method != "POST" or request.user.is_authenticated:
            return
        if not getattr(view, "login_required", True):
            return
        typed = request.POST.copy()
        for name in SECRET_FIELDS:
            typed.pop(name, None)
        if len(typed.urlencode()) <= LARGEST_KEPT:
            keep_typed(request, typed)


class PrivatePagesMiddleware:
    """What a signed-in person sees is kept by no shared cache, and asked for again by their own."""

    def __init__(self, get_response: type_of_handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control") and request.user.is_authenticated:
            patch_cache_control(response, private=True, no_cache=True)
        return response


class RefusalMiddleware:
    """Turns what was refused into a page with the refusal's own sentence: 403 where a permission or
    a state forbids it, 409 where the database or a second pair of hands does."""

    def __init__(self, get_response: type_of_handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refused(request, exception)
