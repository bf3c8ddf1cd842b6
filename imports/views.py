"""Bringing in a spreadsheet, for every app that imports: send it, look at what it would do, confirm.

An app gives an `ImportPages` and six addresses whose names begin with its prefix.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect
from kombu.exceptions import OperationalError

from accounts.permissions import Answer, require
from commitments.subjects import Subject
from imports.engine import preview, uploads
from imports.forms import UploadForm
from imports.models import Import
from organisations.models import Area
from organisations.permissions import scope_of
from pages.shown import OUTCOMES
from pages.spreadsheets import csv_template, xlsx_template

STOOD_STILL = timedelta(minutes=2)
FAULTS_A_PAGE = 100
RECENT = 10
STAGES = {
    "waiting": "Waiting to start",
    "read": "Reading",
    "judged": "Checking",
    "recorded": "Recording",
}
STATE_COLOURS = {
    Import.State.CHECKING: "blue",
    Import.State.CHECKED: "yellow",
    Import.State.FAULTY: "orange",
    Import.State.RUNNING: "blue",
    Import.State.DONE: "green",
    Import.State.FAILED: "red",
    Import.State.DISCARDED: "grey",
}
TEMPLATE_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class ImportPages:
    """One app's import. `work` does what an import waits for; `later` hands it to a worker."""

    what: Subject
    may_import: Callable[[Any, Area], Answer]
    prefix: str
    list_name: str
    work: Callable[[int], None]
    later: Callable[[int], None]

    def url(self, page: str, upload: Import) -> str:
        return reverse(f"{self.prefix}_{page}", args=[upload.area.slug, upload.pk])


def area_for(request: HttpRequest, slug: str, pages: ImportPages) -> Area:
    area = get_object_or_404(Area, slug=slug, pk__in=scope_of(request.user).areas)
    require(pages.may_import(request.user, area))
    return area


def upload_or_404(request: HttpRequest, slug: str, pk: int, pages: ImportPages) -> Import:
    """An import is seen by the person who brought it, in its area."""
    area = area_for(request, slug, pages)
    uploads_seen = Import.objects.filter(
        area=area, kind=pages.what.kind, uploaded_by=request.user
    ).select_related("area", "uploaded_by")
    return get_object_or_404(uploads_seen, pk=pk)


# Sending --------------------------------------------------------------------------------------


def upload_page(request: HttpRequest, slug: str, pages: ImportPages) -> HttpResponse:
    area = area_for(request, slug, pages)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = uploads.receive_file(
            what=pages.what,
            may_import=pages.may_import,
            area=area,
            name=form.cleaned_data["file"].name,
            chunks=form.cleaned_data["file"].chunks(),
            by=request.user,
            at=timezone.now(),
        )
        return go_on(upload, pages)
    context = {
        "area": area,
        "form": form,
        "noun": pages.what.noun,
        "columns": pages.what.table.columns,
        "list_url": reverse(pages.list_name, args=[area.slug]),
        "template_urls": {
            kind: reverse(f"{pages.prefix}_template", args=[area.slug, kind])
            for kind in TEMPLATE_TYPES
        },
        "recent": [_recent(each, pages) for each in _recent_uploads(request, area, pages)],
    }
    return render(request, "imports/upload.html", context)


def _recent_uploads(request: HttpRequest, area: Area, pages: ImportPages) -> list[Import]:
    mine = Import.objects.filter(area=area, kind=pages.what.kind, uploaded_by=request.user)
    return list(mine.select_related("area")[:RECENT])


def _recent(upload: Import, pages: ImportPages) -> dict[str, Any]:
    colour = STATE_COLOURS[Import.State(upload.state)]
    return {"upload": upload, "url": pages.url("file", upload), "colour": colour}


def template_file(request: HttpRequest, slug: str, kind: str, pages: ImportPages) -> HttpResponse:
    area_for(request, slug, pages)
    if kind not in TEMPLATE_TYPES:
        raise Http404
    many = pages.what.noun[1]
    table = pages.what.table
    made = csv_template(table) if kind == "csv" else xlsx_template(table, many.capitalize())
    response = HttpResponse(made, content_type=TEMPLATE_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{many}-template.{kind}"'
    return response


def go_on(upload: Import, pages: ImportPages) -> HttpResponse:
    """A short file is worked on at once, a long one by a worker while the page shows how far it is."""
    if uploads.is_short(upload):
        pages.work(upload.pk)
    else:
        transaction.on_commit(lambda: _leave_to_a_worker(upload, pages))
    return redirect(pages.url("file", upload))


def _leave_to_a_worker(upload: Import, pages: ImportPages) -> None:
    """Once the import is on record: a worker may be quicker than the rest of the request."""
    try:
        pages.later(upload.pk)
    except OperationalError:
        pages.work(upload.pk)  # no queue answers: better slowly than not at all


# Looking --------------------------------------------------------------------------------------


def file_page(
    request: HttpRequest, slug: str, pk: int, pages: ImportPages, *, refused: str = ""
) -> HttpResponse:
    upload = upload_or_404(request, slug, pk, pages)
    context = _about(upload, pages) | {"refused": refused}
    if upload.state in Import.UNDER_WAY:
        context |= _progress(upload, pages)
    elif upload.state in (Import.State.CHECKED, Import.State.FAULTY):
        context |= _preview(request, upload)
    return render(request, "imports/file.html", context)


def progress_part(request: HttpRequest, slug: str, pk: int, pages: ImportPages) -> HttpResponse:
    """The progress bar, asked for again and again; once the work is over, the page itself."""
    upload = upload_or_404(request, slug, pk, pages)
    if upload.state not in Import.UNDER_WAY:
        return HttpResponseClientRedirect(pages.url("file", upload))
    return render(request, "imports/_progress.html", _progress(upload, pages))


def _about(upload: Import, pages: ImportPages) -> dict[str, Any]:
    outcomes: dict[str, int] = upload.counts.get("outcomes", {})
    return {
        "area": upload.area,
        "upload": upload,
        "colour": STATE_COLOURS[Import.State(upload.state)],
        "noun": pages.what.noun,
        "counts": upload.counts,
        "outcomes": [(code, outcomes[code]) for code in OUTCOMES if outcomes.get(code)],
        "import_url": reverse(pages.prefix, args=[upload.area.slug]),
        "list_url": reverse(pages.list_name, args=[upload.area.slug]),
        "confirm_url": pages.url("confirm", upload),
        "again_url": pages.url("again", upload),
        "discard_url": pages.url("discard", upload),
    }


def _progress(upload: Import, pages: ImportPages) -> dict[str, Any]:
    told = uploads.progress_of(upload)
    done, total = told.get("done", 0), told.get("total", 0)
    return {
        "upload": upload,
        "stage": STAGES[str(told.get("stage", "waiting"))],
        "done": done,
        "total": total,
        "progress_url": pages.url("progress", upload),
        "again_url": pages.url("again", upload),
        "stands_still": uploads.stands_still(upload, at=timezone.now(), longer_than=STOOD_STILL),
    }


def _preview(request: HttpRequest, upload: Import) -> dict[str, Any]:
    folder = uploads.folder_of(upload)
    rows = Paginator(range(preview.count_rows(folder)), preview.ROWS_A_PAGE)
    rows_page = rows.get_page(request.GET.get("page"))
    faults_page = Paginator(upload.faults, FAULTS_A_PAGE).get_page(request.GET.get("errors"))
    return {
        "rows": preview.read_page(folder, rows_page.number),
        "rows_count": rows.count,
        "rows_links": _links(request, rows_page, "page"),
        "faults_page": faults_page,
        "faults_links": _links(request, faults_page, "errors"),
        "faults_left_out": upload.fault_count - len(upload.faults),
    }


def _links(request: HttpRequest, page: Any, name: str) -> dict[str, Any]:
    """What the pagination component takes, for one of the two lists of a page."""
    path = request.path.removesuffix("confirm/")

    def url(number: int) -> str:
        question = request.GET.copy()
        question[name] = str(number)
        return f"{path}?{question.urlencode()}#{name}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "pages": [
            {"number": number, "url": url(number), "is_current": number == page.number}
            if isinstance(number, int)
            else {"number": None, "url": "", "is_current": False}
            for number in numbers
        ],
        "previous_url": url(page.number - 1) if page.has_previous() else "",
        "next_url": url(page.number + 1) if page.has_next() else "",
    }


# Deciding -------------------------------------------------------------------------------------


def confirm(request: HttpRequest, slug: str, pk: int, pages: ImportPages) -> HttpResponse:
    upload = upload_or_404(request, slug, pk, pages)
    create = request.POST.get("create_organisations") == "yes"
    may = uploads.may_confirm(upload, create_organisations=create)
    if not may and upload.state == Import.State.CHECKED:
        return file_page(request, slug, pk, pages, refused=may.reason)
    if not may:
        messages.warning(request, may.reason)
        return redirect(pages.url("file", upload))
    uploads.confirm_upload(
        upload, may_import=pages.may_import, create_organisations=create, by=request.user
    )
    return go_on(upload, pages)


def again(request: HttpRequest, slug: str, pk: int, pages: ImportPages) -> HttpResponse:
    """Takes up work that stopped."""
    upload = upload_or_404(request, slug, pk, pages)
    if upload.state not in (*Import.UNDER_WAY, Import.State.FAILED):
        messages.warning(request, "This import is not waiting for anything.")
        return redirect(pages.url("file", upload))
    if not uploads.start_again(upload):
        messages.warning(request, "The file is no longer here: send it again.")
        return redirect(pages.prefix, slug)
    return go_on(upload, pages)


def discard(request: HttpRequest, slug: str, pk: int, pages: ImportPages) -> HttpResponse:
    upload = upload_or_404(request, slug, pk, pages)
    uploads.discard_upload(upload, at=timezone.now())
    messages.success(request, f"{upload.name} was discarded. Nothing of it was recorded.")
    return redirect(pages.prefix, slug)
