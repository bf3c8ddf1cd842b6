"""Files: added to a consultation, taken off it, and handed out as attachments."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import require
from commitments.models import Act
from commitments.permissions import may_change
from consultations.actions.uploads import add_document, withdraw_document
from consultations.forms.changes import DocumentForm
from consultations.models import Attachment, Consultation, Document, Response
from consultations.permissions import may_edit_draft
from consultations.views.found import consultation_or_404


def may_keep_documents(request: HttpRequest, consultation: Consultation) -> None:
    if consultation.act.state == Act.State.DRAFT:
        require(may_edit_draft(request.user, consultation))
    else:
        require(may_change(request.user, consultation))


@require_http_methods(["GET", "POST"])
def documents(request: HttpRequest, pk: int) -> HttpResponse:
    consultation = consultation_or_404(request, pk)
    may_keep_documents(request, consultation)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        add_document(
            consultation=consultation,
            file=form.cleaned_data["file"],
            title=form.cleaned_data["title"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, f"“{form.cleaned_data['title']}” is added.")
        return redirect("consultations:documents", pk=pk)
    context = {
        "area": consultation.act.area,
        "consultation": consultation,
        "documents": consultation.documents.filter(withdrawn_at=None),
        "is_draft": consultation.act.state == Act.State.DRAFT,
        "form": form,
    }
    return render(request, "consultations/documents.html", context)


@require_POST
def document_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    document = get_object_or_404(
        Document.objects.filter(withdrawn_at=None).select_related(
            "consultation__act__area", "consultation__act__responsible"
        ),
        pk=pk,
        consultation__in=Consultation.objects.visible_to(request.user),
    )
    may_keep_documents(request, document.consultation)
    withdraw_document(document=document, by=request.user, at=timezone.now())
    messages.success(request, f"“{document.title}” is taken off the page.")
    return redirect("consultations:documents", pk=document.consultation_id)


@login_not_required
@require_safe
def document(request: HttpRequest, pk: int) -> FileResponse:
    """Anybody may have the papers of a published consultation; of a draft, those who see it."""
    found = get_object_or_404(Document.objects.select_related("consultation__act"), pk=pk)
    is_public = found.consultation.act.state == Act.State.LIVE and found.withdrawn_at is None
    seen = Consultation.objects.visible_to(request.user).filter(pk=found.consultation_id)
    if not is_public and not seen.exists():
        raise Http404
    return handed_out(found.file, found.name)


@require_safe
def attachment(request: HttpRequest, pk: int) -> FileResponse:
    found = get_object_or_404(
        Attachment, pk=pk, response__in=Response.objects.visible_to(request.user)
    )
    return handed_out(found.file, found.name)


def handed_out(file: FieldFile, name: str) -> FileResponse:
    """As an attachment that no browser opens as a page of this site."""
    try:
        opened = file.open("rb")
    except FileNotFoundError:
        raise Http404("The file is not in its place.") from None
    response = FileResponse(
        opened, as_attachment=True, filename=name, content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
