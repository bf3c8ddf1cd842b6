"""The forum's dashboard, its report of the headline rates, and its meetings."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import require
from audit.anchors import anchor_of
from audit.history import history_of
from commitments.selections import Span
from forums.actions import hold_meeting, plan_meeting, set_ways_to_decide
from forums.dashboard import MOST_CLAUSES, MOST_MISSING, Dashboard
from forums.figures import consultation_figures, figure_urls, notice_figures
from forums.forms import AsAtForm, HoldMeetingForm, PeriodForm, PlanMeetingForm, WaysForm
from forums.models import Forum, Meeting
from forums.offers import ON_THE_DASHBOARD
from forums.permissions import may_hold_meeting, may_run_meetings, may_set_ways
from organisations.permissions import may_see_area, may_see_whole_area
from organisations.views import area_or_404
from pages.change import Change, change_page
from rules.words import plain


@require_safe
def dashboard(request: HttpRequest, area: str) -> HttpResponse:
    found = area_or_404(request, area)
    require(may_see_whole_area(request.user, found))
    today = timezone.localdate()
    given = request.GET if "on" in request.GET or "on_0" in request.GET else None
    form = AsAtForm(given, initial={"on": today})
    asked = form.cleaned_data.get("on") if form.is_valid() else None
    shown = Dashboard(found, on=asked or today, today=today)
    return render(
        request,
        "forums/dashboard.html",
        {
            "area": found,
            "dashboard": shown,
            "form": form,
            "clauses": shown.clauses[:MOST_CLAUSES],
            "clauses_left": len(shown.clauses[MOST_CLAUSES:]),
            "missing": shown.missing[:MOST_MISSING],
            "missing_left": len(shown.missing[MOST_MISSING:]),
            "parts": ON_THE_DASHBOARD.offered(request.user, shown),
        },
    )


@require_safe
def report(request: HttpRequest, area: str) -> HttpResponse:
    found = area_or_404(request, area)
    require(may_see_whole_area(request.user, found))
    form = PeriodForm(request.GET or None)
    asked: dict[str, date | None] = form.cleaned_data if form.is_valid() else {}
    span = Span(asked.get("on") or timezone.localdate(), asked.get("start"), asked.get("end"))
    return render(
        request,
        "forums/report.html",
        {
            "area": found,
            "form": form,
            "span": span,
            "consultations": consultation_figures(found, span),
            "notices": notice_figures(found, span),
            "urls": figure_urls(found, as_at=span.on, start=span.start, end=span.end),
            "anchor": anchor_of(found.slug),
        },
    )


# Meetings ---------------------------------------------------------------------------------------


@require_safe
def meetings(request: HttpRequest, area: str) -> HttpResponse:
    found = area_or_404(request, area)
    return render(
        request,
        "forums/meetings.html",
        {
            "area": found,
            "forum": Forum.objects.filter(area=found).first(),
            "meetings": Meeting.objects.filter(forum__area=found),
            "may_run": may_run_meetings(request.user, found),
            "may_set_ways": may_set_ways(request.user, found),
        },
    )


@change_page
def meeting_plan(request: HttpRequest, area: str) -> Change:
    found = area_or_404(request, area)
    return Change(
        may=may_run_meetings(request.user, found),
        form=partial(PlanMeetingForm, forum=Forum.objects.filter(area=found).first()),
        verb=partial(plan_meeting, area=found, by=request.user),
        title="Plan a meeting",
        submit="Plan the meeting",
        done="The meeting is planned.",
        area=found,
        back=reverse("forums:meetings", args=[found.slug]),
        back_label="Meetings",
    )


@change_page
def ways_to_decide(request: HttpRequest, area: str) -> Change:
    found = area_or_404(request, area)
    return Change(
        may=may_set_ways(request.user, found),
        form=partial(WaysForm, area=found),
        verb=partial(set_ways_to_decide, found, by=request.user),
        version=found.version,
        title="How cases are decided",
        intro="Where both chairs decide together, one proposes and the chair of the other sector "
        "agrees, each from their own sign-in; nothing is decided before. What a meeting decided is "
        "recorded by a chair who acts for neither party, or proposed and agreed in the same way.",
        done="It is recorded how the forum decides.",
        area=found,
        back=reverse("forums:meetings", args=[found.slug]),
        back_label="Meetings",
        history=partial(history_of, found),
    )


def meeting_seen_by(request: HttpRequest, pk: int) -> Meeting:
    meeting = get_object_or_404(Meeting.objects.select_related("forum__area"), pk=pk)
    if not may_see_area(request.user, meeting.forum.area):
        raise Http404
    return meeting


@require_safe
def meeting_page(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = meeting_seen_by(request, pk)
    return render(
        request,
        "forums/meeting.html",
        {
            "area": meeting.forum.area,
            "meeting": meeting,
            "may_hold": may_hold_meeting(request.user, meeting),
            "may_see_dashboard": may_see_whole_area(request.user, meeting.forum.area),
        },
    )


@change_page
def meeting_hold(request: HttpRequest, pk: int) -> Change:
    meeting, on = meeting_seen_by(request, pk), timezone.localdate()
    return Change(
        may=may_hold_meeting(request.user, meeting),
        form=partial(HoldMeetingForm, meeting=meeting, on=on),
        verb=partial(hold_meeting, meeting, by=request.user),
        version=meeting.version,
        title="Record the meeting as held",
        intro="From then on the dashboard shows what is new since that day.",
        submit="Record the meeting",
        done="The meeting is recorded as held.",
        area=meeting.forum.area,
        caption=f"{meeting.forum}, planned for {plain(meeting.planned_on)}",
        back=meeting.get_absolute_url(),
        back_label="Back to the meeting",
        history=partial(history_of, meeting),
    )
