"""Dates moved after publishing, each with a reason. What was promised before stays on record."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.permissions import require
from audit.actions import logged_last
from audit.writing import locked
from commitments.acts import bump
from commitments.checks import judge_again
from consultations.actions.acts import log_consultation_event
from consultations.models import Change, Consultation, Span
from consultations.permissions import may_cancel, may_move_close, may_reopen
from rules import FactError


@transaction.atomic
@logged_last()
def extend_consultation(
    *,
    consultation: Consultation,
    closes_on: date,
    reason: str,
    by: User,
    on: date,
    at: datetime,
    version: int | None = None,
) -> Change:
    """Puts the close back, before it has passed: the length is measured to the new close."""
    consultation = locked(consultation, version=version)
    require(may_move_close(by, consultation, on))
    was = consultation.last_closes_on
    if was is None or closes_on <= was:
        raise FactError("closes_on", "The new closing date must be after the present one")
    return _move(consultation, Change.Kind.EXTENDED, closes_on, reason, by=by, on=on, at=at)


@transaction.atomic
@logged_last()
def cut_short(
    *,
    consultation: Consultation,
    closes_on: date,
    reason: str,
    by: User,
    on: date,
    at: datetime,
    version: int | None = None,
) -> Change:
    """Brings the close forward: the length is measured to the day it really closes."""
    consultation = locked(consultation, version=version)
    require(may_move_close(by, consultation, on))
    was, span = consultation.last_closes_on, consultation.spans.last()
    opens_on = span.opens_on if span is not None else consultation.opens_on
    if was is None or closes_on >= was:
        raise FactError("closes_on", "The new closing date must be before the present one")
    # Today may be chosen: a closing day counts to its end.
    if closes_on < on:
        raise FactError("closes_on", "It cannot be closed on a day that is over")
    if opens_on is not None and closes_on < opens_on:
        raise FactError("closes_on", "It cannot close before it opens")
    return _move(consultation, Change.Kind.CUT_SHORT, closes_on, reason, by=by, on=on, at=at)


def _move(
    consultation: Consultation,
    kind: str,
    closes_on: date,
    reason: str,
    *,
    by: User,
    on: date,
    at: datetime,
) -> Change:
    """Moves the close of the time that is open last. Only the first one is measured."""
    was, span = consultation.last_closes_on, consultation.spans.last()
    if span is not None:
        span.closes_on = closes_on
        span.save(update_fields=["closes_on"])
        # Judging counts the save elsewhere; a further time is not judged, so it is counted here.
        bump(consultation.act)
        return _changed(consultation, kind, was, closes_on, reason, by=by, on=on, at=at)
    consultation.closes_on = closes_on
    # Before judging: the log tells a cause before what it brings about (ADR 2).
    change = _changed(consultation, kind, was, closes_on, reason, by=by, on=on, at=at)
    judge_again(consultation, on=on, by=by)
    consultation.save(update_fields=["closes_on"])
    return change


@transaction.atomic
def reopen_consultation(
    *,
    consultation: Consultation,
    opens_on: date,
    closes_on: date,
    reason: str,
    by: User,
    on: date,
    at: datetime,
    version: int | None = None,
) -> Span:
    """Opens it a further time after the close. Its checks stay with the first time."""
    consultation = locked(consultation, version=version)
    require(may_reopen(by, consultation, on))
    last = consultation.last_closes_on
    # The closing day itself is open to its end, so the next time begins after it.
    if last is not None and opens_on <= last:
        raise FactError("opens_on", "It must open again after the last closing date")
    if opens_on < on:
        raise FactError("opens_on", "It cannot be opened again on a day that is over")
    if closes_on < opens_on:
        raise FactError("closes_on", "It cannot close before it opens")
    span = Span.objects.create(
        consultation=consultation, opens_on=opens_on, closes_on=closes_on, announced_on=on
    )
    bump(consultation.act)
    _changed(
        consultation, Change.Kind.REOPENED, last, closes_on, reason, by=by, on=on, at=at,
        opens_on=opens_on,
    )  # fmt: skip
    return span


@transaction.atomic
@logged_last()
def cancel_consultation(
    *,
    consultation: Consultation,
    reason: str,
    by: User,
    on: date,
    at: datetime,
    version: int | None = None,
) -> Change:
    """Ends it without a result. It stays on the public list, with the reason."""
    consultation = locked(consultation, version=version)
    require(may_cancel(by, consultation, on))
    consultation.cancelled_on = on
    # Before judging: the log tells a cause before what it brings about (ADR 2).
    change = _changed(
        consultation, Change.Kind.CANCELLED, consultation.closes_on, None, reason,
        by=by, on=on, at=at,
    )  # fmt: skip
    judge_again(consultation, on=on, by=by)
    consultation.save(update_fields=["cancelled_on"])
    return change


def _changed(
    consultation: Consultation,
    kind: str,
    was: date | None,
    closes_on: date | None,
    reason: str,
    *,
    by: User,
    on: date,
    at: datetime,
    **detail: Any,
) -> Change:
    change = Change.objects.create(
        consultation=consultation,
        kind=kind,
        old_closes_on=was,
        new_closes_on=closes_on,
        reason=reason,
        changed_on=on,
        changed_at=at,
        changed_by=by,
    )
    log_consultation_event(
        f"consultation.{kind}",
        consultation,
        by=by,
        old=was,
        new=closes_on,
        on=on,
        reason=reason,
        **detail,
    )
    return change
