"""What may be done with a record afterwards: corrected, moved, withdrawn, retaken, voided."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from audit.writing import version_of
from commitments.permissions import may_change
from commitments.previews import foresee
from commitments.subjects import live_with, said_of, subject_of
from compacts.happened import refuse_ahead
from funding.actions.decisions import retake_decision, withdraw_decision
from funding.actions.notices import (
    acknowledge_notice,
    facts_of_move,
    move_last_day,
    withdraw_notice,
)
from funding.forms.after import (
    AcknowledgeForm,
    MoveForm,
    RetakeForm,
    WithdrawForm,
)
from funding.models import Record
from funding.permissions import may_acknowledge, may_withdraw
from funding.presenters import checks_of, history_of
from funding.subjects import SUBJECTS
from funding.views.lookups import decision_or_404, notice_or_404, record_or_404
from pages.change import Change, Foreseen, change_page
from pages.timeline import Line


def _subject_or_404(request: HttpRequest, kind: str, pk: int) -> Any:
    kinds = {str(each.kind): each.model for each in SUBJECTS}
    if kind not in kinds:
        raise Http404
    return record_or_404(request, kinds[kind], pk)


def _change_of(subject: Record, **described: Any) -> Change:
    """A change of a record, which leads back to it."""
    return Change(
        version=version_of(subject),
        area=subject.act.area,
        caption=subject.act.title,
        back=subject.get_absolute_url(),
        history=partial(_history_of, subject),
        **described,
    )


def _history_of(subject: Record) -> list[Line]:
    return history_of([subject], checks_of([subject.act], timezone.localdate()))


def _foresee(rows: list[Any], fact: str, on: date, said: Mapping[str, Any]) -> Foreseen | None:
    """What follows once the one date that decides is typed."""
    if not said.get(fact):
        return None
    refuse_ahead(rows[0].act.kind, [(fact, None, said[fact])], on=on)
    return foresee(rows, {fact: said[fact]}, on=on)


WITHDRAW: dict[str, Callable[[Any], Callable[..., Any]]] = {
    "decision": lambda row: partial(withdraw_decision, decision=row),
    "notice": lambda row: partial(withdraw_notice, notice=row),
}
"""The kinds of record that can be withdrawn, each with its verb."""


@change_page
def withdraw(request: HttpRequest, kind: str, pk: int) -> Change:
    if kind not in WITHDRAW:
        raise Http404
    subject, on = _subject_or_404(request, kind, pk), timezone.localdate()
    standing = [each for each in live_with(subject) if each.withdrawn_on is None]
    noun = subject_of(subject).noun[0]
    return _change_of(
        subject,
        may=may_withdraw(request.user, subject),
        form=WithdrawForm,
        verb=partial(WITHDRAW[kind](subject), by=request.user, on=on),
        on_record={"withdrawn_on": subject.withdrawn_on},
        preview=partial(_foresee, [subject, *standing], "withdrawn_on", on),
        title=f"Withdraw this {noun}",
        done=f"The {noun} is withdrawn. It stays in the history.",
        submit=f"Withdraw the {noun}",
        intro=said_of(standing, "withdrawn"),
    )


@change_page
def retake(request: HttpRequest, pk: int) -> Change:
    decision, on = decision_or_404(request, pk), timezone.localdate()
    return _change_of(
        decision,
        may=may_change(request.user, decision),
        form=RetakeForm,
        verb=partial(retake_decision, decision=decision, by=request.user, on=on),
        on_record={"retaken_on": decision.retaken_on},
        preview=partial(_foresee, [decision], "retaken_on", on),
        title="Record that it was decided again",
        done="The second decision is recorded, and the checks are made again.",
        intro="First correct the steps that were taken in the meantime; then say when the decision"
        " was taken again.",
    )


@change_page
def move(request: HttpRequest, pk: int) -> Change:
    notice, on = notice_or_404(request, pk), timezone.localdate()
    return _change_of(
        notice,
        may=may_change(request.user, notice),
        form=MoveForm,
        verb=partial(move_last_day, notice=notice, by=request.user, on=on),
        on_record={"last_day": notice.last_day, "moved_on": notice.moved_on},
        preview=lambda said: (
            foresee(
                [notice],
                facts_of_move(notice, said["last_day"], said.get("moved_on") or on),
                on=on,
            )
            if "last_day" in said
            else None
        ),
        title="Put back the last day",
        done="The new last day is recorded. The first one stays in the history.",
    )


@change_page
def acknowledge(request: HttpRequest, pk: int) -> Change:
    notice, on = notice_or_404(request, pk), timezone.localdate()
    return _change_of(
        notice,
        may=may_acknowledge(request.user, notice),
        form=partial(AcknowledgeForm, initial={"received_on": notice.received_on}),
        verb=partial(acknowledge_notice, notice=notice, by=request.user, on=on),
        title="Acknowledge the notice",
        done="Thank you. Your date stands beside the funder’s.",
        submit="Acknowledge",
        intro="This says only that the notice reached you. It does not say that you agree with it.",
    )
