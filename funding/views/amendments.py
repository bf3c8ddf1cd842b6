"""What may be done with a record afterwards: corrected, moved, withdrawn, retaken, voided."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from accounts.permissions import YES
from audit.writing import version_of
from commitments.corrections import correct_fact, void_row
from commitments.models import Act
from commitments.permissions import may_change
from commitments.previews import foresee
from commitments.promises import facts_of_the_other_side
from commitments.subjects import subject_of
from funding.actions.decisions import retake_decision, withdraw_decision
from funding.actions.notices import (
    acknowledge_notice,
    facts_of_move,
    move_last_day,
    withdraw_notice,
)
from funding.forms.after import (
    AcknowledgeForm,
    CorrectForm,
    MoveForm,
    ReasonForm,
    RetakeForm,
    WithdrawForm,
)
from funding.models import Record
from funding.permissions import may_acknowledge, may_withdraw
from funding.presenters import checks_of, fact_label, fact_value, history_of
from funding.subjects import SUBJECTS
from funding.views.lookups import decision_or_404, notice_or_404, record_or_404
from organisations.permissions import may_record_kept
from pages.change import Change, Foreseen, change_page
from pages.timeline import Line
from rules.words import listed


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


@change_page
def correct(request: HttpRequest, kind: str, pk: int, fact: str) -> Change:
    subject, on = _subject_or_404(request, kind, pk), timezone.localdate()
    described = subject_of(subject)
    if not described.corrects(fact):
        raise Http404
    coded = fact not in described.correctable
    labels: dict[str, str] = {}
    for shown in checks_of([subject.act], on) if coded else []:
        labels |= shown.check.rule.labels
    theirs = facts_of_the_other_side(subject.act).get(fact) if coded else None
    label = fact_label(subject, fact, labels)
    now, value = fact_value(subject, fact), described.value_of(subject, fact)
    carried = described.carried_to(subject, fact, value)
    return _change_of(
        subject,
        may=may_change(request.user, subject)
        and (YES if theirs is None else may_record_kept(request.user, theirs)),
        form=partial(
            CorrectForm,
            model=type(subject),
            fact=fact,
            label=label,
            initial={"new": value},
        ),
        verb=partial(correct_fact, subject, fact=fact, by=request.user, on=on, at=timezone.now()),
        preview=lambda said: (
            foresee([subject, *carried], {fact: said["new"]}, on=on) if "new" in said else None
        ),
        title=f"Correct: {label}",
        done="The correction is recorded, and the checks are made again.",
        intro="" if now in (None, "") else f"On record: {_plain(now)}.",
    )


def _foresee(rows: list[Any], fact: str, on: date, said: Mapping[str, Any]) -> Foreseen | None:
    """What follows once the one date that decides is typed."""
    return foresee(rows, {fact: said[fact]}, on=on) if said.get(fact) else None


def _with_it(subject: Record) -> list[Any]:
    """The rows that share the record's fate, and have not ended otherwise."""
    rows = subject_of(subject).voided_with(subject)
    return [each for each in rows if each.act.state == Act.State.LIVE]


def _said_of(rows: Sequence[Any], done: str) -> str:
    """What becomes of the rows that share a record's fate, as a sentence; none for no rows."""
    nouns = sorted({subject_of(each).noun[1] for each in rows})
    return f"Its {listed(nouns)} are {done} with it." if nouns else ""


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:%-d %B %Y}" if hasattr(value, "strftime") else str(value)


@change_page
def void(request: HttpRequest, kind: str, pk: int) -> Change:
    subject, on = _subject_or_404(request, kind, pk), timezone.localdate()
    return _change_of(
        subject,
        may=may_change(request.user, subject),
        form=ReasonForm,
        verb=partial(void_row, subject, by=request.user, on=on, at=timezone.now()),
        title="Void this record",
        done="The record is voided. It stays readable and is counted nowhere.",
        submit="Void the record",
        is_grave=True,
        intro="For a record that should never have been made. It stays readable, with your reason;"
        f" its checks and cases are counted nowhere. {_said_of(_with_it(subject), 'voided')}",
    )


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
    standing = [each for each in _with_it(subject) if each.withdrawn_on is None]
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
        intro=_said_of(standing, "withdrawn"),
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
