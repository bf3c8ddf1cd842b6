"""Extending, cutting short, opening again, cancelling, voiding and correcting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import require
from commitments.corrections import correct_facts, void_row
from commitments.permissions import may_change
from commitments.previews import foresee
from commitments.subjects import subject_of
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
from consultations.presenters import closing_words
from consultations.views.changing import consultation_change
from consultations.views.lookups import consultation_or_404
from pages.change import Change, Foreseen, change_page
from pages.naming import name_errors

READY_REASON = ("records", "explanation")


def _how(request: HttpRequest) -> dict[str, Any]:
    """Who does it, on which day and when: what every verb is told."""
    return {"by": request.user, "on": timezone.localdate(), "at": timezone.now()}


def _moving(consultation: Consultation, text: str, **described: Any) -> Change:
    """A change of the day it closes, under what it closes on now."""
    return consultation_change(
        consultation,
        on_record={"closes_on": consultation.last_closes_on},
        preview=partial(_foresee_close, consultation, timezone.localdate()),
        about="consultations/_closing.html",
        context={"text": text, "closing": closing_words(consultation, timezone.localdate())},
        **described,
    )


@change_page
def extend(request: HttpRequest, pk: int) -> Change:
    consultation = consultation_or_404(request, pk)
    return _moving(
        consultation,
        "The length is then measured to the new closing date. The first one stays on record.",
        may=may_move_close(request.user, consultation, timezone.localdate()),
        form=MoveForm,
        verb=partial(extend_consultation, consultation=consultation, **_how(request)),
        title="Extend the consultation",
        submit="Extend it",
        done="The consultation is extended, and its checks are made again.",
    )


@change_page
def shorten(request: HttpRequest, pk: int) -> Change:
    consultation = consultation_or_404(request, pk)
    return _moving(
        consultation,
        "The length is then measured to the day it really closes. The first date stays on record, "
        "and a shorter time needs an explanation.",
        may=may_move_close(request.user, consultation, timezone.localdate()),
        form=MoveForm,
        verb=partial(cut_short, consultation=consultation, **_how(request)),
        title="Cut the consultation short",
        submit="Cut it short",
        done="The consultation closes earlier, and its checks are made again.",
        is_grave=True,
    )


@change_page
def reopen(request: HttpRequest, pk: int) -> Change:
    consultation = consultation_or_404(request, pk)
    return _moving(
        consultation,
        "It has closed, so this is a second span for responses. The check on its length stays with "
        "the first one.",
        may=may_reopen(request.user, consultation, timezone.localdate()),
        form=ReopenForm,
        verb=partial(reopen_consultation, consultation=consultation, **_how(request)),
        title="Open the consultation again",
        submit="Open it again",
        done="The consultation is opened again.",
    )


@change_page
def cancel(request: HttpRequest, pk: int) -> Change:
    consultation = consultation_or_404(request, pk)
    return consultation_change(
        consultation,
        may=may_cancel(request.user, consultation, timezone.localdate()),
        form=ReasonForm,
        verb=partial(cancel_consultation, consultation=consultation, **_how(request)),
        preview=lambda _: foresee(
            [consultation], {"cancelled_on": timezone.localdate()}, on=timezone.localdate()
        ),
        title="Cancel the consultation",
        intro="It stays on the public list as cancelled, with your reason. Consulting again on a "
        "changed proposal is a new consultation.",
        submit="Cancel the consultation",
        done="The consultation is cancelled. Those who follow it will be told why.",
        is_grave=True,
    )


@change_page
def void(request: HttpRequest, pk: int) -> Change:
    consultation = consultation_or_404(request, pk)
    return consultation_change(
        consultation,
        may=may_change(request.user, consultation),
        form=ReasonForm,
        verb=partial(void_row, consultation, **_how(request)),
        title="Void this record",
        intro="Only for a record that should never have been made, such as one entered twice. It "
        "leaves the public list and every count, and stays in the history.",
        submit="Void the record",
        done="The record is voided.",
        is_grave=True,
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


@change_page
def correct(request: HttpRequest, pk: int, page: str) -> Change:
    consultation = consultation_or_404(request, pk)
    require(may_change(request.user, consultation))
    titles = correctable(consultation)
    if page not in titles:
        raise Http404
    return consultation_change(
        consultation,
        form=partial(_correction_form, request, consultation, page),
        answers=_corrected,
        verb=partial(correct_facts, consultation, **_how(request)),
        preview=partial(_foresee_correction, consultation, timezone.localdate()),
        caption=f"{consultation.act.title}: correct or add",
        title=titles[page],
        fields="consultations/_record_fields.html" if page == "records" else "",
        submit="Save the change",
        done="The record is put right, and its checks are made again.",
    )


def _foresee_close(
    consultation: Consultation, on: date, said: Mapping[str, Any]
) -> Foreseen | None:
    """A further time is not measured: the checks stay with the first one."""
    if not said.get("closes_on"):
        return None
    is_first = consultation.last_closes_on == consultation.closes_on and "opens_on" not in said
    return foresee([consultation], {"closes_on": said["closes_on"]} if is_first else {}, on=on)


def _foresee_correction(
    consultation: Consultation, on: date, said: Mapping[str, Any]
) -> Foreseen | None:
    subject = subject_of(consultation)
    facts = {name: value for name, value in said.items() if subject.corrects(name)}
    return foresee([consultation], facts, on=on) if facts else None


def _correction_form(
    request: HttpRequest, consultation: Consultation, page: str, data: Any, files: Any
) -> Any:
    """The planning page over the published facts, and the reason for changing them."""
    form = FORMS[page](data, consultation=consultation, user=request.user, on=timezone.localdate())
    form.fields.pop("unexplained", None)
    field = reason_field("Why do you change the record?", "Kept with the old and the new values.")
    if page in READY_REASON:
        field.initial = "Added to the record"
    name_errors("reason", field)
    form.fields["reason"] = field
    return form


def _corrected(form: Any) -> dict[str, Any]:
    answers = form.answers()
    answers.pop("reason", None)
    return {"answers": answers, "reason": form.cleaned_data["reason"]}
