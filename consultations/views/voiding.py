"""Taking a response out of every count: its author does, or agrees to it when the lead asks."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from commitments.corrections import void_row
from consultations import permissions as may
from consultations.actions.responses import answer_void_request, ask_to_void
from consultations.forms.changes import ReasonForm
from consultations.views.changing import response_change
from consultations.views.lookups import response_or_404
from pages.change import Change, change_page


@change_page
def response_void(request: HttpRequest, pk: int) -> Change:
    response = response_or_404(request, pk)
    return response_change(
        response,
        may=may.may_void_response(request.user, response),
        form=ReasonForm,
        verb=partial(
            void_row, response, by=request.user, on=timezone.localdate(), at=timezone.now()
        ),
        title="Void this response",
        intro="Only for one that should not count, such as one sent twice.",
        submit="Void the response",
        done="The response is voided and counts no longer.",
        is_grave=True,
    )


@change_page
def response_void_ask(request: HttpRequest, pk: int) -> Change:
    response = response_or_404(request, pk)
    return response_change(
        response,
        may=may.may_ask_to_void(request.user, response),
        form=ReasonForm,
        verb=partial(ask_to_void, response=response, by=request.user, at=timezone.now()),
        title="Ask to void this response",
        intro=f"Only for one that should not count, such as one sent twice. {response.author} "
        "wrote it, so it counts until they agree.",
        submit="Ask",
        done=f"{response.author} is asked. The response counts until then.",
    )


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
