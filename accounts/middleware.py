"""Promises of every page: a refusal says why, an expired sign-in loses nothing that was typed, and who
needs a second step has one.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control

from accounts import access, second_factor
from accounts.models import User
from accounts.refusals import refused
from accounts.sessions import spent_session_of
from pages.downloads import is_download
from pages.typed import forget_others_typing, keep_typed

LARGEST_KEPT = 60_000  # characters, as they were typed: the longest answers of a page and some more
SECRET = ("csrfmiddlewaretoken", "password")
OF_ACCOUNTS = "/accounts/"
EXPORTS = {
    "text/csv",
    "application/json",
    "application/pdf",
    "application/zip",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.spreadsheet",
}
SEEN, BEGAN = "seen_at", "signed_in_at"
# Saving the session at every request would write a row for every page that is read.
SECONDS_BETWEEN_MARKS = 60

SECOND_STEP_NEEDED = "account_second_step_needed"
# What somebody can do who needs a second step and has none.
UNTIL_SET_UP = {
    SECOND_STEP_NEEDED,
    "account_logout",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "healthz",
    "metrics",
}

type_of_handler = Callable[[HttpRequest], HttpResponse]


class KeepTypedMiddleware:
    """Keeps a form that was sent after the sign-in had run out, for the same person's next sign-in.

    Only somebody whose session was there can have anything kept, once for that session, and nothing
    that was typed about passwords or signing in.
    """

    def __init__(self, get_response: type_of_handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> None:  # type: ignore[no-untyped-def]
        if request.user.is_authenticated:
            forget_others_typing(request)
            return
        # What Django's login_not_required sets: a page for everybody had no sign-in to lose, and
        # strangers' words are not kept.
        if request.method != "POST" or not getattr(view, "login_required", True):
            return
        if request.path.startswith(OF_ACCOUNTS):
            return
        typed = request.POST.copy()
        for name in list(typed):
            if any(secret in name.lower() for secret in SECRET):
                del typed[name]
        if (
            sum(len(name) + len(value) for name, all_of in typed.lists() for value in all_of)
            > LARGEST_KEPT
        ):
            return
        # A sign-in that was ended in this very request has no session left to ask.
        user_id = getattr(request, "signed_in_until_now", "") or spent_session_of(
            request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        )
        if user_id:
            keep_typed(request, typed, user_id=user_id)


class IdleMiddleware:
    """Ends a sign-in that nobody used for a while, and any that has lasted a whole working day."""

    def __init__(self, get_response: type_of_handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session, now = request.session, int(time.time())
        if SEEN in session and request.user.is_authenticated:
            idle = now - session[SEEN]
            if (
                idle > settings.SESSION_COOKIE_AGE
                or now - session[BEGAN] > settings.LONGEST_SIGN_IN
            ):
                request.signed_in_until_now = str(request.user.pk)  # type: ignore[attr-defined]
                logout(request)
            elif idle > SECONDS_BETWEEN_MARKS:
                session[SEEN] = now  # saving it puts its end off, too
        return self.get_response(request)


class SecondFactorMiddleware:
    """Leads whoever needs a second step to set one up, and to nothing else until then."""

    def __init__(self, get_response: type_of_handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs):  # type: ignore[no-untyped-def]
        user = request.user
        if not isinstance(user, User) or not second_factor.is_needed_by(user):
            return None
        if second_factor.has_one(user) or second_factor.came_with_one(request, user):
            return None
        request.second_step_missing = True  # type: ignore[attr-defined]
        match = request.resolver_match
        if match is not None and match.url_name in UNTIL_SET_UP:
            return None
        return redirect(SECOND_STEP_NEEDED)


class PrivatePagesMiddleware:
    """What a signed-in person sees is kept by no shared cache, and asked for again by their own."""

    def __init__(self, get_response: type_of_handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control") and request.user.is_authenticated:
            patch_cache_control(response, private=True, no_cache=True)
        return response


class AccessMiddleware:
    """Notes every refusal, and every export by somebody who is signed in."""

    def __init__(self, get_response: type_of_handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user = request.user if isinstance(request.user, User) else None
        if response.status_code == 403:
            match = request.resolver_match
            access.refused(user, address=match.view_name if match is not None else "")
        elif user is not None and _is_export(response):
            access.exported(user, path=request.path)
        return response


def _is_export(response: HttpResponse) -> bool:
    """Whether records leave as a file: a paper that somebody handed in comes without a kind."""
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    return response.status_code == 200 and kind in EXPORTS and is_download(response)


class RefusalMiddleware:
    """Turns what was refused into a page with the refusal's own sentence: 403 where a permission or
    a state forbids it, 409 where the database or a second pair of hands does."""

    def __init__(self, get_response: type_of_handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refused(request, exception)
