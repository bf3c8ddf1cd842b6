"""A person's own account: how they sign in, and what they may change about it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import second_factor
from accounts.models import User


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
    ]


@require_safe
def second_step_needed(request: HttpRequest) -> HttpResponse:
    """All that is shown to somebody who needs a second step and has none."""
    if not getattr(request, "second_step_missing", False):
        return redirect("desk")
    return render(request, "account/second_step_needed.html")
