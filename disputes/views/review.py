"""The list for the annual review meeting, and the procedures with their local limits."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import partial
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import require
from audit.history import line_of
from audit.models import Event
from compacts.models import Compact
from disputes import actions
from disputes.confidentiality import as_everybody_reads, clause_list, for_everybody, raiser_label
from disputes.forms.case import LimitForm
from disputes.forms.filters import ReviewYearForm
from disputes.models import Dispute, DisputeStageEntry, Lesson
from disputes.permissions import may_set_limit
from disputes.procedures import ladder_of
from disputes.views.case import state_of
from disputes.views.lookups import CLAUSES
from disputes.views.register import days_open, with_stages
from organisations.models import Organisation, Sector
from organisations.permissions import may_see_whole_area
from organisations.views import area_or_404
from pages.change import Change, change_page
from pages.registers import Column, Register, register_page
from pages.timeline import Line


def sector_words(organisation: Organisation | None) -> str:
    if organisation is None:
        return ""
    return "A public body" if organisation.sector == Sector.PUBLIC else "A voluntary organisation"


def days_by_stage(dispute: Dispute, on: date) -> list[tuple[str, int]]:
    return [(each.name, days_on(each, on)) for each in dispute.entries.all()]


def days_on(entry: DisputeStageEntry, on: date) -> int:
    return ((entry.left_on or on) - entry.entered_on).days


def review_columns(on: date, seen: set[int]) -> list[Column]:
    """Parties are named where the reader may see the case and nobody asked for the opposite. The list
    is a paper for a meeting, so a kept name is not in it, whoever opens it."""

    def names(row: Dispute) -> bool:
        return row.pk in seen and not row.anonymous_in_review

    def raiser(row: Dispute) -> str:
        return raiser_label(AnonymousUser(), row) if names(row) else sector_words(row.raiser)

    def respondent(row: Dispute) -> str:
        return str(row.respondent) if names(row) else sector_words(row.respondent)

    def stages(row: Dispute) -> str:
        return "; ".join(f"{name}: {days}" for name, days in days_by_stage(row, on))

    def lessons(row: Dispute) -> str:
        return " ".join(for_everybody(row, each.text) for each in row.lessons.all())

    return [
        Column("clauses", "Clauses", lambda row: clause_list(AnonymousUser(), row)),
        Column("raiser", "Raised by", raiser),
        Column("respondent", "Against", respondent),
        Column("raised_on", "Raised on", "raised_on", kind="date", sort="raised_on"),
        Column("stages", "Days at each stage", stages),
        Column("days", "Days open", lambda row: days_open(row, on), kind="number"),
        Column("state", "Outcome", state_of, kind="state", sort="state"),
        Column("lessons", "Lessons", lessons),
    ]


@require_safe
def review(request: HttpRequest, area: str) -> HttpResponseBase:
    """Every disagreement of a year, also those that no forum has seen: for the review meeting."""
    place = area_or_404(request, area)
    require(may_see_whole_area(request.user, place))
    today = timezone.localdate()
    form = ReviewYearForm({"year": request.GET.get("year") or today.year})
    year = form.cleaned_data["year"] if form.is_valid() else today.year
    on = min(today, date(year, 12, 31))
    rows = Dispute.objects.of_year(year).filter(area=place)
    visible = Dispute.objects.visible_to(request.user).filter(area=place)
    seen = set(visible.values_list("pk", flat=True))
    register = Register(
        name=f"Annual review {year}",
        columns=review_columns(on, seen),
        queryset=with_stages(rows).prefetch_related("lessons"),
        default_sort="-raised_on",
        empty_text="No disagreement is on record for this year.",
        noun=("disagreement", "disagreements"),
        link=lambda row: (
            row.get_absolute_url() if row.pk in seen and not row.anonymous_in_review else ""
        ),
    )
    context = {
        "area": place,
        "year": year,
        "year_form": form,
        "stages": stage_averages(rows, on),
        "lessons": [
            as_everybody_reads(each)
            for each in Lesson.objects.filter(dispute__in=rows.values("pk"))
            .select_related("dispute__area", "dispute__compact")
            .prefetch_related(Prefetch("dispute__clauses", CLAUSES.queryset))
        ],
    }
    return register_page(request, register, template="disputes/review.html", context=context)


def stage_averages(rows: Any, on: date) -> list[list[Any]]:
    """For each stage: how many cases, the mean and the longest days."""
    days: dict[str, list[int]] = defaultdict(list)
    entries = DisputeStageEntry.objects.filter(dispute__in=rows.values("pk"), entered_on__lte=on)
    for entry in entries.order_by("position", "name"):
        days[entry.name].append(days_on(entry, on))
    return [
        [name, len(found), round(sum(found) / len(found), 1), max(found)]
        for name, found in days.items()
    ]


# Procedures ---------------------------------------------------------------------------------------

BASES = {
    "text": "From the text of the compact",
    "practice": "From practice: the text has no clause on disputes",
    "local": "Local setting: the text’s own procedure is lost",
}


@require_safe
def procedures(request: HttpRequest, area: str) -> HttpResponse:
    place = area_or_404(request, area)
    found = [
        {
            "compact": compact,
            "basis": BASES.get(compact.dispute_basis, "Local setting"),
            "is_local": compact.dispute_basis == "local",
            "rungs": ladder_of(compact),
            "settings": compact.stage_settings.select_related("set_by").order_by("-pk"),
            "may_set": may_set_limit(request.user, compact),
        }
        for compact in Compact.objects.filter(area=place)
    ]
    in_force = actions.compact_on(place, timezone.localdate())
    return render(
        request,
        "disputes/procedures.html",
        {"area": place, "procedures": found, "in_force": in_force},
    )


@change_page
def limit_change(request: HttpRequest, area: str, compact: str, position: int) -> Change:
    place = area_or_404(request, area)
    found = get_object_or_404(Compact, slug=compact, area=place)
    require(may_set_limit(request.user, found))
    stage = get_object_or_404(found.dispute_stages, position=position)
    rung = next(each for each in ladder_of(found) if each.position == position)
    return Change(
        form=partial(
            LimitForm,
            initial={
                "has_limit": rung.time_limit is not None,
                "time_limit": rung.time_limit,
                "unit": rung.unit,
            },
        ),
        verb=partial(
            actions.set_limit,
            compact=found,
            position=position,
            by=request.user,
            on=timezone.localdate(),
        ),
        version=rung.version,
        title=f"Time limit: {stage.name}",
        intro="A local setting. It applies to stages entered from now on; cases already at this "
        "stage keep the limit they have.",
        submit="Set the limit",
        done="The limit is set, for stages entered from now on.",
        area=place,
        caption=f"{found}, stage {stage.position}",
        back=reverse("disputes:procedures", args=[place.slug]),
        history=partial(settings_of, found, stage.name),
    )


def settings_of(compact: Compact, stage: str) -> list[Line]:
    """Each time that a stage's limit was set, oldest first."""
    events = Event.objects.about(compact).filter(
        verb="dispute_stage.limit_set", detail__stage=stage
    )
    return [line_of(each) for each in events.order_by("number")]
