"""A person's own account: how they sign in, where they are signed in, and what happened at the door."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import second_factor, way_in
from accounts.actions import end_sessions
from accounts.devices import device_in_words
from accounts.models import Access, User
from pages.registers import Column, Register, register_page


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    return render(request, "account/account.html", {"rows": _rows(request.user)})


def _rows(user: User) -> list[dict[str, str]]:
    has_one = second_factor.has_one(user)
    return [
        {"key": "Post", "value": user.post},
        {"key": "E-mail address", "value": user.email},
        {"key": "Password", "value": "Set", "url": reverse("account_change_password")},
        {
            "key": "Second step",
            "value": "Set up" if has_one else "None",
            "url": reverse("mfa_index"),
            "action": "Change" if has_one else "Set up",
        },
        {
            "key": "Signed in on",
            "value": _devices(UserSession.objects.filter(user=user).count()),
            "url": reverse("account_sessions"),
            "action": "See and end",
        },
        {
            "key": "What happened",
            "value": "Sign-ins, wrong passwords and exports of the last year",
            "url": reverse("account_access"),
            "action": "See",
        },
    ]


def _devices(number: int) -> str:
    return "this device" if number < 2 else f"{number} devices or browsers"


@require_safe
def second_step_needed(request: HttpRequest) -> HttpResponse:
    """All that is shown to somebody who needs a second step and has none."""
    if not getattr(request, "second_step_missing", False):
        return redirect("desk")
    return render(request, "account/second_step_needed.html")


# Sessions ---------------------------------------------------------------------------------------


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    rows = UserSession.objects.purge_and_list(request.user)
    found = [
        {
            "row": each,
            "device": device_in_words(each.user_agent),
            "is_this": each.session_key == request.session.session_key,
        }
        for each in sorted(rows, key=lambda row: row.created_at, reverse=True)
    ]
    context = {"sessions": found, "others": any(not each["is_this"] for each in found)}
    return render(request, "account/sessions.html", context)


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(UserSession, pk=pk, user=request.user)
    end_sessions(request.user, keep=request.session.session_key or "", only=pk)
    messages.success(request, "That sign-in is ended.")
    return redirect("account_sessions")


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    end_sessions(request.user, keep=request.session.session_key or "")
    messages.success(request, "All your other sign-ins are ended.")
    return redirect("account_sessions")


# A way in ---------------------------------------------------------------------------------------


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """A page with a button: programs that only open the links of a message sign nobody in."""
    user = way_in.person_of(uid, token)
    if user is None:
        return render(request, "account/way_in_gone.html", status=410)
    if request.method != "POST":
        return render(request, "account/way_in.html")
    record_authentication(request, user, method="link by e-mail")
    return perform_login(request, Login(user=user, email=user.email))


# What happened ----------------------------------------------------------------------------------

COLUMNS = [
    Column("at", "When", "at", kind="instant", sort="at"),
    Column("what", "What", lambda row: row.get_what_display(), sort="what"),
    Column("about", "How or where", "about"),
    Column("count", "How often", "count", kind="number"),
]
WHO = Column("post", "Who", lambda row: row.post or "Somebody unknown", sort="post")


@require_safe
def access(request: HttpRequest) -> HttpResponseBase:
    """What happened with one's own account."""
    rows = Access.objects.filter(person=request.user.pk)
    return register_page(request, _register(rows, COLUMNS), template="account/access.html")


@require_safe
def access_of_all(request: HttpRequest) -> HttpResponseBase:
    """What happened at the door, for those who run the installation."""
    if not request.user.is_staff:
        raise Http404
    rows = _register(Access.objects.all(), [COLUMNS[0], WHO, *COLUMNS[1:]])
    return register_page(request, rows, template="account/access.html")


def _register(rows: object, columns: list[Column]) -> Register:
    return Register(
        name="What happened at the door",
        columns=columns,
        queryset=rows,
        default_sort="-at",
        empty_text="Nothing yet.",
        noun=("line", "lines"),
    )
