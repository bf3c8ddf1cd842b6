"""What the parties do in a case, one page a verb."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import require
from disputes import actions, permissions
from disputes.forms import case as forms
from disputes.models import Extension, Settlement, Standstill
from disputes.views.found import ask, dispute_or_404

asked = require_http_methods(["GET", "POST"])
WHO_MAY_BE_NAMED = (
    "In this case the raiser’s name is kept. Do not write it, and nothing that says who it is."
)


def _warning(dispute: object) -> str:
    return WHO_MAY_BE_NAMED if getattr(dispute, "confidential", False) else ""


@asked
def write(request: HttpRequest, pk: int) -> HttpResponse:
    dispute = dispute_or_404(request, pk)
    require(permissions.may_write(request.user, dispute))
    return ask(
        request,
        dispute,
        forms.PaperForm,
        title="Write, or hand in a document",
        verb=lambda said: actions.add_paper(
            dispute=dispute, by=request.user, at=timezone.now(), **said
        ),
        done="It is in the case, for the readers you chose.",
        submit="Send",
        warning=_warning(dispute),
        entry=dispute.entries.filter(left_on=None).first(),
    )


@asked
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    dispute, on = dispute_or_404(request, pk), timezone.localdate()
    require(permissions.may_stop_clock(request.user, dispute, on))
    return ask(
        request,
        dispute,
        forms.ReasonForm,
        title="Stop the clock",
        intro="Today still counts. From tomorrow, up to and including the day it is started again, "
        "no day does. The original limit stays on record.",
        verb=lambda said: actions.stop_clock(dispute=dispute, by=request.user, on=on, **said),
        done="The clock is stopped.",
        submit="Stop the clock",
        warning=_warning(dispute),
    )


@asked
def restart(request: HttpRequest, pk: int) -> HttpResponse:
    dispute, on = dispute_or_404(request, pk), timezone.localdate()
    require(permissions.may_restart_clock(request.user, dispute))
    return ask(
        request,
        dispute,
        forms.ReasonForm,
        title="Start the clock again",
        verb=lambda said: actions.restart_clock(dispute=dispute, by=request.user, on=on, **said),
        done="The clock runs again, with the stopped days added.",
        submit="Start the clock",
        warning=_warning(dispute),
    )


@asked
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    dispute, on = dispute_or_404(request, pk), timezone.localdate()
    require(permissions.may_ask_extension(request.user, dispute))
    entry = dispute.entries.get(left_on=None)
    return ask(
        request,
        dispute,
        forms.ExtensionForm,
        title="Ask for more time",
        intro="The other side agrees or declines. The original limit stays on record.",
        verb=lambda said: actions.ask_extension(dispute=dispute, by=request.user, on=on, **said),
        done="The other side has been asked.",
        submit="Ask",
        warning=_warning(dispute),
        after=entry.due_on or on,
    )


@asked
def extension_answer(request: HttpRequest, pk: int) -> HttpResponse:
    dispute, on = dispute_or_404(request, pk), timezone.localdate()
    waiting = Extension.objects.filter(entry__dispute=dispute, agreed=None).first()
    require(permissions.may_answer_extension(request.user, dispute, waiting))
    extension = get_object_or_404(Extension, pk=waiting.pk if waiting else 0)
    day = extension.new_due_on
    return ask(
        request,
        dispute,
        forms.AgreeForm,
        title=f"More time, until {day.day} {day:%B %Y}?",
        quote=extension.reason,
        verb=lambda said: actions.answer_extension(
            dispute=dispute, extension=extension, by=request.user, on=on, **said
        ),
        done="Your answer is recorded.",
    )


@asked
def escalate(request: HttpRequest, pk: int) -> HttpResponse:
    dispute, on = dispute_or_404(request, pk), timezone.localdate()
    require(permissions.may_escalate(request.user, dispute, on))
    return ask(
        request,
        dispute,
        forms.ReasonForm,
        title="Take it to the next stage",
        intro="Most disputes end by agreement. You can still offer terms at any stage.",
        verb=lambda said: actions.escalate(dispute=dispute, by=request.user, on=on, **said),
        done="The dispute is at its next stage.",
        submit="Go to the next stage",
        warning=_warning(dispute),
    )


@asked
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    dispute, on = dispute_or_404(request, pk), timezone.localdate()
    require(permissions.may_offer_settlement(request.user, dispute))
    return ask(
        request,
        dispute,
        forms.TermsForm,
        title="Offer terms to settle",
        verb=lambda said: actions.offer_settlement(dispute=dispute, by=request.user, on=on, **said),
        done="The terms are with the other side.",
        submit="Offer these terms",
        warning=_warning(dispute),
    )


@asked
def offer_answer(request: HttpRequest, pk: int) -> HttpResponse:
    dispute, on = dispute_or_404(request, pk), timezone.localdate()
    waiting = dispute.settlements.filter(accepted=None).first()
    require(permissions.may_answer_settlement(request.user, dispute, waiting))
    settlement = get_object_or_404(Settlement, pk=waiting.pk if waiting else 0)
    return ask(
        request,
        dispute,
        forms.AcceptForm,
        title="Settle on these terms?",
        quote=settlement.terms,
        intro="If you accept, the dispute ends here.",
        verb=lambda said: actions.answer_settlement(
            settlement=settlement, by=request.user, on=on, **said
        ),
        done="Your answer is recorded.",
    )


@asked
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    dispute, on = dispute_or_404(request, pk), timezone.localdate()
    require(permissions.may_withdraw(request.user, dispute))
    return ask(
        request,
        dispute,
        forms.ReasonForm,
        title="Withdraw the dispute",
        intro="The record stays, and counts as withdrawn.",
        verb=lambda said: actions.withdraw(dispute=dispute, by=request.user, on=on, **said),
        done="The dispute is withdrawn. Its record stays.",
        submit="Withdraw it",
        kind="warning",
        warning=_warning(dispute),
    )


@asked
def refer(request: HttpRequest, pk: int) -> HttpResponse:
    dispute, on = dispute_or_404(request, pk), timezone.localdate()
    require(permissions.may_refer_out(request.user, dispute))
    return ask(
        request,
        dispute,
        forms.ReferForm,
        title="Take it elsewhere",
        intro="The dispute ends here as referred out. The case bundle can still be downloaded.",
        verb=lambda said: actions.refer_out(dispute=dispute, by=request.user, on=on, **said),
        done="The dispute is recorded as referred out.",
        submit="Record it",
        warning=_warning(dispute),
    )


@asked
def standstill(request: HttpRequest, pk: int) -> HttpResponse:
    dispute, on = dispute_or_404(request, pk), timezone.localdate()
    require(permissions.may_ask_standstill(request.user, dispute))
    return ask(
        request,
        dispute,
        forms.StandstillForm,
        title="Ask to hold the decision",
        intro="Raising a dispute does not hold the decision by itself. The other side answers, and "
        "the answer is recorded.",
        verb=lambda said: actions.ask_standstill(dispute=dispute, by=request.user, on=on, **said),
        done="The other side has been asked.",
        submit="Ask",
        warning=_warning(dispute),
    )


@asked
def standstill_answer(request: HttpRequest, pk: int) -> HttpResponse:
    dispute, on = dispute_or_404(request, pk), timezone.localdate()
    require(permissions.may_answer_standstill(request.user, dispute))
    request_made = get_object_or_404(Standstill, dispute=dispute, granted=None)
    return ask(
        request,
        dispute,
        forms.StandstillAnswerForm,
        title="Hold the decision?",
        quote=request_made.what,
        verb=lambda said: actions.answer_standstill(
            standstill=request_made, by=request.user, on=on, **said
        ),
        done="Your answer is recorded.",
    )


@asked
def anonymous(request: HttpRequest, pk: int) -> HttpResponse:
    dispute = dispute_or_404(request, pk)
    require(permissions.may_set_anonymous(request.user, dispute))
    return ask(
        request,
        dispute,
        forms.AnonymousForm,
        title="Names in the annual review",
        verb=lambda said: actions.set_anonymous(dispute=dispute, by=request.user, **said),
        done="Your answer is recorded.",
        initial={"anonymous": dispute.anonymous_in_review},
    )
