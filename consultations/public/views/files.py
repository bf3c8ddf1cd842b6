"""The calendar and the data, for all consultations, those of an area, or one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from consultations.public.calendars import KEPT_AFTER_CLOSE, MOST, calendar_of
from consultations.public.found import (
    area_or_404,
    public_or_404,
    public_rows,
    with_length_finding,
)
from consultations.public.open_data import WITH, data_of, envelope
from consultations.states import Stage
from pages.downloads import download

PAGE_SIZE = 200
BRIEFLY = cache_control(public=True, max_age=300)
ASKED_STAGES = {
    str(each)
    for each in (Stage.FORTHCOMING, Stage.OPEN, Stage.AWAITING, Stage.ANSWERED, Stage.CANCELLED)
}


def _calendar(content: bytes, filename: str) -> HttpResponse:
    return download(content, filename, "text/calendar; charset=utf-8", public=True)


@login_not_required
@require_safe
@BRIEFLY
def calendar_of_all(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Closing days ahead, and those of the last year: the latest of them, where there are very many."""
    area = area_or_404(slug)
    on = timezone.localdate()
    rows = with_length_finding(public_rows()).prefetch_related("changes")
    rows = rows.filter(last_close__gte=on - KEPT_AFTER_CLOSE)
    if area is not None:
        rows = rows.in_area(area)
    name = f"Consultations in {area}" if area else "Consultations"
    return _calendar(
        calendar_of(rows.order_by("-last_close", "-pk")[:MOST], name=name), "closing-days.ics"
    )


@login_not_required
@require_safe
@BRIEFLY
def calendar_of_one(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    consultation = public_or_404(slug, pk)
    return _calendar(calendar_of([consultation], name=str(consultation)), f"consultation-{pk}.ics")


@login_not_required
@require_safe
@BRIEFLY
def data_of_all(request: HttpRequest) -> JsonResponse:
    """In pages, the latest opening first; `area` and `stage` narrow it."""
    on = timezone.localdate()
    rows = public_rows().prefetch_related(*WITH).order_by("-opens_on", "-pk")
    area, stage = request.GET.get("area", ""), request.GET.get("stage", "")
    if area:
        rows = rows.filter(act__area__slug=area.replace("\0", ""))
    if stage in ASKED_STAGES:
        rows = rows.at_stage(stage, on)
    elif stage:
        rows = rows.none()
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    more: dict[str, Any] = {"count": page.paginator.count, "next": None}
    if page.has_next():
        question = request.GET.copy()
        question["page"] = str(page.next_page_number())
        more["next"] = f"{settings.SITE_URL}{request.path}?{question.urlencode()}"
    found = [data_of(each, on) for each in page.object_list]
    return JsonResponse(envelope(found, timezone.now(), **more))


@login_not_required
@require_safe
@BRIEFLY
def data_of_one(request: HttpRequest, slug: str, pk: int) -> JsonResponse:
    consultation = public_or_404(slug, pk)
    found = [data_of(consultation, timezone.localdate())]
    return JsonResponse(envelope(found, timezone.now(), count=1, next=None))
