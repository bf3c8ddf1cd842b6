"""Answering a consultation, and what the lead does with the answers."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import require
from audit.writing import StaleError
from commitments.models import Act, Check
from consultations import permissions as may
from consultations.actions.responses import (
    add_records,
    discard_response,
    draft_response,
    log_response,
    publish_response,
    save_response,
    send_response,
)
from consultations.actions.uploads import remove_attachment
from consultations.forms.answering import LogForm, ResponseForm, ResponseRecordsForm
from consultations.models import Attachment, Consultation, Response
from consultations.presenters import closing_words, proofs_of
from consultations.views.changing import consultation_change, response_change
from consultations.views.checking import look_at_attachments
from consultations.views.counting import counts_of
from consultations.views.lookups import consultation_or_404, response_or_404
from organisations.permissions import Right, scope_of
from pages.answers import Difference, differences
from pages.change import Change, change_page
from pages.registers import Column, Register, register_page
from pages.typed import number_in, take_typed
from pages.wizard import files_lost, not_saved, nothing_lost
from rules import FactError

STATES = {"draft": ("Draft", "grey"), "published": ("Published", "teal"), "sent": ("Sent", "green")}


def state_of(response: Response) -> tuple[str, str]:
    if response.act is not None and response.act.state == Act.State.VOIDED:
        return ("Voided", "grey")
    if response.is_draft:
        return STATES["draft"]
    return STATES["published" if response.published_on else "sent"]


@require_safe
def responses(request: HttpRequest, pk: int) -> HttpResponseBase:
    consultation = consultation_or_404(request, pk)
    last = consultation.last_closes_on
    columns = [
        Column("author", "From", "author", kind="link"),
        Column("route", "How it came", "get_route_display", sort="route"),
        Column("received_on", "Received", "received_on", kind="date", sort="received_on"),
        Column("late", "After the close", lambda row: row.days_late(last) or None, kind="days"),
        Column("basis", "Basis", "get_basis_display", sort="basis"),
        Column("state", "State", state_of, kind="state"),
    ]
    rows = Response.objects.visible_to(request.user).filter(consultation=consultation)
    described = Register(
        name="Responses",
        columns=columns,
        queryset=rows.select_related("act__responsible"),
        search_fields=("act__responsible__name", "from_whom", "text"),
        default_sort="-received_on",
        empty_text="No response that you may read is here yet. Those of other organisations "
        "appear once they are published.",
        link=lambda row: row.get_absolute_url(),
        noun=("response", "responses"),
    )
    context = {
        "area": consultation.act.area,
        "consultation": consultation,
        "counts": counts_of(consultation),
        "may_respond": may.may_respond(request.user, consultation, timezone.localdate()),
        "may_log": may.may_log_response(request.user, consultation),
    }
    return register_page(
        request, described, template="consultations/responses.html", context=context
    )


def _form(
    request: HttpRequest, consultation: Consultation, response: Response | None, data: Any
) -> ResponseForm:
    area = consultation.act.area
    gathers = bool(scope_of(request.user).bodies_with(Right.REPRESENT, area_id=area.pk))
    if response is not None and response.act is not None:
        gathers = bool(may.may_gather(request.user, response.act.responsible))
    return ResponseForm(
        data,
        request.FILES or None,
        consultation=consultation,
        own=may.answering_for(request.user, area),
        gathers=gathers,
        on=timezone.localdate(),
        response=response,
    )


@nothing_lost
@require_http_methods(["GET", "POST"])
def response_new(request: HttpRequest, pk: int) -> HttpResponse:
    consultation = consultation_or_404(request, pk)
    on = timezone.localdate()
    require(may.may_respond(request.user, consultation, on))
    kept = take_typed(request) if request.method == "GET" else None
    form = _form(request, consultation, None, request.POST or kept)
    if request.method == "POST" and _is_right(request, form):
        response = draft_response(
            consultation=consultation,
            organisation=form.cleaned_data["organisation"],
            answers=form.answers(),
            files=form.cleaned_data["files"],
            by=request.user,
            on=on,
            at=timezone.now(),
        )
        look_at_attachments(response)
        return _on(request, response)
    return _show_form(request, consultation, form, typed_was_kept=kept is not None)


@nothing_lost
@require_http_methods(["GET", "POST"])
def response_edit(request: HttpRequest, pk: int) -> HttpResponse:
    response = response_or_404(request, pk)
    require(may.may_edit_response(request.user, response))
    consultation, on = response.consultation, timezone.localdate()
    require(may.may_respond(request.user, consultation, on))
    kept = take_typed(request) if request.method == "GET" else None
    form = _form(request, consultation, response, request.POST or kept)
    if request.method == "POST" and _is_right(request, form):
        try:
            response = save_response(
                response=response,
                answers=form.answers(),
                files=form.cleaned_data["files"],
                version=number_in(request.POST.get("version")),
                by=request.user,
                on=on,
                at=timezone.now(),
            )
        except StaleError:
            return _stale(request, consultation, form, pk)
        look_at_attachments(response)
        return _on(request, response)
    return _show_form(
        request, consultation, form, response=response, typed_was_kept=kept is not None
    )


def _stale(
    request: HttpRequest, consultation: Consultation, form: ResponseForm, pk: int
) -> HttpResponse:
    saved = response_or_404(request, pk)
    if not saved.is_draft:
        why, url = "This response has been sent meanwhile.", saved.get_absolute_url()
        return not_saved(request, why, forms=[form], url=url, area=consultation.act.area)
    conflict = differences([_form(request, consultation, saved, None)], [form])
    return _show_form(request, consultation, form, response=saved, conflict=conflict, status=409)


def _is_right(request: HttpRequest, form: ResponseForm) -> bool:
    if form.is_valid() and request.POST.get("go") == "send":
        form.refuse_blank()
    return form.is_valid()


def _on(request: HttpRequest, response: Response) -> HttpResponse:
    """Sent at once where that was asked, else kept."""
    if request.POST.get("go") != "send":
        messages.success(request, "Your draft is kept. Nobody outside your organisation sees it.")
        return redirect(response)
    try:
        send_response(
            response=response, by=request.user, on=timezone.localdate(), at=timezone.now()
        )
    except FactError as fault:
        messages.error(request, fault.message)
        return redirect(response)
    return redirect("consultations:response_sent", pk=response.pk)


def _show_form(
    request: HttpRequest,
    consultation: Consultation,
    form: ResponseForm,
    *,
    response: Response | None = None,
    typed_was_kept: bool = False,
    conflict: list[Difference] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "area": consultation.act.area,
        "consultation": consultation,
        "response": response,
        "form": form,
        "plain": [form[name] for name in form.fields if name not in form.coded_names],
        "coded": [form[name] for name in form.coded_names],
        "version": response.act.version if response and response.act else 1,
        "closing": closing_words(consultation, timezone.localdate()),
        "typed_was_kept": typed_was_kept,
        "conflict": conflict,
        "files_lost": files_lost(request),
    }
    return render(request, "consultations/response_form.html", context, status=status)


@require_safe
def response_page(request: HttpRequest, pk: int) -> HttpResponse:
    response = response_or_404(request, pk)
    user, on = request.user, timezone.localdate()
    prefetch_related_objects([response], "void_requests__asked_by", "void_requests__answered_by")
    last = response.consultation.last_closes_on
    checks = Check.objects.visible_to(user).filter(act=response.act_id or 0)
    context = {
        "area": response.consultation.act.area,
        "response": response,
        "consultation": response.consultation,
        "state": state_of(response),
        "facts": _facts(response),
        "days_late": response.days_late(last),
        "attachments": response.attachments.all(),
        "proofs": proofs_of(checks, on),
        "linked": set(checks.values_list("pk", flat=True)),
        "members": response.members.all(),
        "may_edit": may.may_edit_response(user, response),
        "may_add": may.may_add_records(user, response),
        "may_respond": may.may_respond(user, response.consultation, on),
        "may_publish": may.may_publish_response(user, response),
        "may_void": may.may_void_response(user, response),
        "may_ask_to_void": may.may_ask_to_void(user, response),
        "may_answer_void": may.may_answer_void(user, response),
        "void_requests": response.void_requests.all(),
        "may_log": may.may_log_response(user, response.consultation),
    }
    return render(request, "consultations/response.html", context)


def _facts(response: Response) -> list[tuple[str, Any]]:
    rows = [
        ("How it came", response.get_route_display()),
        ("Sent on", response.sent_on),
        ("Received on", response.received_on),
        ("Whose views", response.represents),
        ("In what capacity", response.capacity),
        ("On what basis", response.get_basis_display() if response.basis else ""),
        ("How gathered or known", response.basis_explained),
        ("Who had a part in it", response.people_involved),
        ("How others were told", response.promoted),
        ("May be published", response.consents),
        ("Published on", response.published_on),
    ]
    return [(key, value) for key, value in rows if value not in (None, "")]


@require_safe
def response_sent(request: HttpRequest, pk: int) -> HttpResponse:
    response = response_or_404(request, pk)
    if response.is_draft:
        raise Http404
    context = {
        "area": response.consultation.act.area,
        "response": response,
        "consultation": response.consultation,
    }
    return render(request, "consultations/response_sent.html", context)


def _log(request: HttpRequest, consultation: Consultation, **answers: Any) -> Response:
    logged = log_response(
        consultation=consultation,
        by=request.user,
        on=timezone.localdate(),
        at=timezone.now(),
        **answers,
    )
    look_at_attachments(logged)
    return logged


@change_page
def response_log(request: HttpRequest, pk: int) -> Change:
    consultation, on = consultation_or_404(request, pk), timezone.localdate()
    return consultation_change(
        consultation,
        may=may.may_log_response(request.user, consultation),
        form=partial(LogForm, consultation=consultation, on=on),
        answers=lambda form: {
            "organisation": form.cleaned_data["organisation"],
            "files": form.cleaned_data["files"],
            "answers": form.answers(),
        },
        verb=partial(_log, request, consultation),
        version=None,
        title="Log a response",
        intro="Letters, e-mails and notes of meetings, with the day each came. "
        + closing_words(consultation, on),
        submit="Log the response",
        done="The response is logged.",
        back_label="The consultation",
        leads_to=Response.get_absolute_url,
    )


@change_page
def response_records(request: HttpRequest, pk: int) -> Change:
    response = response_or_404(request, pk)
    return response_change(
        response,
        may=may.may_add_records(request.user, response),
        form=partial(ResponseRecordsForm, response=response),
        answers=lambda form: {"records": form.answers()},
        verb=partial(
            add_records,
            response=response,
            by=request.user,
            on=timezone.localdate(),
            at=timezone.now(),
        ),
        title="Add to the record",
        intro="The response itself stays as it was sent. Here you can say what came later, such as "
        "how those who took part were told what came of it.",
        fields="consultations/wizard/_records.html",
        submit="Save the record",
        done="The record is kept.",
    )


@require_POST
def response_publish(request: HttpRequest, pk: int) -> HttpResponse:
    response = response_or_404(request, pk)
    publish_response(response=response, by=request.user, on=timezone.localdate())
    messages.success(request, "The response is published with the consultation.")
    return redirect(response)


@require_POST
def response_discard(request: HttpRequest, pk: int) -> HttpResponse:
    response = response_or_404(request, pk)
    consultation = response.consultation
    discard_response(response=response, by=request.user)
    messages.success(request, "The draft is gone. Nothing had been sent.")
    return redirect(consultation)


@require_POST
def attachment_remove(request: HttpRequest, pk: int) -> HttpResponse:
    seen = Response.objects.visible_to(request.user)
    found = get_object_or_404(
        Attachment.objects.select_related("response__act__responsible"), pk=pk, response__in=seen
    )
    remove_attachment(attachment=found, by=request.user)
    messages.success(request, f"“{found.name}” is removed.")
    return redirect("consultations:response_edit", pk=found.response_id)
