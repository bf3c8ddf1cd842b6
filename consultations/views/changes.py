"""Extending, cutting short, opening again, cancelling, voiding and correcting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.middleware import take_typed
from accounts.permissions import require
from audit.writing import StaleError
from commitments.corrections import correct_facts, void_row
from commitments.permissions import may_change
from consultations.actions.changes import (
    cancel_consultation,
    cut_short,
    extend_consultation,
    reopen_consultation,
)
from consultations.forms.changes import MoveForm, ReasonForm, ReopenForm
from consultations.forms.parts import reason_field
from consultations.forms.planning import FORMS, correctable
from consultations.models import Consultation
from consultations.permissions import may_cancel, may_move_close, may_reopen
from consultations.views.found import consultation_or_404, number_in
from consultations.views.showing import closing_words
from pages.answers import differences
from pages.naming import name_errors
from rules import FactError

READY_REASON = ("records", "explanation")


def _change(
    request: HttpRequest,
    consultation: Consultation,
    form_class: Callable[..., Any],
    verb: Callable[..., Any],
    *,
    title: str,
    text: str,
    submit: str,
    done: str,
    kind: str = "",
) -> HttpResponse:
    """A form, an action, and back to the consultation. What the rules refuse stays on the form."""
    kept = take_typed(request) if request.method == "GET" else None
    form = form_class(request.POST if request.method == "POST" else kept)
    if request.method == "POST" and form.is_valid():
        try:
            verb(
                consultation=consultation,
                by=request.user,
                on=timezone.localdate(),
                at=timezone.now(),
                **form.cleaned_data,
            )
        except FactError as fault:
            form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        else:
            messages.success(request, done)
            return redirect(consultation)
    context = {
        "area": consultation.act.area,
        "consultation": consultation,
        "form": form,
        "title": title,
        "text": text,
        "submit": submit,
        "kind": kind,
        "closing": closing_words(consultation, timezone.localdate()),
        "typed_was_kept": kept is not None,
    }
    return render(request, "consultations/change.html", context)


@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    consultation = consultation_or_404(request, pk)
    require(may_move_close(request.user, consultation, timezone.localdate()))
    return _change(
        request,
        consultation,
        MoveForm,
        extend_consultation,
        title="Extend the consultation",
        text="The length is then measured to the new closing date. The first one stays on record.",
        submit="Extend it",
        done="The consultation is extended, and its checks are made again.",
    )


@require_http_methods(["GET", "POST"])
def shorten(request: HttpRequest, pk: int) -> HttpResponse:
    consultation = consultation_or_404(request, pk)
    require(may_move_close(request.user, consultation, timezone.localdate()))
    return _change(
        request,
        consultation,
        MoveForm,
        cut_short,
        title="Cut the consultation short",
        text="The length is then measured to the day it really closes. The first date stays on "
        "record, and a shorter time needs an explanation.",
        submit="Cut it short",
        done="The consultation closes earlier, and its checks are made again.",
        kind="warning",
    )


@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    consultation = consultation_or_404(request, pk)
    require(may_reopen(request.user, consultation, timezone.localdate()))
    return _change(
        request,
        consultation,
        ReopenForm,
        reopen_consultation,
        title="Open the consultation again",
        text="It has closed, so this is a second span for responses. The check on its length "
        "stays with the first one.",
        submit="Open it again",
        done="The consultation is opened again.",
    )


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    consultation = consultation_or_404(request, pk)
    require(may_cancel(request.user, consultation, timezone.localdate()))
    return _change(
        request,
        consultation,
        ReasonForm,
        cancel_consultation,
        title="Cancel the consultation",
        text="It stays on the public list as cancelled, with your reason. Consulting again on a "
        "changed proposal is a new consultation.",
        submit="Cancel the consultation",
        done="The consultation is cancelled. Those who follow it will be told why.",
        kind="warning",
    )


@require_http_methods(["GET", "POST"])
def void(request: HttpRequest, pk: int) -> HttpResponse:
    consultation = consultation_or_404(request, pk)
    require(may_change(request.user, consultation))
    return _change(
        request,
        consultation,
        ReasonForm,
        lambda consultation, **said: void_row(consultation, **said),
        title="Void this record",
        text="Only for a record that should never have been made, such as one entered twice. It "
        "leaves the public list and every count, and stays in the history.",
        submit="Void the record",
        done="The record is voided.",
        kind="warning",
    )


@require_safe
def corrections(request: HttpRequest, pk: int) -> HttpResponse:
    """Which group of facts to put right, or to add to."""
    consultation = consultation_or_404(request, pk)
    require(may_change(request.user, consultation))
    context = {
        "area": consultation.act.area,
        "consultation": consultation,
        "pages": list(correctable(consultation).items()),
    }
    return render(request, "consultations/corrections.html", context)


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int, page: str) -> HttpResponse:
    consultation = consultation_or_404(request, pk)
    require(may_change(request.user, consultation))
    titles = correctable(consultation)
    if page not in titles:
        raise Http404
    kept = take_typed(request) if request.method == "GET" else None
    form = _correction_form(request, consultation, page, request.POST or kept)
    conflict, status = None, 200
    if request.method == "POST" and form.is_valid():
        answers = form.answers()
        answers.pop("reason", None)
        try:
            correct_facts(
                consultation,
                answers,
                reason=form.cleaned_data["reason"],
                version=number_in(request.POST.get("version")),
                by=request.user,
                on=timezone.localdate(),
                at=timezone.now(),
            )
        except FactError as fault:
            form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        except StaleError:
            consultation = consultation_or_404(request, pk)
            saved = _correction_form(request, consultation, page, None)
            conflict, status = differences(saved, form), 409
        else:
            messages.success(request, "The record is put right, and its checks are made again.")
            return redirect(consultation)
    context = {
        "area": consultation.act.area,
        "consultation": consultation,
        "page": page,
        "title": titles[page],
        "form": form,
        "version": consultation.act.version,
        "conflict": conflict,
        "typed_was_kept": kept is not None,
    }
    return render(request, "consultations/correct.html", context, status=status)


def _correction_form(request: HttpRequest, consultation: Consultation, page: str, data: Any) -> Any:
    """The planning page over the published facts, and the reason for changing them."""
    form = FORMS[page](data, consultation=consultation, user=request.user, on=timezone.localdate())
    form.fields.pop("unexplained", None)
    field = reason_field("Why do you change the record?", "Kept with the old and the new values.")
    if page in READY_REASON:
        field.initial = "Added to the record"
    name_errors("reason", field)
    form.fields["reason"] = field
    return form
