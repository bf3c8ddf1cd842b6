"""The register of cases, a case, and what people do with it: reply, decide, put right."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commitments import cases, permissions
from commitments.events import history_of_case
from commitments.forms import BreachFilters, DetermineForm, RemedyForm, ReplyForm
from commitments.models import Breach
from commitments.offers import ABOVE_REGISTERS, ON_A_CASE
from commitments.proofs import proof_of
from commitments.states import BreachState
from commitments.views.changing import case_change
from commitments.views.columns import clause_column, day_column, sector_of
from commitments.views.deciding import deciding_context
from commitments.views.lookups import breach_seen_by, case_context
from organisations.deciding import keep_chairs
from organisations.views import area_or_404
from pages.change import Change, change_page
from pages.registers import Column, Register, register_page

STATE_COLOURS = {
    BreachState.FLAGGED: "yellow",
    BreachState.ANSWERED: "blue",
    BreachState.CONFIRMED: "red",
    BreachState.REJECTED: "grey",
    BreachState.REMEDIED: "green",
    BreachState.CLOSED: "grey",
}


def state_of(breach: Breach, on: date) -> tuple[str, str]:
    if breach.check_made.voided:
        return "Record voided", "orange"
    return breach.state_on(on), STATE_COLOURS[BreachState(breach.state)]


def columns(on: date) -> list[Column]:
    return [
        clause_column(
            lambda breach: breach.check_made.rule.provision, "check_made__rule__provision__position"
        ),
        Column("act", "What was done", "check_made.act.title", sort="check_made__act__title"),
        Column("body", "Whose duty", "responsible.name", sort="responsible__name"),
        Column("sector", "Sector", sector_of, sort="sector"),
        Column("state", "State", partial(state_of, on=on), kind="state", sort="state"),
        Column("breached_on", "Not met from", "breached_on", kind="date", sort="breached_on"),
        Column("detected_on", "Found on", "detected_on", kind="date", sort="detected_on"),
        day_column("reply_due_on", "Reply due by"),
    ]


@require_safe
def breach_register(request: HttpRequest, area: str) -> HttpResponseBase:
    found, on = area_or_404(request, area), timezone.localdate()
    rows = Breach.objects.visible_to(request.user).filter(area=found)
    register = Register(
        name="Breaches",
        columns=columns(on),
        queryset=rows.select_related(
            "responsible", "check_made__act", "check_made__rule__provision__compact"
        ),
        filterset_class=BreachFilters.on_day(on),
        search_fields=(
            "check_made__act__title",
            "check_made__act__reference",
            "responsible__name",
        ),
        default_sort="-breached_on",
        empty_text="No case has been raised. One appears when a duty could no longer be met.",
        link=lambda breach: breach.get_absolute_url(),
        noun=("case", "cases"),
        search_label="Search by title, reference or body",
    )
    context = {"area": found, "trail": ABOVE_REGISTERS.offered(request.user, found)}
    return register_page(request, register, template="commitments/breaches.html", context=context)


@require_safe
def breach_page(request: HttpRequest, pk: int) -> HttpResponse:
    breach, on = breach_seen_by(request, pk), timezone.localdate()
    waits = breach.state == BreachState.FLAGGED and breach.reply_due_on is not None
    keep_chairs(breach.area)
    prefetch_related_objects([breach], "proposals__proposed_by", "proposals__answered_by")
    return render(
        request,
        "commitments/breach.html",
        case_context(breach)
        | deciding_context(request, breach, on)
        | {
            "proof": proof_of(breach.check_made, on),
            "state": state_of(breach, on),
            "sector": sector_of(breach),
            "reply_is_open": waits and on <= breach.reply_due_on,
            "reply_is_over": breach.is_reply_overdue(on),
            "explanations": breach.explanations.select_related("given_by"),
            "history": history_of_case(breach),
            "more_to_do": ON_A_CASE.offered(request.user, breach),
            "may_reply": permissions.may_reply(request.user, breach),
            "may_record_remedy": permissions.may_record_remedy(request.user, breach),
        },
    )


@change_page
def breach_reply(request: HttpRequest, pk: int) -> Change:
    breach = breach_seen_by(request, pk)
    return case_change(
        breach,
        may=permissions.may_reply(request.user, breach),
        form=ReplyForm,
        verb=partial(cases.reply, breach, by=request.user, at=timezone.now()),
        title="Reply to the finding",
        about="commitments/_before_reply.html",
        warning="Do not give anybody’s name, health or other personal details.",
        submit="Send the reply",
        done="The reply is recorded. The forum's chairs can read it.",
    )


@change_page
def breach_determine(request: HttpRequest, pk: int) -> Change:
    breach, on = breach_seen_by(request, pk), timezone.localdate()
    return case_change(
        breach,
        may=permissions.may_determine(request.user, breach, on),
        form=partial(DetermineForm, breach=breach),
        verb=partial(cases.determine, breach, by=request.user, on=on, at=timezone.now()),
        title="Confirm or reject the finding",
        about="commitments/_before_decision.html",
        context={"explanations": breach.explanations.select_related("given_by")},
        submit="Record the decision",
        done="The decision is recorded with its reasons.",
    )


@change_page
def breach_remedy(request: HttpRequest, pk: int) -> Change:
    breach, on = breach_seen_by(request, pk), timezone.localdate()
    return case_change(
        breach,
        may=permissions.may_record_remedy(request.user, breach),
        form=partial(RemedyForm, breach=breach, on=on),
        verb=partial(cases.record_remedy, breach, by=request.user),
        on_record={"remedied_on": breach.remedied_on, "remedy": breach.remedy},
        title="Record how it was put right",
        intro=f"The finding was confirmed: {breach.check_made.reason} Putting it right does not "
        "remove it; the case shows that both happened.",
        submit="Record the remedy",
        done="The remedy is recorded. The breach stays in the history.",
    )
