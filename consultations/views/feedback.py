"""Writing feedback theme by theme, and publishing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import take_typed
from accounts.permissions import require
from consultations.actions.feedback import (
    publish_feedback,
    remove_theme,
    save_feedback,
    save_theme,
)
from consultations.forms.answering import FeedbackForm, PublishFeedbackForm, ThemeForm
from consultations.models import Consultation, Feedback, Theme
from consultations.permissions import may_give_feedback, may_publish_feedback
from consultations.views.counting import counts_of
from consultations.views.found import consultation_or_404
from rules import FactError

SAID = ("summary", "what_changed", "decision_made", "arrangements")
OF_THEME = ("title", "you_said", "result", "we_did")


def _feedback(consultation: Consultation) -> Feedback | None:
    return Feedback.objects.filter(consultation=consultation).first()


@require_http_methods(["GET", "POST"])
def feedback(request: HttpRequest, pk: int) -> HttpResponse:
    consultation = consultation_or_404(request, pk)
    require(may_give_feedback(request.user, consultation))
    written = _feedback(consultation)
    kept = take_typed(request) if request.method == "GET" else None
    initial = {name: getattr(written, name) for name in SAID} if written else {}
    form = FeedbackForm(request.POST or kept, initial=initial)
    if request.method == "POST" and form.is_valid():
        save_feedback(consultation=consultation, answers=form.cleaned_data, by=request.user)
        messages.success(request, "The feedback is kept.")
        return redirect("consultations:feedback", pk=pk)
    return _show(request, consultation, form, typed_was_kept=kept is not None)


def _show(
    request: HttpRequest, consultation: Consultation, form: Any, **extra: Any
) -> HttpResponse:
    written = _feedback(consultation)
    on = timezone.localdate()
    context = {
        "area": consultation.act.area,
        "consultation": consultation,
        "form": form,
        "themes": written.themes.all() if written else [],
        "counts": counts_of(consultation),
        "may_publish": may_publish_feedback(request.user, consultation, on),
        **extra,
    }
    return render(request, "consultations/feedback.html", context)


@require_http_methods(["GET", "POST"])
def theme(request: HttpRequest, pk: int, theme: int | None = None) -> HttpResponse:
    consultation = consultation_or_404(request, pk)
    require(may_give_feedback(request.user, consultation))
    found = (
        get_object_or_404(Theme, pk=theme, feedback__consultation=consultation) if theme else None
    )
    kept = take_typed(request) if request.method == "GET" else None
    initial = {name: getattr(found, name) for name in OF_THEME} if found else {}
    form = ThemeForm(request.POST or kept, initial=initial)
    if request.method == "POST" and form.is_valid():
        save_theme(
            consultation=consultation, theme=found, answers=form.cleaned_data, by=request.user
        )
        messages.success(request, "The theme is kept.")
        return redirect("consultations:feedback", pk=pk)
    context = {
        "area": consultation.act.area,
        "consultation": consultation,
        "form": form,
        "theme": found,
        "typed_was_kept": kept is not None,
    }
    return render(request, "consultations/theme.html", context)


@require_POST
def theme_remove(request: HttpRequest, pk: int, theme: int) -> HttpResponse:
    consultation = consultation_or_404(request, pk)
    found = get_object_or_404(Theme, pk=theme, feedback__consultation=consultation)
    remove_theme(consultation=consultation, theme=found, by=request.user)
    messages.success(request, "The theme is removed.")
    return redirect("consultations:feedback", pk=pk)


@require_http_methods(["GET", "POST"])
def feedback_publish(request: HttpRequest, pk: int) -> HttpResponse:
    consultation = consultation_or_404(request, pk)
    on = timezone.localdate()
    require(may_publish_feedback(request.user, consultation, on))
    form = PublishFeedbackForm(request.POST or None, initial={"published_on": on})
    if request.method == "POST" and form.is_valid():
        try:
            publish_feedback(
                consultation=consultation,
                published_on=form.cleaned_data["published_on"],
                by=request.user,
                on=on,
                at=timezone.now(),
            )
        except FactError as fault:
            form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        else:
            messages.success(request, "The feedback is published.")
            return redirect(consultation)
    written = _feedback(consultation)
    context = {
        "area": consultation.act.area,
        "consultation": consultation,
        "form": form,
        "feedback": written,
        "themes": written.themes.all() if written else [],
    }
    return render(request, "consultations/feedback_publish.html", context)
