"""The signpost to the ombudsman, and the bundle to take there."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import require
from disputes.bundles import papers_of, pdf_of, zip_of
from disputes.models import Dispute
from disputes.permissions import may_read_substance, may_refer_out
from disputes.views.lookups import case_context, dispute_or_404
from pages.downloads import download, streamed


@require_safe
def ombudsman(request: HttpRequest, pk: int) -> HttpResponse:
    dispute = _readable(request, pk)
    context = case_context(request, dispute) | {
        "papers": [each for each in papers_of(dispute, request.user) if each.name],
        "may_refer": may_refer_out(request.user, dispute),
    }
    return render(request, "disputes/ombudsman.html", context)


@require_safe
def bundle_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    dispute = _readable(request, pk)
    made = pdf_of(dispute, request.user, timezone.localdate())
    return download(made, f"dispute-{dispute.reference.lower()}.pdf", "application/pdf")


@require_safe
def bundle_zip(request: HttpRequest, pk: int) -> HttpResponseBase:
    dispute = _readable(request, pk)
    pieces = zip_of(dispute, request.user, timezone.localdate())
    return streamed(pieces, f"dispute-{dispute.reference.lower()}.zip", "application/zip")


def _readable(request: HttpRequest, pk: int) -> Dispute:
    dispute = dispute_or_404(request, pk)
    if dispute.is_draft:
        raise Http404
    require(may_read_substance(request.user, dispute))
    return dispute
