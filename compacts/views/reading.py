"""Reading: all compacts, one compact, one provision. Open to everybody."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from compacts.contents import laid_out, provisions_of
from compacts.forms import ContentsForm
from compacts.models import Compact, Provision
from compacts.permissions import may_keep
from compacts.record import TrackRecord, track_records
from compacts.standing import standing_of, with_standing
from compacts.wording import word_difference
from compacts.worked import checked, is_computed

CURRENT = Q(provisions__superseded_at=None)
FRONT = ("Front page", "/")


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All compacts, by area, the newest edition first."""
    on = timezone.localdate()
    compacts = with_standing(Compact.objects.all()).annotate(
        number=Count("provisions", CURRENT),
        computed=Count("provisions", CURRENT & Q(provisions__checkable="yes")),
        partly=Count("provisions", CURRENT & Q(provisions__checkable="partial")),
    )
    areas = [
        (area, [(compact, standing_of(compact, on)) for compact in editions])
        for area, editions in groupby(compacts, key=lambda compact: compact.area)
    ]
    trail = [FRONT, ("Compacts", "")]
    return render(request, "compacts/index.html", {"areas": areas, "trail": trail})


@login_not_required
@require_safe
def compact(request: HttpRequest, slug: str) -> HttpResponse:
    """One compact, whole: who agreed it, what it says, and what is to happen when it fails."""
    found = get_object_or_404(with_standing(Compact.objects.all()), slug=slug)
    form = ContentsForm(request.GET or None)
    narrowed = form.cleaned_data if form.is_bound and form.is_valid() else {}
    provisions = provisions_of(found, **narrowed)
    sections = laid_out(provisions)
    return render(
        request,
        "compacts/compact.html",
        {
            "compact": found,
            "standing": standing_of(found, timezone.localdate()),
            "filters": form,
            "is_narrowed": any(narrowed.values()),
            "count": len(provisions),
            "sections": sections,
            "actions": [action for section in sections for action in section.actions],
            "codes": found.codes.all(),
            "stages": _stages(found),
            "signatories": found.signatories.select_related("organisation"),
            "may_keep": may_keep(request.user, found),
            "trail": [FRONT, ("Compacts", reverse("compacts:index")), (found.title, "")],
        },
    )


def _stages(compact: Compact) -> list[Any]:
    """The ladder, each rung with the provision that it comes from where there is one."""
    stages = list(compact.dispute_stages.all())
    for stage in stages:
        stage.compact = compact
    return stages


@login_not_required
@require_safe
def provision(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """One provision: its words, how it is checked, and how often it was kept."""
    compact = get_object_or_404(with_standing(Compact.objects.all()), slug=slug)
    wordings = list(
        compact.provisions.filter(ref=ref)
        .select_related("section", "code")
        .prefetch_related("rules")
        .order_by("-superseded_at")
    )
    if not wordings:
        raise Http404
    shown = next((each for each in wordings if each.superseded_at is None), wordings[0])
    shown.compact = compact
    rules = list(shown.rules.all())
    for rule in rules:
        rule.provision = shown
    before, after = _neighbours(shown)
    records = track_records(wordings)
    return render(
        request,
        "compacts/provision.html",
        {
            "compact": compact,
            "standing": standing_of(compact, timezone.localdate()),
            "provision": shown,
            "rules": rules,
            "checked": [checked(rule) for rule in rules if is_computed(rule)],
            "record": records[shown.pk],
            "history": _history(shown, wordings, records),
            "continued": _continued(shown),
            "carried_on": _carried_on(shown),
            "before": before,
            "after": after,
            "trail": [
                FRONT,
                ("Compacts", reverse("compacts:index")),
                (compact.title, compact.get_absolute_url()),
                (shown.ref, ""),
            ],
        },
    )


def _neighbours(shown: Provision) -> tuple[Provision | None, Provision | None]:
    current = shown.compact.provisions.current()
    before = current.filter(position__lt=shown.position).order_by("-position").first()
    after = current.filter(position__gt=shown.position).order_by("position").first()
    for each in (before, after):
        if each:
            each.compact = shown.compact
    return before, after


def _history(
    shown: Provision, wordings: list[Provision], records: dict[int, TrackRecord]
) -> list[dict[str, Any]]:
    """Superseded wordings, newest first, each marked against the words that stand now."""
    return [
        {
            "wording": each,
            "spans": word_difference(each.text, shown.text),
            "record": records[each.pk],
        }
        for each in wordings
        if each.superseded_at is not None and each is not shown
    ]


def _continued(shown: Provision) -> list[Provision]:
    """What this provision carries on from the edition before."""
    earlier = shown.compact.supersedes
    if earlier is None or not shown.continues:
        return []
    found = list(earlier.provisions.current().filter(ref__in=shown.continues).in_document_order())
    for each in found:
        each.compact = earlier
    return found


def _carried_on(shown: Provision) -> list[Provision]:
    """Where the next edition carries this provision on."""
    later = getattr(shown.compact, "superseded_by", None)
    if later is None:
        return []
    provisions = later.provisions.current().exclude(continues=[]).in_document_order()
    found = [each for each in provisions if shown.ref in each.continues]
    for each in found:
        each.compact = later
    return found
