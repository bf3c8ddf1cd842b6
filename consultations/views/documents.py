"""Files: added to a consultation, taken off it, and handed out as attachments."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Answer, require
from commitments.models import Act
from commitments.permissions import may_change
from consultations.actions.uploads import add_document, withdraw_document
from consultations.forms.changes import DocumentForm
from consultations.models import Attachment, Consultation, Document, Response
from consultations.permissions import may_edit_draft
from consultations.views.changing import consultation_change
from consultations.views.checking import look_at_documents
from consultations.views.lookups import consultation_or_404
from pages.change import Change, change_page
from pages.downloads import handed_out


def may_keep_documents(request: HttpRequest, consultation: Consultation) -> Answer:
    if consultation.act.state == Act.State.DRAFT:
        return may_edit_draft(request.user, consultation)
    return may_change(request.user, consultation)


def _add(request: HttpRequest, consultation: Consultation, **answers: Any) -> Document:
    added = add_document(consultation=consultation, by=request.user, at=timezone.now(), **answers)
    look_at_documents(consultation)
    return added


@change_page
def documents(request: HttpRequest, pk: int) -> Change:
    consultation = consultation_or_404(request, pk)
    is_draft = consultation.act.state == Act.State.DRAFT
    back = reverse("consultations:draft_check", args=[pk]) if is_draft else None
    return consultation_change(
        consultation,
        may=may_keep_documents(request, consultation),
        form=DocumentForm,
        verb=partial(_add, request, consultation),
        version=None,
        title="Documents",
        about="consultations/_documents.html",
        context={
            "documents": (shown := list(consultation.documents.filter(withdrawn_at=None))),
            "waiting": any(each.is_checking for each in shown),
            "is_draft": is_draft,
        },
        submit="Add the document",
        done=lambda added: f"“{added.title}” is added. It is shown once it has been checked.",
        back=back or consultation.get_absolute_url(),
        leads_to=lambda _: reverse("consultations:documents", args=[pk]),
    )


@require_POST
def document_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    document = get_object_or_404(
        Document.objects.filter(withdrawn_at=None).select_related(
            "consultation__act__area", "consultation__act__responsible"
        ),
        pk=pk,
        consultation__in=Consultation.objects.visible_to(request.user),
    )
    require(may_keep_documents(request, document.consultation))
    withdraw_document(document=document, by=request.user, at=timezone.now())
    messages.success(request, f"“{document.title}” is taken off the page.")
    return redirect("consultations:documents", pk=document.consultation_id)


@login_not_required
@require_safe
def document(request: HttpRequest, pk: int) -> FileResponse:
    """Anybody may have the papers of a published consultation; of a draft, those who see it."""
    rows = Document.objects.checked().select_related("consultation__act")
    found = get_object_or_404(rows, pk=pk)
    is_public = found.consultation.act.state == Act.State.LIVE and found.withdrawn_at is None
    seen = Consultation.objects.visible_to(request.user).filter(pk=found.consultation_id)
    if not is_public and not seen.exists():
        raise Http404
    return handed_out(found.file, found.name)


@require_safe
def attachment(request: HttpRequest, pk: int) -> FileResponse:
    found = get_object_or_404(
        Attachment.objects.checked(), pk=pk, response__in=Response.objects.visible_to(request.user)
    )
    return handed_out(found.file, found.name)
