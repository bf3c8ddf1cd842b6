"""What the pages of a case's verbs have in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from disputes.actions.telling import clearing
from disputes.forms.parts import CaseForm
from disputes.models import Dispute
from disputes.permissions import writing_side
from disputes.presenters import timeline_of
from disputes.views.lookups import dispute_or_404
from pages.change import Change, change_page

WHO_MAY_BE_NAMED = (
    "In this case the raiser’s name is kept. Do not write it, and nothing that says who it is."
)


def case_change(
    request: HttpRequest,
    dispute: Dispute,
    form: type[CaseForm],
    verb: Callable[..., Any],
    *,
    asked_with: dict[str, Any] | None = None,
    adds: bool = False,
    **described: Any,
) -> Change:
    """The change of a case that `verb` makes with the answers to `form`.

    `asked_with` is what else the form is made of. `adds` says that the verb only adds to the case:
    it overwrites nothing, so that it may be sent whatever others have done since.
    """
    side = writing_side(request.user, dispute)
    return Change(
        form=partial(form, dispute=dispute, side=side, **(asked_with or {})),
        verb=partial(clearing, verb, dispute=dispute, by=request.user, at=timezone.now()),
        answers=lambda sent: {**sent.cleaned_data, "doubts": sent.doubts},
        version=None if adds else dispute.version,
        area=dispute.area,
        caption=f"{dispute.reference}: {dispute.title}",
        back=dispute.get_absolute_url(),
        back_label="Back to the dispute",
        history=partial(timeline_of, dispute, request.user),
        leads_to=partial(_where_it_goes_on, request, dispute),
        **described,
    )


def case_page(
    form: type[CaseForm],
    verb: Callable[..., Any],
    may: Callable[..., Any],
    *,
    times: tuple[str, ...] = ("on",),
    may_by_day: bool = False,
    warns: bool = False,
    **described: Any,
) -> Callable[..., HttpResponse]:
    """The page of a change that its form, its verb and its permission ask of the case alone.

    `times` says which of the clock's two the verb takes; `may_by_day` that the permission turns on
    the day. `warns` shows whoever writes what is to be minded.
    """

    def change(request: HttpRequest, pk: int) -> Change:
        dispute, on = dispute_or_404(request, pk), timezone.localdate()
        now = {"on": on, "at": timezone.now()}
        return case_change(
            request,
            dispute,
            form,
            partial(verb, dispute=dispute, by=request.user, **{name: now[name] for name in times}),
            may=may(request.user, dispute, *([on] if may_by_day else [])),
            warning=warning_of(dispute) if warns else "",
            **described,
        )

    return change_page(change)


def _where_it_goes_on(request: HttpRequest, dispute: Dispute, _: object) -> str:
    """Back to the case, or to the list where it is no longer theirs to see."""
    still = Dispute.objects.visible_to(request.user).filter(pk=dispute.pk).exists()
    return dispute.get_absolute_url() if still else reverse("disputes:mine")


def warning_of(dispute: Dispute) -> str:
    """What somebody who writes about the case is to mind."""
    return WHO_MAY_BE_NAMED if dispute.confidential else ""
