"""What the parties do in a case, one page a verb."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.permissions import require
from disputes import actions, permissions
from disputes.confidentiality import quoted
from disputes.forms import case as forms
from disputes.models import Dispute, Paper, Settlement, Standstill
from disputes.views.changing import case_change, case_page, warning_of
from disputes.views.lookups import dispute_or_404
from disputes.views.papers import look_soon
from pages.change import Change, change_page


def _hand_in(request: HttpRequest, dispute: Dispute, **answers: Any) -> Paper:
    paper = actions.add_paper(dispute=dispute, by=request.user, at=timezone.now(), **answers)
    look_soon(dispute)
    return paper


@change_page
def write(request: HttpRequest, pk: int) -> Change:
    dispute = dispute_or_404(request, pk)
    require(permissions.may_write(request.user, dispute))
    return case_change(
        request,
        dispute,
        forms.PaperForm,
        partial(_hand_in, request, dispute),
        adds=True,
        asked_with={"entry": dispute.current_entry},
        title="Write, or hand in a document",
        done=lambda paper: (
            "It is in the case. Others read it once the document is checked."
            if paper.is_checking
            else "It is in the case, for the readers you chose."
        ),
        submit="Send",
        warning=warning_of(dispute),
    )


stop = case_page(
    forms.ReasonForm,
    actions.stop_clock,
    permissions.may_stop_clock,
    may_by_day=True,
    title="Stop the clock",
    intro="Today still counts. From tomorrow, up to and including the day it is started again, "
    "no day does. The original limit stays on record.",
    done="The clock is stopped.",
    submit="Stop the clock",
    warns=True,
)


restart = case_page(
    forms.ReasonForm,
    actions.restart_clock,
    permissions.may_restart_clock,
    title="Start the clock again",
    done="The clock runs again, with the stopped days added.",
    submit="Start the clock",
    warns=True,
)


@change_page
def extend(request: HttpRequest, pk: int) -> Change:
    dispute, on = dispute_or_404(request, pk), timezone.localdate()
    require(permissions.may_ask_extension(request.user, dispute))
    entry = dispute.entries.get(left_on=None)
    return case_change(
        request,
        dispute,
        forms.ExtensionForm,
        partial(actions.ask_extension, dispute=dispute, by=request.user, on=on),
        asked_with={"after": entry.due_on or on},
        on_record={"new_due_on": entry.due_on},
        title="Ask for more time",
        intro="The other side agrees or declines. The original limit stays on record.",
        done="The other side has been asked.",
        submit="Ask",
        warning=warning_of(dispute),
    )


@change_page
def extension_answer(request: HttpRequest, pk: int) -> Change:
    dispute, on = dispute_or_404(request, pk), timezone.localdate()
    entry = dispute.current_entry
    extension = entry.open_extension if entry is not None else None
    require(permissions.may_answer_extension(request.user, dispute, extension))
    if extension is None:
        raise Http404
    day = extension.new_due_on
    return case_change(
        request,
        dispute,
        forms.AgreeForm,
        partial(
            actions.answer_extension, dispute=dispute, extension=extension, by=request.user, on=on
        ),
        title=f"More time, until {day.day} {day:%B %Y}?",
        quote=quoted(request.user, dispute, extension.reason, extension.side),
        done="Your answer is recorded.",
    )


escalate = case_page(
    forms.ReasonForm,
    actions.escalate,
    permissions.may_escalate,
    may_by_day=True,
    title="Take it to the next stage",
    intro="Most disputes end by agreement. You can still offer terms at any stage.",
    done="The dispute is at its next stage.",
    submit="Go to the next stage",
    warns=True,
)


offer = case_page(
    forms.TermsForm,
    actions.offer_settlement,
    permissions.may_offer_settlement,
    title="Offer terms to settle",
    done="The terms are with the other side.",
    submit="Offer these terms",
    warns=True,
)


@change_page
def offer_answer(request: HttpRequest, pk: int) -> Change:
    dispute, on = dispute_or_404(request, pk), timezone.localdate()
    waiting = dispute.offered_terms
    require(permissions.may_answer_settlement(request.user, dispute, waiting))
    settlement = get_object_or_404(Settlement, pk=waiting.pk if waiting else 0)
    return case_change(
        request,
        dispute,
        forms.AcceptForm,
        partial(actions.answer_settlement, settlement=settlement, by=request.user, on=on),
        title="Settle on these terms?",
        quote=quoted(request.user, dispute, settlement.terms, settlement.side),
        intro="If you accept, the dispute ends here.",
        done="Your answer is recorded.",
    )


withdraw = case_page(
    forms.ReasonForm,
    actions.withdraw,
    permissions.may_withdraw,
    title="Withdraw the dispute",
    intro="The record stays, and counts as withdrawn.",
    done="The dispute is withdrawn. Its record stays.",
    submit="Withdraw it",
    is_grave=True,
    warns=True,
)


refer = case_page(
    forms.ReferForm,
    actions.refer_out,
    permissions.may_refer_out,
    title="Take it elsewhere",
    intro="The dispute ends here as referred out. The case bundle can still be downloaded.",
    done="The dispute is recorded as referred out.",
    submit="Record it",
    warns=True,
)


exact = case_page(
    forms.NothingForm,
    actions.tell_exactly,
    permissions.may_tell_exactly,
    times=("at",),
    title="Tell those who decide the exact day and clauses?",
    intro="The panel or mediator, and the forum’s chairs once the case is before them, will read on "
    "which day it happened and under which clauses. One record may fit them. It cannot be untold.",
    done="Those who decide read the exact facts now.",
    submit="Tell them",
    is_grave=True,
)


standstill = case_page(
    forms.StandstillForm,
    actions.ask_standstill,
    permissions.may_ask_standstill,
    title="Ask to hold the decision",
    intro="Raising a dispute does not hold the decision by itself. The other side answers, and "
    "the answer is recorded.",
    done="The other side has been asked.",
    submit="Ask",
    warns=True,
)


@change_page
def standstill_answer(request: HttpRequest, pk: int) -> Change:
    dispute, on = dispute_or_404(request, pk), timezone.localdate()
    require(permissions.may_answer_standstill(request.user, dispute))
    request_made = get_object_or_404(Standstill, dispute=dispute, granted=None)
    return case_change(
        request,
        dispute,
        forms.StandstillAnswerForm,
        partial(actions.answer_standstill, standstill=request_made, by=request.user, on=on),
        title="Hold the decision?",
        quote=request_made.what,
        done="Your answer is recorded.",
    )


@change_page
def anonymous(request: HttpRequest, pk: int) -> Change:
    dispute = dispute_or_404(request, pk)
    return case_change(
        request,
        dispute,
        forms.AnonymousForm,
        partial(actions.set_anonymous, dispute=dispute, by=request.user),
        may=permissions.may_set_anonymous(request.user, dispute),
        asked_with={"initial": {"anonymous": dispute.anonymous_in_review}},
        title="Names in the annual review",
        done="Your answer is recorded.",
    )
