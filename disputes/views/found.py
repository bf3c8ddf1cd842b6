"""Finding the row of a page among those the person may see; and asking for one verb's words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.permissions import ActionRefused
from commitments.views.asking import typed_in
from disputes.confidentiality import raiser_label
from disputes.forms.parts import CaseForm
from disputes.models import Dispute
from disputes.permissions import side_of, writing_side
from organisations.models import Area
from organisations.permissions import scope_of

OF_DISPUTE = (
    "area",
    "compact",
    "raiser",
    "represented_by",
    "respondent",
    "breach__check_made__act",
    "breach__check_made__rule__provision",
    "act",
)


def area_or_404(request: HttpRequest, slug: str) -> Area:
    return get_object_or_404(Area, slug=slug, pk__in=scope_of(request.user).areas)


def dispute_or_404(request: HttpRequest, pk: int) -> Dispute:
    rows = Dispute.objects.visible_to(request.user).select_related(*OF_DISPUTE)
    return get_object_or_404(rows, pk=pk)


def number_in(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0


def case_context(request: HttpRequest, dispute: Dispute) -> dict[str, Any]:
    return {
        "area": dispute.area,
        "dispute": dispute,
        "raiser": raiser_label(request.user, dispute),
        "side": side_of(request.user, dispute),
    }


def ask(
    request: HttpRequest,
    dispute: Dispute,
    form_class: type[CaseForm],
    *,
    title: str,
    verb: Callable[[dict[str, Any]], Any],
    done: str,
    submit: str = "Save",
    intro: str = "",
    warning: str = "",
    quote: str = "",
    kind: str = "",
    **form_args: Any,
) -> HttpResponse:
    """One verb's page: its form, then the verb, then back to the case. The permission is asked first
    by the view; what the verb refuses later stands on the form."""
    typed, kept = typed_in(request)
    form = form_class(
        typed,
        request.FILES or None,
        dispute=dispute,
        side=writing_side(request.user, dispute),
        **form_args,
    )
    if request.method == "POST" and form.is_valid():
        try:
            verb(form.cleaned_data)
        except ActionRefused as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, done)
            still = Dispute.objects.visible_to(request.user).filter(pk=dispute.pk).exists()
            return redirect(dispute if still else "disputes:mine")
    context = case_context(request, dispute) | {
        "form": form,
        "typed_was_kept": kept,
        "title": title,
        "submit": submit,
        "intro": intro,
        "warning": warning,
        "quote": quote,
        "kind": kind,
    }
    return render(request, "disputes/ask.html", context)
