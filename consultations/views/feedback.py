"""Writing feedback theme by theme, and publishing it."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from consultations.actions.feedback import (
    publish_feedback,
    remove_theme,
    save_feedback,
    save_theme,
)
from consultations.forms.answering import FeedbackForm, PublishFeedbackForm, ThemeForm
from consultations.models import Consultation, Feedback, Theme
from consultations.permissions import may_give_feedback, may_publish_feedback
from consultations.views.changing import consultation_change
from consultations.views.counting import counts_of
from consultations.views.lookups import consultation_or_404
from pages.change import Change, change_page

SAID = ("summary", "what_changed", "decision_made", "arrangements")
OF_THEME = ("title", "you_said", "result", "we_did")


def _feedback(consultation: Consultation) -> Feedback | None:
    return Feedback.objects.filter(consultation=consultation).first()


@change_page
def feedback(request: HttpRequest, pk: int) -> Change:
    consultation, on = consultation_or_404(request, pk), timezone.localdate()
    written = _feedback(consultation)
    initial = {name: getattr(written, name) for name in SAID} if written else {}
    return consultation_change(
        consultation,
        may=may_give_feedback(request.user, consultation),
        form=partial(FeedbackForm, initial=initial),
        answers=lambda form: {"answers": form.cleaned_data},
        verb=partial(save_feedback, consultation=consultation, by=request.user),
        version=written.version if written else 1,
        title="Feedback",
        about="consultations/_themes.html",
        below="consultations/_publish_feedback.html",
        context={
            "themes": written.themes.all() if written else [],
            "counts": counts_of(consultation),
            "may_publish": may_publish_feedback(request.user, consultation, on),
        },
        done="The feedback is kept.",
        back_label="The consultation",
        leads_to=lambda _: reverse("consultations:feedback", args=[pk]),
    )


@change_page
def theme(request: HttpRequest, pk: int, theme: int | None = None) -> Change:
    consultation = consultation_or_404(request, pk)
    rows = Theme.objects.filter(feedback__consultation=consultation)
    found = get_object_or_404(rows, pk=theme) if theme else None
    initial = {name: getattr(found, name) for name in OF_THEME} if found else {}
    return consultation_change(
        consultation,
        may=may_give_feedback(request.user, consultation),
        form=partial(ThemeForm, initial=initial),
        answers=lambda form: {"answers": form.cleaned_data},
        verb=partial(save_theme, consultation=consultation, theme=found, by=request.user),
        version=found.version if found else None,
        title="Change a theme" if found else "Add a theme",
        submit="Save the theme",
        done="The theme is kept.",
        back=reverse("consultations:feedback", args=[pk]),
        back_label="Feedback",
    )


@require_POST
def theme_remove(request: HttpRequest, pk: int, theme: int) -> HttpResponse:
    consultation = consultation_or_404(request, pk)
    found = get_object_or_404(Theme, pk=theme, feedback__consultation=consultation)
    remove_theme(consultation=consultation, theme=found, by=request.user)
    messages.success(request, "The theme is removed.")
    return redirect("consultations:feedback", pk=pk)


@change_page
def feedback_publish(request: HttpRequest, pk: int) -> Change:
    consultation, on = consultation_or_404(request, pk), timezone.localdate()
    written = _feedback(consultation)
    return consultation_change(
        consultation,
        may=may_publish_feedback(request.user, consultation, on),
        form=partial(PublishFeedbackForm, initial={"published_on": on}),
        verb=partial(
            publish_feedback, consultation=consultation, by=request.user, on=on, at=timezone.now()
        ),
        on_record={"published_on": consultation.feedback_on},
        title="Publish the feedback",
        intro="It appears on the public page, and those who answered or follow the consultation "
        "are told.",
        about="consultations/_feedback.html" if written else "",
        context={"feedback": written, "themes": written.themes.all() if written else []},
        submit="Publish the feedback",
        done="The feedback is published.",
        back=reverse("consultations:feedback", args=[pk]),
        back_label="Feedback",
        leads_to=lambda _: consultation.get_absolute_url(),
    )
