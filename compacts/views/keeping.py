"""The compact officer records that an expired compact is kept by agreement, or no longer is."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from audit.history import history_of
from compacts.actions import keeping
from compacts.forms import KeepForm
from compacts.models import Compact
from compacts.permissions import may_keep
from pages.change import Change, change_page


@change_page
def keep(request: HttpRequest, slug: str) -> Change:
    """Until when it is kept, and how the two sectors agreed to it."""
    compact = get_object_or_404(Compact.objects.select_related("area"), slug=slug)
    return Change(
        may=may_keep(request.user, compact),
        form=partial(KeepForm, compact=compact),
        verb=partial(keeping.keep_by_agreement, compact, by=request.user, at=timezone.now()),
        version=keeping.newest_keeping(compact),
        title="Keep this compact by agreement",
        about="compacts/_keep_about.html",
        below="compacts/_keepings.html",
        submit="Record the agreement",
        done="Recorded. What happened without a compact in force is looked at again when the "
        "deadlines are next checked.",
        caption=compact.title,
        back=compact.get_absolute_url(),
        back_label="Back to the compact",
        history=partial(history_of, compact),
        context={
            "compact": compact,
            "keepings": compact.kept_by_agreement.select_related("recorded_by", "ended_by"),
        },
    )


@require_POST
def end_keeping(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    compact = get_object_or_404(Compact, slug=slug)
    kept = get_object_or_404(compact.kept_by_agreement, pk=pk)
    keeping.end_keeping(kept, by=request.user, at=timezone.now())
    messages.success(request, "Ended. The agreement stays in the history.")
    return redirect(compact)
