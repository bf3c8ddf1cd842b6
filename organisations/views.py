"""The organisations of an area."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import require
from organisations.actions import add_organisation, change_organisation
from organisations.forms import MOST_MATCHES, OrganisationFilters, OrganisationForm
from organisations.models import Area, Organisation, Sector
from organisations.offers import ON_AN_ORGANISATION
from organisations.permissions import may_run_area, may_see_area
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


@require_http_methods(["GET", "POST"])
def organisation_add(request: HttpRequest, area: str) -> HttpResponse:
    place = area_or_404(request, area)
    require(may_run_area(request.user, place))
    form = OrganisationForm(request.POST or None, area=place)
    if request.method == "POST" and form.is_valid():
        added = add_organisation(area=place, by=request.user, **form.cleaned_data)
        messages.success(request, f"{added} is on record.")
        return redirect("organisations:organisation", area=place.slug, slug=added.slug)
    context = {"area": place, "form": form, "title": "Add an organisation"}
    return render(request, "organisations/organisation_form.html", context)


@require_http_methods(["GET", "POST"])
def organisation_change(request: HttpRequest, area: str, slug: str) -> HttpResponse:
    place = area_or_404(request, area)
    found = get_object_or_404(Organisation, area=place, slug=slug)
    require(may_run_area(request.user, place))
    initial = {
        "name": found.name,
        "kind": found.kind,
        "charity_number": found.charity_number,
        "company_number": found.company_number,
    }
    form = OrganisationForm(request.POST or None, area=place, organisation=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        change_organisation(organisation=found, by=request.user, **form.cleaned_data)
        messages.success(request, "The organisation’s record is changed.")
        return redirect("organisations:organisation", area=place.slug, slug=found.slug)
    context = {"area": place, "form": form, "organisation": found, "title": f"Change {found}"}
    return render(request, "organisations/organisation_form.html", context)


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
