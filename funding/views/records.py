"""The page of one decision, notice or agreement."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from commitments.models import Act
from commitments.offers import ON_AN_ACT
from commitments.permissions import may_change
from funding.models import FundingDecision, Notice, Record
from funding.permissions import may_acknowledge, may_give_notice, may_withdraw
from funding.presenters import (
    CheckShown,
    acknowledgements,
    changed_since,
    checks_of,
    corrections_shown,
    fact_rows,
    history_of,
)
from funding.views.lookups import (
    OF_ACT,
    agreement_or_404,
    agreements_made_by,
    decision_or_404,
    decision_that_made,
    notice_or_404,
)
from funding.views.panel import STANDINGS
from organisations.permissions import may_see_whole_area
from pages.shown import VOIDED
from rules import gravest


def record_context(
    request: HttpRequest, subject: Record, with_it: list[Any] | None = None
) -> dict[str, Any]:
    """What every record's page shows. `with_it` are records whose events belong to its history."""
    act = subject.act
    together = [subject, *(with_it or [])]
    checks = checks_of([each.act for each in together], timezone.localdate(), request.user)
    own = [each for each in checks if each.check.act_id == act.pk]
    facts = fact_rows(subject, own)
    return {
        "area": act.area,
        "act": act,
        "subject": subject,
        "facts": facts,
        "checks": own,
        "all_checks": checks,
        "worst": VOIDED if act.state == Act.State.VOIDED else worst_of(checks),
        "standing": STANDINGS.get(Act.Standing(act.standing), ""),
        "corrections": corrections_shown(subject, facts),
        "events": history_of(together, checks),
        "may_change": may_change(request.user, subject),
        "void_url": reverse("commitments:void", args=[act.pk]),
    }


def worst_of(checks: list[CheckShown]) -> str:
    return gravest(each.check.outcome for each in checks if not each.check.voided)


@require_safe
def decision_page(request: HttpRequest, pk: int) -> HttpResponse:
    decision = decision_or_404(request, pk)
    if decision.act.state == Act.State.DRAFT:
        return redirect("funding:draft_check", pk=pk)
    notices = list(
        Notice.objects.visible_to(request.user)
        .filter(decision=decision)
        .with_worst()
        .select_related(*OF_ACT)
        .order_by("act__counterpart__name", "pk")
    )
    context = record_context(request, decision, notices) | {
        "decision": decision,
        "notices": notices,
        "standing_notices": [each for each in notices if each.act.state == Act.State.LIVE],
        "may_give_notice": may_give_notice(request.user, decision),
        "may_withdraw": may_withdraw(request.user, decision),
        "needs_notice": decision.kind in FundingDecision.NEEDS_NOTICE,
        "agreements": [] if notices else list(agreements_made_by(request, decision)),
    }
    return render(request, "funding/decision.html", context)


@require_safe
def notice_page(request: HttpRequest, pk: int) -> HttpResponse:
    notice = notice_or_404(request, pk)
    decision_seen = (
        notice.decision_id is not None
        and FundingDecision.objects.visible_to(request.user).filter(pk=notice.decision_id).exists()
    )
    acknowledged = acknowledgements(notice)
    shown = record_context(request, notice)
    context = shown | {
        "notice": notice,
        "decision_seen": decision_seen,
        "acknowledged": acknowledged,
        "differs": bool(acknowledged)
        and notice.received_on is not None
        and acknowledged[0]["received_on"] != notice.received_on,
        "changed_since": changed_since(acknowledged, shown["corrections"]),
        "more_to_do": ON_AN_ACT.offered(request.user, notice.act),
        "may_acknowledge": may_acknowledge(request.user, notice),
        "may_withdraw": may_withdraw(request.user, notice),
        "runs": runs(notice),
        "days_left": _days_left(notice),
        "sees_area": may_see_whole_area(request.user, notice.act.area),
    }
    return render(request, "funding/notice.html", context)


def runs(notice: Notice) -> bool:
    """Whether its last day means anything still: a notice withdrawn or voided ends nothing."""
    return notice.act.state == Act.State.LIVE and notice.withdrawn_on is None


def _days_left(notice: Notice) -> int | None:
    if notice.last_day is None or not runs(notice):
        return None
    left = (notice.last_day - timezone.localdate()).days
    return left if left >= 0 else None


@require_safe
def agreement_page(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = agreement_or_404(request, pk)
    notices = list(
        Notice.objects.visible_to(request.user)
        .filter(agreement=agreement)
        .with_worst()
        .select_related("act", "decision__act")
        .order_by("-received_on", "-pk")
    )
    decisions = (
        FundingDecision.objects.visible_to(request.user)
        .filter(notices__agreement=agreement)
        .select_related("act")
        .distinct()
    )
    context = record_context(request, agreement) | {
        "agreement": agreement,
        "notices": notices,
        "decisions": decisions,
        "made_by": decision_that_made(request, agreement),
    }
    return render(request, "funding/agreement.html", context)
