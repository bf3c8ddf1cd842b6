"""What may be done with a record afterwards: corrected, moved, withdrawn, retaken, voided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.middleware import take_typed
from accounts.permissions import Answer, require
from commitments.corrections import correct_fact, void_row
from commitments.models import Act
from commitments.permissions import may_change
from commitments.subjects import subject_of
from funding.actions.decisions import retake_decision, withdraw_decision
from funding.actions.notices import acknowledge_notice, move_last_day, withdraw_notice
from funding.forms.after import (
    AcknowledgeForm,
    CorrectForm,
    MoveForm,
    ReasonForm,
    RetakeForm,
    WithdrawForm,
)
from funding.models import Record
from funding.permissions import may_acknowledge, may_withdraw
from funding.subjects import SUBJECTS
from funding.views.faults import add_fault
from funding.views.found import decision_or_404, notice_or_404, record_or_404
from funding.views.shown import checks_of, fact_label, fact_value
from rules import FactError


def _subject_or_404(request: HttpRequest, kind: str, pk: int) -> Any:
    kinds = {str(each.kind): each.model for each in SUBJECTS}
    if kind not in kinds:
        raise Http404
    return record_or_404(request, kinds[kind], pk)


def _answer(
    request: HttpRequest,
    subject: Record,
    form: forms.Form,
    *,
    may: Answer,
    act: Callable[[dict[str, Any]], object],
    title: str,
    done: str,
    submit: str = "Save",
    warns: bool = False,
    intro: str = "",
) -> HttpResponse:
    """One form, one action, and back to the record; the rules' objection lands on its field."""
    require(may)
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except FactError as fault:
            add_fault(form, fault)
        else:
            messages.success(request, done)
            return redirect(subject)
    context = {
        "area": subject.act.area,
        "subject": subject,
        "form": form,
        "title": title,
        "submit": submit,
        "warns": warns,
        "intro": intro,
        "typed_was_kept": getattr(request, "typed_was_kept", False),
    }
    return render(request, "funding/after.html", context)


def _sent(request: HttpRequest) -> Any:
    """What was sent now, or before the sign-in ran out."""
    if request.method == "POST":
        return request.POST
    kept = take_typed(request)
    request.typed_was_kept = kept is not None  # type: ignore[attr-defined]
    return kept


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, kind: str, pk: int, fact: str) -> HttpResponse:
    subject = _subject_or_404(request, kind, pk)
    described = subject_of(subject)
    if not described.corrects(fact):
        raise Http404
    labels: dict[str, str] = {}
    coded = fact not in described.correctable
    for shown in checks_of([subject.act], timezone.localdate()) if coded else []:
        labels |= shown.check.rule.labels
    label = fact_label(subject, fact, labels)
    form = CorrectForm(
        _sent(request),
        model=type(subject),
        fact=fact,
        label=label,
        initial={"new": described.value_of(subject, fact)},
    )
    now = fact_value(subject, fact)

    def act(said: dict[str, Any]) -> object:
        return correct_fact(
            subject,
            fact=fact,
            new=said["new"],
            reason=said["reason"],
            by=request.user,
            on=timezone.localdate(),
            at=timezone.now(),
        )

    return _answer(
        request,
        subject,
        form,
        may=may_change(request.user, subject),
        act=act,
        title=f"Correct: {label}",
        done="The correction is recorded, and the checks are made again.",
        intro="" if now in (None, "") else f"On record: {_plain(now)}.",
    )


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:%-d %B %Y}" if hasattr(value, "strftime") else str(value)


@require_http_methods(["GET", "POST"])
def void(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    subject = _subject_or_404(request, kind, pk)

    def act(said: dict[str, Any]) -> object:
        return void_row(
            subject,
            reason=said["reason"],
            by=request.user,
            on=timezone.localdate(),
            at=timezone.now(),
        )

    return _answer(
        request,
        subject,
        ReasonForm(_sent(request)),
        may=may_change(request.user, subject),
        act=act,
        title="Void this record",
        done="The record is voided. It stays readable and is counted nowhere.",
        submit="Void the record",
        warns=True,
        intro="For a record that should never have been made. It stays readable, with your reason;"
        " its checks and cases are counted nowhere."
        + (" Its notices are voided with it." if kind == Act.Kind.DECISION else ""),
    )


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    if kind == "agreement":
        raise Http404
    subject = _subject_or_404(request, kind, pk)

    def act(said: dict[str, Any]) -> object:
        common = {"by": request.user, "on": timezone.localdate()}
        if kind == "decision":
            return withdraw_decision(decision=subject, **said, **common)
        return withdraw_notice(notice=subject, **said, **common)

    return _answer(
        request,
        subject,
        WithdrawForm(_sent(request)),
        may=may_withdraw(request.user, subject),
        act=act,
        title=f"Withdraw this {kind}",
        done=f"The {kind} is withdrawn. It stays in the history.",
        submit=f"Withdraw the {kind}",
        intro="Its notices are withdrawn with it." if kind == "decision" else "",
    )


@require_http_methods(["GET", "POST"])
def retake(request: HttpRequest, pk: int) -> HttpResponse:
    decision = decision_or_404(request, pk)

    def act(said: dict[str, Any]) -> object:
        return retake_decision(decision=decision, by=request.user, on=timezone.localdate(), **said)

    return _answer(
        request,
        decision,
        RetakeForm(_sent(request)),
        may=may_change(request.user, decision),
        act=act,
        title="Record that it was decided again",
        done="The second decision is recorded, and the checks are made again.",
        intro="First correct the steps that were taken in the meantime; then say when the decision"
        " was taken again.",
    )


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    notice = notice_or_404(request, pk)

    def act(said: dict[str, Any]) -> object:
        return move_last_day(notice=notice, by=request.user, on=timezone.localdate(), **said)

    return _answer(
        request,
        notice,
        MoveForm(_sent(request)),
        may=may_change(request.user, notice),
        act=act,
        title="Put back the last day",
        done="The new last day is recorded. The first one stays in the history.",
    )


@require_http_methods(["GET", "POST"])
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    notice = notice_or_404(request, pk)

    def act(said: dict[str, Any]) -> object:
        return acknowledge_notice(notice=notice, by=request.user, on=timezone.localdate(), **said)

    return _answer(
        request,
        notice,
        AcknowledgeForm(_sent(request), initial={"received_on": notice.received_on}),
        may=may_acknowledge(request.user, notice),
        act=act,
        title="Acknowledge the notice",
        done="Thank you. Your date stands beside the funder’s.",
        submit="Acknowledge",
        intro="This says only that the notice reached you. It does not say that you agree with it.",
    )
