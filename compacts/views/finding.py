"""Finding: search over every provision, and two editions side by side. Open to everybody."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from compacts.contents import provisions_of
from compacts.editions import Theme, compared, in_time_order
from compacts.forms import CompareForm, SearchForm
from compacts.models import Compact, Provision
from compacts.searching import Found
from compacts.searching import search as find
from compacts.standing import standing_of, with_standing

TRAIL = [("Front page", "/")]
MOST_HITS = 100


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Words or a clause number, in the wording that stands, of every edition."""
    compacts = list(with_standing(Compact.objects.all()))
    form = SearchForm(request.GET or None, compacts=compacts)
    found, query = Found([]), ""
    if form.is_bound and form.is_valid():
        query = form.cleaned_data["q"].strip()
        found = find(_searched(compacts, form.cleaned_data), query)
    return render(
        request,
        "compacts/search.html",
        {
            "form": form,
            "query": query,
            "found": found,
            "hits": found.hits[:MOST_HITS],
            "trail": [*TRAIL, ("Compacts", reverse("compacts:index")), ("Search", "")],
        },
    )


def _searched(compacts: list[Compact], wanted: dict[str, Any]) -> list[Provision]:
    """The provisions to look through, in document order, newest editions first in each area."""
    provisions = Provision.objects.current().select_related("section")
    if wanted["sector"]:
        provisions = provisions.filter(sector=wanted["sector"])
    if wanted["kind"]:
        provisions = provisions.filter(kind=wanted["kind"])
    chosen = {c.pk: c for c in compacts if wanted["compact"] in ("", c.slug)}
    order = {pk: place for place, pk in enumerate(chosen)}
    rows = [each for each in provisions.order_by("position") if each.compact_id in chosen]
    for each in rows:
        each.compact = chosen[each.compact_id]
    # Python's sort leaves equals in place: inside an edition the document's order stays.
    return sorted(rows, key=lambda each: order[each.compact_id])


@login_not_required
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two editions by theme, clause by clause where the later one says what it carries on."""
    compacts = list(with_standing(Compact.objects.all()))
    form = CompareForm(request.GET or None, compacts=compacts, initial=_suggested(compacts))
    context: dict[str, Any] = {
        "form": form,
        "trail": [*TRAIL, ("Compacts", reverse("compacts:index")), ("Compare editions", "")],
    }
    if form.is_bound and form.is_valid():
        by_slug = {each.slug: each for each in compacts}
        chosen = (by_slug[form.cleaned_data[name]] for name in ("a", "b"))
        context |= _comparison(*in_time_order(*chosen), form.cleaned_data["show"])
    return render(request, "compacts/compare.html", context)


def _suggested(compacts: list[Compact]) -> dict[str, str]:
    """The first pair of editions of which one took the other's place."""
    for each in compacts:
        if each.supersedes:
            return {"a": each.supersedes.slug, "b": each.slug}
    return {}


def _comparison(earlier: Compact, later: Compact, show: str) -> dict[str, Any]:
    on = timezone.localdate()
    themes = compared(provisions_of(earlier), provisions_of(later))
    return {
        "earlier": earlier,
        "later": later,
        "editions": [(each, standing_of(each, on)) for each in (earlier, later)],
        "themes": [shown for theme in themes if (shown := theme.only(show)).pairs],
        "compared": True,
        "totals": _totals(themes),
        "linked": later.supersedes_id == earlier.pk,
    }


def _totals(themes: list[Theme]) -> dict[str, int]:
    totals = {"same": 0, "changed": 0, "added": 0, "dropped": 0}
    for theme in themes:
        for what, number in theme.counts.items():
            totals[what] += number
    return totals
