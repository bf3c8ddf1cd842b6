"""For whom somebody with several organisations acts: chosen at the top of the page, kept in the session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import User
from organisations.models import Organisation
from organisations.permissions import has_to_choose, held_by, scope_of

KEY = "acts_for"
CHOOSE = (
    "You belong to several organisations. Choose at the top of the page for which you act, then send "
    "this again: your browser’s “Back” still has what you typed."
)
# What a person does for themselves, or for the installation.
FOR_ONESELF = {
    "organisations:act_for",
    "organisations:end_membership",
    "organisations:invitation",
    "organisations:area_add",
    "organisations:area_change",
    "organisations:area_archive",
    "organisations:area_restore",
    "organisations:name_first",
}
SAFE = {"GET", "HEAD", "OPTIONS"}


@dataclass(frozen=True, slots=True)
class Acting:
    """The organisations that somebody may act for, and the one they chose."""

    choices: list[Organisation]
    chosen: int | None


def acting(user: User) -> Acting:
    bodies = {each.organisation_id: each for each in held_by(user)}
    for each in bodies.values():
        each.organisation.area = each.area  # read with the membership
    chosen = user._acts_for if user._acts_for in bodies else None
    return Acting([each.organisation for each in bodies.values()], chosen)


def choose(request: HttpRequest, organisation: int | None) -> None:
    if organisation is None:
        request.session.pop(KEY, None)
    else:
        request.session[KEY] = organisation


class ActingMiddleware:
    """Narrows what a person may to the organisation they chose; refuses to write until they have."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User) or user.is_authenticated:
            user._acts_for = request.session.get(KEY)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated or request.method in SAFE:
            return None
        match = request.resolver_match
        name = match.view_name if match is not None else ""
        is_own = name in FOR_ONESELF or not name.partition(":")[2]  # signing in, the account itself
        if is_own or not getattr(view, "login_required", True):
            return None
        if has_to_choose(user):
            return render(request, "403.html", {"reason": CHOOSE}, status=403)
        scope_of(user)  # so that the log says for whom, whatever the verb asks first
        return None
