"""The register of disputes, what earlier conclusions say, and the cases a neutral is in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from disputes.confidentiality import as_everybody_reads, clause_list, for_everybody, raiser_label
from disputes.forms.filters import ConclusionFilters, DisputeFilters
from disputes.models import ClockStop, Conclusion, Dispute, DisputeStageEntry, Lesson
from disputes.permissions import may_raise
from disputes.states import DisputeState
from disputes.views.case import state_of
from disputes.views.lookups import CLAUSES
from organisations.permissions import may_see_whole_area
from organisations.views import area_or_404
from pages.registers import Column, Register, register_page

CONCLUSION_COLOURS = {
    DisputeState.UPHELD: "red",
    DisputeState.UPHELD_IN_PART: "orange",
    DisputeState.NOT_UPHELD: "teal",
    DisputeState.NO_CONCLUSION: "purple",
}


def stage_name(dispute: Dispute) -> str:
    entry = dispute.current_entry
    return entry.name if entry and dispute.is_open else "Ended" if not dispute.is_draft else ""


def due_of(dispute: Dispute) -> date | None:
    entry = dispute.current_entry
    return entry.due_on if entry else None


def clock_words(dispute: Dispute, on: date) -> tuple[str, str] | None:
    """The clock of an open case in one tag: stopped, overdue, running, or none."""
    entry = dispute.current_entry
    if entry is None or not dispute.is_open:
        return None
    if entry.open_stop is not None:
        return "Stopped", "purple"
    if entry.due_unknown:
        return "Cannot be worked out", "grey"
    if entry.due_on is None:
        return "No limit", "grey"
    return ("Overdue", "red") if entry.due_on < on else ("Running", "blue")


def days_open(dispute: Dispute, on: date) -> int | None:
    if dispute.raised_on is None:
        return None
    return ((dispute.ended_on or on) - dispute.raised_on).days


def columns_for(user: User, on: date) -> list[Column]:
    """The raiser's column cannot be sorted or searched: either would give a kept name away. In the
    CSV a kept name stays out, whoever takes it: files travel."""
    return [
        Column("reference", "Reference", _reference, kind="link", sort="reference"),
        Column("title", "About", "title", sort="title"),
        Column(
            "raiser",
            "Raised by",
            lambda row: raiser_label(user, row),
            csv=lambda row: raiser_label(AnonymousUser(), row),
        ),
        Column(
            "respondent",
            "Against",
            lambda row: str(row.respondent or ""),
            sort="respondent__name",
        ),
        Column(
            "clauses",
            "Clauses",
            lambda row: clause_list(user, row),
            csv=lambda row: clause_list(AnonymousUser(), row),
        ),
        Column("state", "State", state_of, kind="state", sort="state"),
        Column("stage", "Stage", stage_name),
        Column("due", "Due by", due_of, kind="date"),
        Column("clock", "Clock", lambda row: clock_words(row, on), kind="state"),
        Column("raised_on", "Raised on", "raised_on", kind="date", sort="raised_on"),
        Column("days", "Days open", lambda row: days_open(row, on), kind="number"),
    ]


def _reference(dispute: Dispute) -> str:
    return dispute.reference or "Draft"


def with_stages(rows: Any) -> Any:
    entries = DisputeStageEntry.objects.prefetch_related(Prefetch("stops", ClockStop.objects.all()))
    return rows.select_related(
        "area", "compact", "raiser", "represented_by", "respondent"
    ).prefetch_related(Prefetch("entries", entries), CLAUSES, "neutrals")


@require_safe
def dispute_register(request: HttpRequest, area: str) -> HttpResponseBase:
    place = area_or_404(request, area)
    on = timezone.localdate()
    rows = Dispute.objects.visible_to(request.user).filter(area=place)
    register = Register(
        name="Disputes",
        columns=columns_for(request.user, on),
        queryset=with_stages(rows),
        filterset_class=DisputeFilters.on_day(on),
        search_fields=("reference", "title", "respondent__name"),
        default_sort="-raised_on",
        empty_text="No dispute that you may see. A quiet word often settles it; where it does not, "
        "raise a dispute and the procedure of your compact begins.",
        link=lambda row: row.get_absolute_url(),
        noun=("dispute", "disputes"),
        search_label="Search by reference, title or the body it is against",
    )
    seen = rows.values("pk")
    context = {
        "area": place,
        "may_raise": may_raise(request.user, place),
        "may_review": may_see_whole_area(request.user, place),
        "overdue": DisputeStageEntry.objects.overdue(on).filter(dispute__in=seen).count(),
    }
    return register_page(request, register, template="disputes/register.html", context=context)


# Earlier conclusions ---------------------------------------------------------------------------------


def conclusion_clauses(conclusion: Conclusion) -> str:
    dispute = conclusion.dispute
    edition = f" ({dispute.compact.edition})" if dispute.compact else ""
    return clause_list(AnonymousUser(), dispute) + edition


def conclusion_state(conclusion: Conclusion) -> tuple[str, str]:
    return conclusion.get_outcome_display(), CONCLUSION_COLOURS[DisputeState(conclusion.outcome)]


def _lessons(conclusion: Conclusion) -> str:
    dispute = conclusion.dispute
    return " ".join(for_everybody(dispute, each.text) for each in dispute.lessons.all())


CONCLUSION_COLUMNS = [
    Column("clauses", "Clauses", conclusion_clauses),
    Column("outcome", "Conclusion", conclusion_state, kind="state", sort="outcome"),
    Column(
        "reading", "How the clauses were read", lambda row: for_everybody(row.dispute, row.reading)
    ),
    Column("lessons", "Lessons", _lessons),
    Column("decided_on", "Found on", "decided_on", kind="date", sort="decided_on"),
]


@require_safe
def conclusion_register(request: HttpRequest, area: str) -> HttpResponseBase:
    """How was 4.4 read before? For everybody in the area, without the parties."""
    place = area_or_404(request, area)
    rows = Conclusion.objects.filter(dispute__area=place)
    seen = set(
        Dispute.objects.visible_to(request.user).filter(area=place).values_list("pk", flat=True)
    )
    register = Register(
        name="Earlier conclusions",
        columns=CONCLUSION_COLUMNS,
        queryset=rows.select_related("dispute__area", "dispute__compact").prefetch_related(
            Prefetch("dispute__clauses", CLAUSES.queryset), "dispute__lessons"
        ),
        filterset_class=ConclusionFilters,
        search_fields=("reading",),
        default_sort="-decided_on",
        empty_text="Nothing has been found in this area yet.",
        link=lambda row: row.dispute.get_absolute_url() if row.dispute_id in seen else "",
        noun=("conclusion", "conclusions"),
        search_label="Search the words of the readings",
    )
    context = {"area": place, "lessons": lessons_of(place.pk)}
    return register_page(request, register, template="disputes/conclusions.html", context=context)


def lessons_of(area_id: int) -> list[Lesson]:
    """The lessons of an area, newest first, without who wrote them."""
    rows = Lesson.objects.filter(dispute__area=area_id).order_by("-added_on", "-pk")
    of_it = Prefetch("dispute__clauses", CLAUSES.queryset)
    rows = rows.select_related("dispute__area", "dispute__compact").prefetch_related(of_it)
    lessons = list(rows[:50])
    return [as_everybody_reads(each) for each in lessons]


@require_safe
def my_cases(request: HttpRequest) -> HttpResponse:
    """The cases a mediator or panel member was asked into."""
    rows = Dispute.objects.visible_to(request.user).filter(neutrals__user=request.user.pk)
    rows = rows.distinct().order_by("-raised_on", "-pk")
    cases = [
        (each, raiser_label(request.user, each), state_of(each))
        for each in with_stages(rows.select_related("area"))
    ]
    return render(request, "disputes/mine.html", {"cases": cases})
