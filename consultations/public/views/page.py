"""A consultation for everybody, and what the feeds and the data hold."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import urlize
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from consultations.models import Consultation
from consultations.offers import TO_FOLLOW_A_CONSULTATION, TO_FOLLOW_AN_AREA
from consultations.permissions import may_respond
from consultations.presenters import in_full, stage_tag
from consultations.public import open_data, promises, words
from consultations.public.found import public_or_404
from consultations.public.views.lists import FRONT
from consultations.states import Stage
from consultations.views.counting import counts_of
from organisations.models import Area


@login_not_required
@require_safe
def public_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    consultation = public_or_404(slug, pk)
    on = timezone.localdate()
    stage = consultation.stage_on(on)
    feedback = getattr(consultation, "feedback", None)
    context = {
        "consultation": consultation,
        "act": consultation.act,
        "stage": stage_tag(stage),
        "is_open": stage == Stage.OPEN,
        "is_ahead": stage == Stage.FORTHCOMING,
        "is_cancelled": stage == Stage.CANCELLED,
        "how": _how_to_respond(consultation),
        "countdown": words.countdown(consultation, stage, on),
        "may_respond": may_respond(request.user, consultation, on),
        "ways_to_follow": TO_FOLLOW_A_CONSULTATION.offered(request.user, consultation),
        "closes": words.closing(consultation.last_closes_on),
        "dates": _dates(consultation, stage),
        "asked": _asked(consultation),
        "spans": consultation.spans.all(),
        "history": promises.date_history(consultation),
        "promises": promises.promises_of(consultation, on),
        "documents": consultation.documents.checked().filter(withdrawn_at=None),
        "counts": counts_of(consultation),
        "responses": consultation.responses.published().select_related("act__responsible"),
        "feedback": feedback if consultation.feedback_on else None,
        "address": [slug, pk],
        "trail": [
            FRONT,
            ("Consultations", reverse("consultations:public")),
            (str(consultation), ""),
        ],
    }
    return render(request, "consultations/public/page.html", context)


CLOSES = {
    Stage.OPEN: "Closes",
    Stage.FORTHCOMING: "Closes",
    Stage.CANCELLED: "Was to close",
}


def _how_to_respond(consultation: Consultation) -> SafeString:
    """The officer's words, escaped, with addresses in them as links."""
    linked = urlize(consultation.how_to_respond, nofollow=True, autoescape=True)
    return SafeString(linked.replace("<a href", '<a class="govuk-link" href'))


def _dates(consultation: Consultation, stage: Stage) -> list[tuple[str, str]]:
    """The days in reading order, each with its weekday; those not set are left out."""
    before = [
        ("Announced", consultation.announced_on),
        ("Sector told", consultation.sector_told_on),
        ("Opens", consultation.opens_on),
        ("All documents available", consultation.documents_complete_on),
    ]
    after = [
        ("Feedback promised for", consultation.feedback_expected_on),
        ("Decision expected", consultation.decision_expected_on),
        ("Feedback published", consultation.feedback_on),
        ("Cancelled", consultation.cancelled_on),
    ]
    return [
        *((label, in_full(day)) for label, day in before if day),
        (CLOSES.get(stage, "Closed"), words.closing(consultation.last_closes_on)),
        *((label, in_full(day)) for label, day in after if day),
    ]


def _asked(consultation: Consultation) -> list[tuple[str, Any]]:
    """What is asked, of whom and how; questions without an answer are left out."""
    methods = "\n".join(
        f"{each['method']}: {each['reason']}" if each.get("reason") else each["method"]
        for each in consultation.methods
    )
    partners = "; ".join(str(each) for each in consultation.partners.all())
    rows = [
        ("Together with", partners),
        ("Why", consultation.why),
        ("Who decides", consultation.decided_by),
        ("Open to change", consultation.open_to_change),
        ("Not open to change", consultation.not_open_to_change),
        ("What it would do to the sector", consultation.effect_on_sector),
        ("Criteria", consultation.criteria),
        ("Who is asked", consultation.audiences),
        ("Where", consultation.places),
        ("Methods, and why", methods),
        ("Formats", consultation.formats),
        ("Languages", consultation.languages),
    ]
    level = [("Level of engagement", consultation.get_level_display())]
    formal = {True: "Yes", False: "No"}.get(consultation.formal_written)
    level += [("Formal and written", formal)] if formal else []
    return level + [(key, value) for key, value in rows if value]


@login_not_required
@require_safe
def public_data(request: HttpRequest) -> HttpResponse:
    """What the feed, the calendar and the data hold, field by field."""
    context = {
        "headings": ["Field", "What it says"],
        "fields": open_data.DOCUMENTED,
        "inner_headings": ["Field", "Each holds"],
        "inner": open_data.INNER,
        "places": [
            (area, TO_FOLLOW_AN_AREA.offered(request.user, area)) for area in Area.objects.all()
        ],
        "trail": [
            FRONT,
            ("Consultations", reverse("consultations:public")),
            ("Feeds and data", ""),
        ],
    }
    return render(request, "consultations/public/data.html", context)
