"""Where a person lands after signing in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from desk.asked import asked_in_words
from desk.waiting import disputes_waiting, work_waiting
from imports.offers import links_to_import
from organisations.permissions import has_to_choose, may_see_whole_area, scope_of
from organisations.views import area_or_404


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The person's area, or a choice where they have several."""
    areas = sorted({each.area for each in scope_of(request.user).memberships}, key=str)
    must_choose = has_to_choose(request.user)
    if len(areas) == 1 and not must_choose:
        return redirect(areas[0])
    context = {
        "choices": areas,
        "asked": asked_in_words(request.user),
        "must_choose": must_choose,
    }
    return render(request, "desk/choose_area.html", context)


@require_safe
def area_desk(request: HttpRequest, area: str) -> HttpResponse:
    """What waits to be done in an area, soonest first."""
    place = area_or_404(request, area)
    on = timezone.localdate()
    context = {
        "area": place,
        "memberships": [
            each for each in scope_of(request.user).memberships if each.area_id == place.pk
        ],
        "on": on,
        "sees_area": may_see_whole_area(request.user, place),
        "asked": asked_in_words(request.user, place),
        "to_import": links_to_import(request.user, place),
        "work": work_waiting(request.user, place, on),
        "disputes": disputes_waiting(request.user, place, on),
    }
    return render(request, "desk/desk.html", context)
