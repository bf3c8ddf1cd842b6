"""Taking a response out of every count: its author does, or agrees to it when the lead asks."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import require
from commitments.corrections import void_row
from consultations import permissions as may
from consultations.actions.responses import answer_void_request, ask_to_void
from consultations.forms.changes import ReasonForm
from consultations.views.found import response_or_404


@require_http_methods(["GET", "POST"])
def response_void(request: HttpRequest, pk: int) -> HttpResponse:
    response = response_or_404(request, pk)
    require(may.may_void_response(request.user, response))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        void_row(
            response,
            reason=form.cleaned_data["reason"],
            by=request.user,
            on=timezone.localdate(),
            at=timezone.now(),
        )
        messages.success(request, "The response is voided and counts no longer.")
        return redirect(response)
    context = {
        "area": response.consultation.act.area,
        "consultation": response.consultation,
        "form": form,
        "title": "Void this response",
        "text": "Only for one that should not count, such as one sent twice.",
        "submit": "Void the response",
        "kind": "warning",
    }
    return render(request, "consultations/change.html", context)


@require_http_methods(["GET", "POST"])
def response_void_ask(request: HttpRequest, pk: int) -> HttpResponse:
    response = response_or_404(request, pk)
    require(may.may_ask_to_void(request.user, response))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ask_to_void(
            response=response,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, f"{response.author} is asked. The response counts until then.")
        return redirect(response)
    context = {
        "area": response.consultation.act.area,
        "consultation": response.consultation,
        "form": form,
        "title": "Ask to void this response",
        "text": f"Only for one that should not count, such as one sent twice. {response.author} "
        "wrote it, so it counts until they agree.",
        "submit": "Ask",
    }
    return render(request, "consultations/change.html", context)


@require_POST
def response_void_answer(request: HttpRequest, pk: int) -> HttpResponse:
    response = response_or_404(request, pk)
    agreed = request.POST.get("answer") == "agree"
    answer_void_request(
        response=response,
        agreed=agreed,
        by=request.user,
        on=timezone.localdate(),
        at=timezone.now(),
    )
    said = "is voided and counts no longer" if agreed else "stands, and goes on counting"
    messages.success(request, f"The response {said}.")
    return redirect(response)
