"""Bringing in a spreadsheet of any kind of act: send it, look at what it would do, confirm."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect
from kombu.exceptions import OperationalError

from accounts.permissions import require
from commitments.subjects import Subject, subject_for, subjects
from imports.engine import preview, uploads
from imports.forms import UploadForm
from imports.models import Import
from imports.offers import links_to_import
from imports.permissions import may_import
from imports.tasks import work_on_import
from organisations.models import Area
from organisations.views import area_or_404
from pages.downloads import download
from pages.shown import OUTCOMES
from pages.spreadsheets import csv_template, xlsx_template

log = structlog.get_logger()
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


def subject_or_404(request: HttpRequest, slug: str, kind: str) -> tuple[Area, Subject]:
    """The area and the kind of act of an address, for somebody who may import there."""
    area = area_or_404(request, slug)
    importable = {str(each.kind): each for each in subjects() if each.sheet is not None}
    if kind not in importable:
        raise Http404
    require(may_import(request.user, importable[kind], area))
    return area, importable[kind]


def upload_or_404(request: HttpRequest, slug: str, kind: str, pk: int) -> Import:
    """An import is seen by the person who brought it, in its area."""
    area, subject = subject_or_404(request, slug, kind)
    uploads_seen = Import.objects.filter(
        area=area, kind=subject.kind, uploaded_by=request.user
    ).select_related("area", "uploaded_by")
    return get_object_or_404(uploads_seen, pk=pk)


def url_of(page: str, upload: Import) -> str:
    return reverse(f"imports:{page}", args=[upload.area.slug, upload.kind, upload.pk])


def moved(request: HttpRequest, area: str, many: str, rest: str = "") -> HttpResponse:
    """An address from before every kind had one: a form that is sent there is sent on as it is."""
    kinds = {each.noun[1]: each.kind for each in subjects() if each.sheet is not None}
    if many not in kinds:
        raise Http404
    response = HttpResponse(status=308)
    response["Location"] = reverse("imports:upload", args=[area, kinds[many]]) + rest
    return response


# Sending --------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def upload_page(request: HttpRequest, area: str, kind: str) -> HttpResponse:
    place, subject = subject_or_404(request, area, kind)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = uploads.receive_file(
            subject=subject,
            area=place,
            name=form.cleaned_data["file"].name,
            chunks=form.cleaned_data["file"].chunks(),
            by=request.user,
            at=timezone.now(),
        )
        return go_on(upload)
    context = {
        "area": place,
        "form": form,
        "noun": subject.noun,
        "columns": subject.table.columns,
        "list_url": list_url(place, subject),
        "template_urls": {
            ending: reverse("imports:template", args=[place.slug, subject.kind, ending])
            for ending in TEMPLATE_TYPES
        },
        "others": links_to_import(request.user, place, but=subject),
        "recent": [_recent(each) for each in _recent_uploads(request, place, subject)],
    }
    return render(request, "imports/upload.html", context)


def list_url(area: Area, subject: Subject) -> str:
    """The register of the kind, or the area's checks where it has none."""
    return reverse(subject.register or "commitments:checks", args=[area.slug])


def _recent_uploads(request: HttpRequest, area: Area, subject: Subject) -> list[Import]:
    mine = Import.objects.filter(area=area, kind=subject.kind, uploaded_by=request.user)
    return list(mine.select_related("area")[:RECENT])


def _recent(upload: Import) -> dict[str, Any]:
    colour = STATE_COLOURS[Import.State(upload.state)]
    return {"upload": upload, "url": url_of("file", upload), "colour": colour}


@require_safe
def template_file(request: HttpRequest, area: str, kind: str, ending: str) -> HttpResponse:
    _, subject = subject_or_404(request, area, kind)
    if ending not in TEMPLATE_TYPES:
        raise Http404
    many, table = subject.noun[1], subject.table
    made = csv_template(table) if ending == "csv" else xlsx_template(table, many.capitalize())
    return download(made, f"{many}-template.{ending}", TEMPLATE_TYPES[ending])


def go_on(upload: Import) -> HttpResponse:
    """A worker does the work while the page shows how far it is: nothing is read in a request."""
    if settings.CELERY_TASK_ALWAYS_EAGER:
        _leave_to_a_worker(upload)  # no process beside this one waits for the commit
    else:
        transaction.on_commit(lambda: _leave_to_a_worker(upload))
    return redirect(url_of("file", upload))


def _leave_to_a_worker(upload: Import) -> None:
    """Once the import is on record: a worker may be quicker than the rest of the request. Where no queue
    answers the import waits, and `take_up_imports` comes back to it."""
    try:
        work_on_import.delay(pk=upload.pk)
    except OperationalError as error:
        log.warning("import.waits", import_id=upload.pk, why=str(error))


# Looking --------------------------------------------------------------------------------------


@require_safe
def file_page(request: HttpRequest, area: str, kind: str, pk: int) -> HttpResponse:
    return _shown(request, upload_or_404(request, area, kind, pk))


def _shown(
    request: HttpRequest, upload: Import, *, refused: str = "", at: str = ""
) -> HttpResponse:
    """`refused` says why it was not confirmed, `at` the id of the tick that is missing."""
    context = _about(upload) | {"refused": refused, "refused_at": at}
    if upload.state in Import.UNDER_WAY:
        context |= _progress(upload)
    elif upload.state in (Import.State.CHECKED, Import.State.FAULTY):
        context |= _preview(request, upload)
    return render(request, "imports/file.html", context)


@require_safe
def progress_part(request: HttpRequest, area: str, kind: str, pk: int) -> HttpResponse:
    """The progress bar, asked for again and again; once the work is over, the page itself."""
    upload = upload_or_404(request, area, kind, pk)
    if upload.state not in Import.UNDER_WAY:
        return HttpResponseClientRedirect(url_of("file", upload))
    return render(request, "imports/_progress.html", _progress(upload))


def _about(upload: Import) -> dict[str, Any]:
    outcomes: dict[str, int] = upload.counts.get("outcomes", {})
    subject = subject_for(upload.kind)
    return {
        "area": upload.area,
        "upload": upload,
        "colour": STATE_COLOURS[Import.State(upload.state)],
        "noun": subject.noun,
        "counts": upload.counts,
        "outcomes": [(code, outcomes[code]) for code in OUTCOMES if outcomes.get(code)],
        "import_url": reverse("imports:upload", args=[upload.area.slug, upload.kind]),
        "list_url": list_url(upload.area, subject),
        "confirm_url": url_of("confirm", upload),
        "again_url": url_of("again", upload),
        "discard_url": url_of("discard", upload),
    }


def _progress(upload: Import) -> dict[str, Any]:
    told = uploads.progress_of(upload)
    done, total = told.get("done", 0), told.get("total", 0)
    return {
        "upload": upload,
        "stage": STAGES[str(told.get("stage", "waiting"))],
        "done": done,
        "total": total,
        "progress_url": url_of("progress", upload),
        "again_url": url_of("again", upload),
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
        "doubts_left_out": upload.doubt_count - len(upload.doubts),
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


@require_POST
def confirm(request: HttpRequest, area: str, kind: str, pk: int) -> HttpResponse:
    upload = upload_or_404(request, area, kind, pk)
    create = request.POST.get("create_organisations") == "yes"
    sure = request.POST.get("sure") == "yes"
    may = uploads.may_confirm(upload, create_organisations=create, sure=sure)
    if not may and upload.state == Import.State.CHECKED:
        makes = bool(upload.unknown_organisations) and not create
        at = "create-organisations" if makes else "sure"
        return _shown(request, upload, refused=may.reason, at=at)
    if not may:
        messages.warning(request, may.reason)
        return redirect(url_of("file", upload))
    confirmed = uploads.confirm_upload(
        upload, create_organisations=create, sure=sure, by=request.user
    )
    return go_on(confirmed)


@require_POST
def again(request: HttpRequest, area: str, kind: str, pk: int) -> HttpResponse:
    """Takes up work that stopped."""
    upload = upload_or_404(request, area, kind, pk)
    if upload.state not in (*Import.UNDER_WAY, Import.State.FAILED):
        messages.warning(request, "This import is not waiting for anything.")
        return redirect(url_of("file", upload))
    if not uploads.start_again(upload):
        messages.warning(request, "The file is no longer here: send it again.")
        return redirect("imports:upload", area, kind)
    return go_on(upload)


@require_POST
def discard(request: HttpRequest, area: str, kind: str, pk: int) -> HttpResponse:
    upload = uploads.discard_upload(upload_or_404(request, area, kind, pk), at=timezone.now())
    if upload.state == Import.State.DISCARDED:
        messages.success(request, f"{upload.name} was discarded. Nothing of it was recorded.")
    return redirect("imports:upload", area, kind)
