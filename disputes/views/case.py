"""The page of one case: where it stands, who is in it, what was said, and what may be done next."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from disputes import permissions
from disputes.confidentiality import (
    author_label,
    clauses_for,
    day_for,
    knows_exactly,
    links_shown,
    mask_of,
    owner_label,
    party_label,
    put_for,
    put_remedy_for,
    words_for,
)
from disputes.models import Dispute, DisputeStageEntry
from disputes.permissions import side_of, writing_side
from disputes.presenters import timeline_of, why_due
from disputes.procedures import next_rung
from disputes.states import PARTIES, DisputeState, Side
from disputes.views.concluding import deciders_of
from disputes.views.lookups import case_context, dispute_or_404, read_whole
from disputes.views.papers import papers_context

STATE_COLOURS = {
    DisputeState.DRAFT: "grey",
    DisputeState.OPEN: "blue",
    DisputeState.SETTLED: "green",
    DisputeState.WITHDRAWN: "grey",
    DisputeState.UPHELD: "red",
    DisputeState.UPHELD_IN_PART: "orange",
    DisputeState.NOT_UPHELD: "teal",
    DisputeState.NO_CONCLUSION: "purple",
    DisputeState.REFERRED_OUT: "yellow",
}


def state_of(dispute: Dispute) -> tuple[str, str]:
    return dispute.get_state_display(), STATE_COLOURS[DisputeState(dispute.state)]


@require_safe
def dispute_page(request: HttpRequest, pk: int) -> HttpResponse:
    dispute = dispute_or_404(request, pk)
    if dispute.is_draft:
        return redirect("disputes:draft_check", pk=pk)
    on, user = timezone.localdate(), request.user
    read_whole(dispute)
    put_for(user, dispute)
    now = dispute.current_entry
    breach, act = links_shown(user, dispute)
    side = side_of(user, dispute)
    context = case_context(request, dispute) | {
        "on": on,
        "state": state_of(dispute),
        "clauses": clauses_for(user, dispute),
        "happened_day": day_for(user, dispute),
        "is_widened": dispute.is_widened and not knows_exactly(AnonymousUser(), dispute),
        "may_tell_exactly": permissions.may_tell_exactly(user, dispute),
        "breach": breach,
        "act": act,
        "stages": [stage_shown(each, on, dispute) for each in dispute.entries.all()],
        "now": stage_shown(now, on, dispute) if now else None,
        "next_rung": next_rung(now, dispute.compact) if now and dispute.compact else None,
        "may_read": permissions.may_read_substance(user, dispute),
        "is_party": side in PARTIES,
        "is_own": side == Side.RAISER,
        "writing": writing_side(user, dispute),
        "conclusion": dispute.conclusion_made,
        "events": timeline_of(dispute, user),
        "deciders": deciders_of(dispute) if dispute.is_open else [],
        "proposed_conclusions": dispute.proposed_conclusions.all(),
        **papers_context(dispute, user),
        **_people(dispute, user),
        **_pending(dispute, user),
        **_answers(dispute, user, now),
        **({} if dispute.is_open else _after(dispute, user)),
        "filing": _filing(dispute, now) if now else [],
    }
    return render(request, "disputes/dispute.html", context)


def stage_shown(entry: DisputeStageEntry, on: Any, dispute: Dispute) -> dict[str, Any]:
    stop = entry.open_stop
    until = entry.left_on or on
    days_over = (on - entry.due_on).days if entry.due_on and entry.left_on is None else 0
    return {
        "entry": entry,
        "why": why_due(entry),
        "stop": stop,
        "days": (until - entry.entered_on).days,
        "days_over": days_over if days_over > 0 and stop is None and dispute.is_open else 0,
        "moved": entry.original_due_on != entry.due_on,
        "extension": entry.open_extension,
    }


SAID_ON_RAISING = {
    "what happened",
    "outcome sought",
    "the clause it touches",
    "provision relied on",
    "what was tried informally",
}


def _filing(dispute: Dispute, now: DisputeStageEntry) -> list[dict[str, Any]]:
    """What this stage asks each side to file, and whether it is there for the other side."""
    filed = {
        (each.side, each.filed_as)
        for each in dispute.papers.all()
        if each.entry_id == now.pk and each.filed_as and each.is_for_others and each.counts
    }
    asked = [(Side.RAISER, now.files_raiser), (Side.RESPONDENT, now.files_respondent)]
    return [
        {
            "side": side,
            "what": what,
            "is_filed": (side.value, what) in filed
            or (side == Side.RAISER and what in SAID_ON_RAISING),
        }
        for side, items in asked
        for what in items
    ]


def _people(dispute: Dispute, user: User) -> dict[str, Any]:
    neutrals = [
        {
            "neutral": each,
            "proposed_by": party_label(user, dispute, each.proposed_side),
            "may_agree": permissions.may_agree_neutral(user, dispute, each),
            "may_declare": permissions.may_declare(user, dispute, each),
            "may_end": permissions.may_end_neutral(user, dispute, each),
            "is_me": each.user_id == user.pk,
        }
        for each in dispute.neutrals.all()
    ]
    return {
        "neutrals": neutrals,
        "declaring": next((n for n in neutrals if n["is_me"] and n["may_declare"]), None),
    }


def _pending(dispute: Dispute, user: User) -> dict[str, Any]:
    settlement, entry = dispute.offered_terms, dispute.current_entry
    extension = entry.open_extension if entry else None
    return {
        "settlement": settlement,
        "settlement_by": party_label(user, dispute, settlement.side) if settlement else "",
        "extension": extension,
        "extension_by": party_label(user, dispute, extension.side) if extension else "",
        "standstills": dispute.standstills.all(),
        "may_answer_settlement": permissions.may_answer_settlement(user, dispute, settlement),
        "may_answer_extension": permissions.may_answer_extension(user, dispute, extension),
    }


def _answers(dispute: Dispute, user: User, now: DisputeStageEntry | None) -> dict[str, Any]:
    on = timezone.localdate()
    return {
        "may_write": permissions.may_write(user, dispute),
        "may_stop": permissions.may_stop_clock(user, dispute, on),
        "may_restart": permissions.may_restart_clock(user, dispute),
        "may_extend": permissions.may_ask_extension(user, dispute),
        "may_escalate": permissions.may_escalate(user, dispute, on),
        "may_offer": permissions.may_offer_settlement(user, dispute),
        "may_withdraw": permissions.may_withdraw(user, dispute),
        "may_refer": permissions.may_refer_out(user, dispute),
        "may_decide": permissions.may_decide(user, dispute, on),
        "may_propose_conclusion": permissions.may_propose_conclusion(user, dispute, on),
        "may_answer_conclusion": permissions.may_answer_conclusion(user, dispute, on),
        "may_propose": permissions.may_propose_neutral(user, dispute),
        "may_ask_standstill": permissions.may_ask_standstill(user, dispute),
        "may_answer_standstill": permissions.may_answer_standstill(user, dispute),
        "may_add_remedy": permissions.may_add_remedy(user, dispute),
        "may_add_lesson": permissions.may_add_lesson(user, dispute),
        "may_set_anonymous": permissions.may_set_anonymous(user, dispute),
    }


def _after(dispute: Dispute, user: User) -> dict[str, Any]:
    on = timezone.localdate()
    remedies, mask = [], mask_of(dispute)
    for remedy in dispute.remedies.select_related("owner", "checked_by", "reported_by"):
        remedy.dispute = dispute
        put_remedy_for(user, remedy, mask)
        remedies.append(
            {
                "remedy": remedy,
                "owner": owner_label(user, dispute, remedy.owner),
                "may_report": permissions.may_report_remedy(user, remedy),
                "may_check": permissions.may_check_remedy(user, remedy, on),
            }
        )
    lessons = list(dispute.lessons.select_related("added_by"))
    for each in lessons:
        each.text = words_for(user, dispute, each.text, each.side, mask=mask, by=each.added_by_id)
    signed = [
        (each, author_label(user, dispute, each.side, each.added_by.post)) for each in lessons
    ]
    return {"remedies": remedies, "lessons": signed}
