"""The organisations of an area."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from audit.history import history_of
from organisations.actions import add_organisation, change_organisation
from organisations.forms import MOST_MATCHES, OrganisationFilters, OrganisationForm
from organisations.models import Area, Organisation, Sector
from organisations.offers import ON_AN_ORGANISATION
from organisations.permissions import may_run_area, may_see_area
from pages.change import Change, change_page
from pages.registers import Column, Register, register_page

MOST_TYPED = 200

COLUMNS = [
    Column("name", "Name", "name", kind="link", sort="name"),
    Column("sector", "Sector", lambda row: row.get_sector_display(), sort="sector"),
    Column("kind", "Kind", lambda row: row.get_kind_display(), sort="kind"),
    Column("charity_number", "Charity number", "charity_number", sort="charity_number"),
    Column("company_number", "Company number", "company_number", sort="company_number"),
]


def area_or_404(request: HttpRequest, slug: str) -> Area:
    area = get_object_or_404(Area, slug=slug)
    if not may_see_area(request.user, area):
        raise Http404
    return area


@require_safe
def register(request: HttpRequest, area: str) -> HttpResponseBase:
    place = area_or_404(request, area)
    described = Register(
        name="Organisations",
        columns=COLUMNS,
        queryset=Organisation.objects.in_area(place),
        filterset_class=OrganisationFilters,
        search_fields=("name", "charity_number", "company_number"),
        default_sort="name",
        empty_text="No organisation is on record in this area yet.",
        link=lambda row: reverse("organisations:organisation", args=[place.slug, row.slug]),
        noun=("organisation", "organisations"),
        search_label="Search by name or number",
    )
    context = {"area": place, "may_add": may_run_area(request.user, place)}
    return register_page(
        request, described, template="organisations/register.html", context=context
    )


@require_safe
def organisation_page(request: HttpRequest, area: str, slug: str) -> HttpResponse:
    place = area_or_404(request, area)
    found = get_object_or_404(Organisation.objects.select_related("area"), area=place, slug=slug)
    context = {
        "area": place,
        "organisation": found,
        "on_record": ON_AN_ORGANISATION.offered(request.user, found),
        "may_change": may_run_area(request.user, place),
    }
    return render(request, "organisations/organisation.html", context)


@change_page
def organisation_add(request: HttpRequest, area: str) -> Change:
    place = area_or_404(request, area)
    return Change(
        may=may_run_area(request.user, place),
        form=partial(OrganisationForm, area=place),
        verb=partial(add_organisation, area=place, by=request.user),
        title="Add an organisation",
        done=lambda added: f"{added} is on record.",
        area=place,
        back=reverse("organisations:register", args=[place.slug]),
        leads_to=address_of,
    )


@change_page
def organisation_change(request: HttpRequest, area: str, slug: str) -> Change:
    place = area_or_404(request, area)
    found = get_object_or_404(Organisation, area=place, slug=slug)
    initial = {
        "name": found.name,
        "kind": found.kind,
        "charity_number": found.charity_number,
        "company_number": found.company_number,
    }
    return Change(
        may=may_run_area(request.user, place),
        form=partial(OrganisationForm, area=place, organisation=found, initial=initial),
        verb=partial(change_organisation, organisation=found, by=request.user),
        version=found.version,
        title=f"Change {found}",
        done="The organisation’s record is changed.",
        area=place,
        back=address_of(found),
        history=partial(history_of, found),
    )


def address_of(organisation: Organisation) -> str:
    return reverse("organisations:organisation", args=[organisation.area.slug, organisation.slug])


@require_safe
def search(request: HttpRequest, area: str) -> JsonResponse:
    """Up to ten names of the area that fit what is typed, best first, and whether there are more."""
    place = area_or_404(request, area)
    rows = Organisation.objects.in_area(place)
    if (sector := request.GET.get("sector")) in Sector.values:
        rows = rows.of_sector(sector)
    typed = request.GET.get("q", "").replace("\0", "")[:MOST_TYPED]
    names = list(rows.like(typed).values_list("name", flat=True)[: MOST_MATCHES + 1])
    return JsonResponse({"names": names[:MOST_MATCHES], "more": len(names) > MOST_MATCHES})
