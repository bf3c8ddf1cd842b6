"""The stages of a consultation. Nobody sets one: each follows from dates and records alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import models

Days = tuple[date | None, date | None]


class Stage(models.TextChoices):
    DRAFT = "draft", "Draft"
    FORTHCOMING = "forthcoming", "Forthcoming"
    OPEN = "open", "Open"
    AWAITING = "awaiting", "Closed, awaiting feedback"
    ANSWERED = "answered", "Answered"
    CANCELLED = "cancelled", "Cancelled"
    VOIDED = "voided", "Voided"


TRANSITIONS: dict[Stage, set[Stage]] = {
    Stage.DRAFT: {Stage.FORTHCOMING, Stage.OPEN, Stage.AWAITING},
    Stage.FORTHCOMING: {Stage.OPEN, Stage.CANCELLED, Stage.VOIDED},
    Stage.OPEN: {Stage.AWAITING, Stage.ANSWERED, Stage.CANCELLED, Stage.VOIDED},
    Stage.AWAITING: {Stage.OPEN, Stage.ANSWERED, Stage.CANCELLED, Stage.VOIDED},
    Stage.ANSWERED: {Stage.OPEN, Stage.VOIDED},
    Stage.CANCELLED: {Stage.VOIDED},
    Stage.VOIDED: set(),
}


def stage_on(
    on: date,
    *,
    first: Days,
    spans: Sequence[tuple[date, date]] = (),
    feedback_on: date | None = None,
    cancelled_on: date | None = None,
) -> Stage:
    """The stage of a published consultation on a day. The closing day is open to its end.

    `first` is its opening and closing; `spans` are the times it was opened again after a close.
    """
    opens_on, closes_on = first
    if cancelled_on is not None and cancelled_on <= on:
        return Stage.CANCELLED
    if opens_on is None or on < opens_on:
        return Stage.FORTHCOMING
    if closes_on is None or on <= closes_on:
        return Stage.OPEN
    # Before the feedback: one that was answered may be opened again.
    if any(start <= on <= end for start, end in spans):
        return Stage.OPEN
    if feedback_on is not None and feedback_on <= on:
        return Stage.ANSWERED
    return Stage.AWAITING
