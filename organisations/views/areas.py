"""The first account of an installation, and its areas: for whoever runs it."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.permissions import Answer
from accounts.tokens import nonce_in
from audit.history import history_of
from organisations import actions
from organisations.forms.areas import AreaForm, FirstForm, NewAreaForm, ReasonForm, SetUpForm
from organisations.links import SET_UP
from organisations.models import Area, Membership, Organisation
from organisations.permissions import (
    may_name_first,
    may_run_installation,
    may_set_up,
    offered_by,
)
from pages.change import Change, change_page
from pages.registers import Column, Register, register_page


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def setup(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link leads that `up` prints: the first account, and never another."""
    if not nonce_in(token, of=SET_UP) or not may_set_up():
        raise Http404
    form = SetUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.set_up(**form.cleaned_data)
        messages.success(request, "Your account is made. Sign in with it, and begin an area.")
        return redirect(f"{reverse('account_login')}?next={reverse('organisations:areas')}")
    return render(request, "organisations/setup.html", {"form": form})


def state_shown(area: Area) -> tuple[str, str]:
    return ("Archived", "grey") if area.archived_at else ("In use", "green")


COLUMNS = [
    Column("name", "Name", "name", kind="link", sort="name"),
    Column("gss_code", "GSS code", "gss_code", sort="gss_code"),
    Column("state", "State", state_shown, kind="state", sort="archived_at"),
]


def running_or_404(request: HttpRequest) -> None:
    if not may_run_installation(request.user):
        raise Http404


@require_safe
def register(request: HttpRequest) -> HttpResponseBase:
    running_or_404(request)
    described = Register(
        name="Areas",
        columns=COLUMNS,
        queryset=Area.objects.all(),
        search_fields=("name", "gss_code"),
        default_sort="name",
        empty_text="No area has been begun yet.",
        link=lambda row: reverse("organisations:area_settings", args=[row.slug]),
        noun=("area", "areas"),
    )
    return register_page(request, described, template="organisations/areas.html")


def area_run_or_404(request: HttpRequest, slug: str) -> Area:
    running_or_404(request)
    return get_object_or_404(Area.objects.select_related("archived_by"), slug=slug)


@require_safe
def area_page(request: HttpRequest, area: str) -> HttpResponse:
    place = area_run_or_404(request, area)
    context = {
        "place": place,
        "history": history_of(place),
        "offers": [each for each in _offers(place) if offered_by(request.user, each)],
        "without_anybody": bool(_first_bodies(request.user, place)),
    }
    return render(request, "organisations/area.html", context)


def _offers(place: Area) -> QuerySet[Membership]:
    offers = Membership.objects.filter(area=place, is_offered=True, ended_at=None)
    return offers.select_related("user", "organisation")


def _first_bodies(user: User, place: Area) -> list[Organisation]:
    """The organisations whose first person is still to be named."""
    rows = Organisation.objects.filter(area=place).select_related("area")
    kinds = [Organisation.Kind.COUNCIL, Organisation.Kind.INFRASTRUCTURE]
    return [each for each in rows.filter(kind__in=kinds) if may_name_first(user, each)]


def page_of(area: Area) -> str:
    return reverse("organisations:area_settings", args=[area.slug])


@change_page
def area_add(request: HttpRequest) -> Change:
    running_or_404(request)
    return Change(
        may=may_run_installation(request.user),
        form=NewAreaForm,
        verb=partial(actions.add_area, by=request.user),
        title="Begin an area",
        intro="Its compact’s text is loaded beside it: docs/library-format.md says how.",
        submit="Begin it",
        done=lambda made: f"{made} is begun. Name its first people.",
        back=reverse("organisations:areas"),
        leads_to=page_of,
    )


@change_page
def area_change(request: HttpRequest, area: str) -> Change:
    place = area_run_or_404(request, area)
    initial = {
        "name": place.name,
        "gss_code": place.gss_code,
        "right_of_reply_days": place.right_of_reply_days,
    }
    return Change(
        may=_in_use(place),
        form=partial(AreaForm, area=place, initial=initial),
        verb=partial(actions.change_area, area=place, by=request.user),
        version=place.version,
        title=f"Change {place}",
        done="The area is changed.",
        back=page_of(place),
        history=partial(history_of, place),
    )


def _in_use(place: Area) -> Answer:
    return Answer(f"{place} is archived: take it out of the archive first.") if (
        place.archived_at
    ) else Answer()  # fmt: skip


@change_page
def name_first(request: HttpRequest, area: str) -> Change:
    place = area_run_or_404(request, area)
    bodies = _first_bodies(request.user, place)
    has_some = Answer(f"Each sector of {place} has somebody who invites the others.")
    may = _in_use(place)
    return Change(
        may=may if not may else (True if bodies else has_some),
        form=partial(FirstForm, bodies=bodies, initial={"email": request.user.email}),
        verb=partial(actions.name_first, by=request.user, at=timezone.now()),
        title=f"Name the first person of {place}",
        intro=(
            "The first compact officer of the council, or the first member of staff of the CVS. They "
            "invite everybody else of their sector. Your own address makes you the compact officer at "
            "once; any other gets an e-mail with a link."
        ),
        submit="Name them",
        done=lambda made: f"{made.post_held} is named.",
        back=page_of(place),
    )


@change_page
def archive(request: HttpRequest, area: str) -> Change:
    place = area_run_or_404(request, area)
    already = Answer(f"{place} is archived already.")
    return Change(
        may=already if place.archived_at else True,
        form=ReasonForm,
        verb=partial(actions.archive_area, area=place, by=request.user, at=timezone.now()),
        version=place.version,
        title=f"Archive {place}",
        intro=(
            "Everything in it stays to be read by those who can read it now. Nothing in it can be "
            "written, its deadlines are no longer checked, and nobody is reminded of anything."
        ),
        submit="Archive it",
        is_grave=True,
        done=f"{place} is archived.",
        back=page_of(place),
        history=partial(history_of, place),
    )


@change_page
def restore(request: HttpRequest, area: str) -> Change:
    place = area_run_or_404(request, area)
    not_there = Answer(f"{place} is not archived.")
    return Change(
        may=True if place.archived_at else not_there,
        form=ReasonForm,
        verb=partial(actions.take_out_of_archive, area=place, by=request.user),
        version=place.version,
        title=f"Take {place} out of the archive",
        intro="It goes on where it stood. What fell due meanwhile is found by the next check.",
        submit="Take it out",
        done=f"{place} is in use again.",
        back=page_of(place),
        history=partial(history_of, place),
    )
