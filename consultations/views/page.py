"""A consultation for members of both sectors: facts, checks with their working, what happened."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commitments.models import Act, Check
from commitments.permissions import may_change
from consultations import permissions as may
from consultations.models import Consultation, Response
from consultations.presenters import closing_words, proofs_of, stage_tag, story_of
from consultations.states import Stage
from consultations.views.counting import counts_of
from consultations.views.lookups import consultation_or_404
from consultations.views.planner import clauses_beside, notes_on
from consultations.views.wizard import lacks_of


@require_safe
def consultation_page(request: HttpRequest, pk: int) -> HttpResponse:
    consultation = consultation_or_404(request, pk)
    on = timezone.localdate()
    stage = consultation.stage_on(on)
    proofs = proofs_of(Check.objects.filter(act=consultation.act), on)
    checks = Check.objects.visible_to(request.user).filter(act=consultation.act)
    context = {
        "area": consultation.act.area,
        "consultation": consultation,
        "act": consultation.act,
        "stage": stage_tag(stage),
        "is_draft": stage == Stage.DRAFT,
        "lacks": lacks_of(request, consultation, on) if stage == Stage.DRAFT else [],
        "is_live": consultation.act.state == Act.State.LIVE,
        "closing": closing_words(consultation, on),
        "facts": facts_shown(consultation),
        "proofs": proofs,
        "linked": set(checks.values_list("pk", flat=True)),
        "beside": _beside(proofs),
        "notes": notes_on(consultation),
        "changes": consultation.changes.select_related("changed_by"),
        "spans": consultation.spans.all(),
        "documents": consultation.documents.filter(withdrawn_at=None),
        "decisions": consultation.decisions.visible_to(request.user),
        "counts": counts_of(consultation),
        "own": _own_responses(request, consultation),
        "feedback_is_late": stage == Stage.AWAITING and _is_over(consultation, on),
        "feedback": getattr(consultation, "feedback", None),
        "story": story_of(consultation),
        **answers(request, consultation, on),
    }
    return render(request, "consultations/consultation.html", context)


def answers(request: HttpRequest, consultation: Consultation, on: date) -> dict[str, Any]:
    """What the person may do here, each with its reason where not."""
    user = request.user
    return {
        "may_edit": may.may_edit_draft(user, consultation),
        "may_change": may_change(user, consultation),
        "may_move": may.may_move_close(user, consultation, on),
        "may_reopen": may.may_reopen(user, consultation, on),
        "may_cancel": may.may_cancel(user, consultation, on),
        "may_respond": may.may_respond(user, consultation, on),
        "may_log": may.may_log_response(user, consultation),
        "may_feed_back": may.may_give_feedback(user, consultation),
    }


def facts_shown(consultation: Consultation) -> list[tuple[str, Any]]:
    """What was planned and published, in reading order; long answers that are blank are left out."""
    partners = "; ".join(str(each) for each in consultation.partners.all())
    effect = consultation.get_significant_effect_display()
    methods = "\n".join(
        f"{each['method']}: {each['reason']}" if each.get("reason") else each["method"]
        for each in consultation.methods
    )
    always = [
        ("Lead", consultation.act.responsible.name),
        ("Level of engagement", consultation.get_level_display()),
        ("Formal and written", consultation.formal_written),
        ("Announced on", consultation.announced_on),
        ("Opens on", consultation.opens_on),
        ("Closes on", consultation.closes_on),
        ("Feedback expected on", consultation.feedback_expected_on),
        ("Decision expected on", consultation.decision_expected_on),
    ]
    where_given = [
        ("Partners", partners),
        ("Why", consultation.why),
        ("Who decides", consultation.decided_by),
        ("Open to change", consultation.open_to_change),
        ("Not open to change", consultation.not_open_to_change),
        ("Criteria", consultation.criteria),
        ("Whom it asks", consultation.audiences),
        ("Where", consultation.places),
        ("Methods, and why", methods),
        ("Formats", consultation.formats),
        ("Languages", consultation.languages),
        ("How to respond", consultation.how_to_respond),
        ("Significant effect on the sector", effect),
        ("What it would do to the sector", consultation.effect_on_sector),
        ("Sector told on", consultation.sector_told_on),
        ("All documents available from", consultation.documents_complete_on),
        ("Explanation", consultation.explanation),
        ("Explanation published on", consultation.explained_on),
        ("Cancelled on", consultation.cancelled_on),
    ]
    return always + [(key, value) for key, value in where_given if value not in (None, "")]


def _beside(proofs: list[Any]) -> dict[int, list[Any]]:
    """Clauses that say the same as a checked one, by the number of its check."""
    return {
        each.check.pk: clauses_beside(each.check.rule.provision.compact)
        for each in proofs
        if each.check.rule.type == "minimum_period"
    }


def _is_over(consultation: Consultation, on: date) -> bool:
    """Whether the day on which feedback was expected has gone by."""
    expected_on = consultation.feedback_expected_on
    return expected_on is not None and expected_on < on


def _own_responses(request: HttpRequest, consultation: Consultation) -> list[Response]:
    bodies = may.answering_for(request.user, consultation.act.area)
    return list(
        consultation.responses.filter(act__responsible__in=bodies).select_related(
            "act__responsible"
        )
    )
