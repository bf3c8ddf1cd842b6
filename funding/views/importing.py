"""Notices from a spreadsheet: one view an address, over the pages that every import shares."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from funding.permissions import may_import_notices
from funding.subjects import NOTICE
from funding.tasks import work_on_import
from imports import views as importing
from imports.views import ImportPages

PAGES = ImportPages(
    what=NOTICE,
    may_import=may_import_notices,
    prefix="funding:import_notices",
    list_name="funding:notices",
    work=lambda pk: work_on_import(pk=pk),
    later=lambda pk: work_on_import.delay(pk=pk),
)


@require_http_methods(["GET", "HEAD", "POST"])
def import_notices(request: HttpRequest, area: str) -> HttpResponse:
    return importing.upload_page(request, area, PAGES)


@require_safe
def import_template(request: HttpRequest, area: str, kind: str) -> HttpResponse:
    return importing.template_file(request, area, kind, PAGES)


@require_safe
def import_file(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    return importing.file_page(request, area, pk, PAGES)


@require_safe
def import_progress(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    return importing.progress_part(request, area, pk, PAGES)


@require_POST
def import_confirm(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    return importing.confirm(request, area, pk, PAGES)


@require_POST
def import_again(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    return importing.again(request, area, pk, PAGES)


@require_POST
def import_discard(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    return importing.discard(request, area, pk, PAGES)
