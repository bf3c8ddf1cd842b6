"""The compact officer records that an expired compact is kept by agreement, or no longer is."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import take_typed
from accounts.permissions import require
from compacts.actions import keeping
from compacts.forms import KeepForm
from compacts.models import Compact
from compacts.permissions import may_keep


@require_http_methods(["GET", "POST"])
def keep(request: HttpRequest, slug: str) -> HttpResponse:
    """Until when it is kept, and how the two sectors agreed to it."""
    compact = get_object_or_404(Compact.objects.select_related("area"), slug=slug)
    require(may_keep(request.user, compact))
    kept_typing = take_typed(request) if request.method == "GET" else None
    form = KeepForm(request.POST or kept_typing, compact=compact)
    if request.method == "POST" and form.is_valid():
        keeping.keep_by_agreement(compact, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(
            request,
            "Recorded. What happened without a compact in force is looked at again "
            "when the deadlines are next checked.",
        )
        return redirect(compact)
    return render(
        request,
        "compacts/keep.html",
        {
            "compact": compact,
            "form": form,
            "typed_was_kept": kept_typing is not None,
            "keepings": compact.kept_by_agreement.select_related("recorded_by", "ended_by"),
            "trail": [
                ("Compacts", reverse("compacts:index")),
                (compact.title, compact.get_absolute_url()),
                ("Keep by agreement", ""),
            ],
        },
    )


@require_POST
def end_keeping(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    compact = get_object_or_404(Compact, slug=slug)
    kept = get_object_or_404(compact.kept_by_agreement, pk=pk)
    keeping.end_keeping(kept, by=request.user, at=timezone.now())
    messages.success(request, "Ended. The agreement stays in the history.")
    return redirect(compact)
