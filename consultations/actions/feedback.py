"""Feedback: written theme by theme, published on a day, and then a fact that the checks go by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from accounts.permissions import require
from audit.actions import logged_last
from audit.writing import locked
from commitments.acts import bump
from commitments.checks import judge_again
from consultations.actions.acts import log_consultation_event
from consultations.models import Consultation, Feedback, Theme
from consultations.permissions import may_give_feedback, may_publish_feedback
from rules import FactError


def _feedback(consultation: Consultation) -> Feedback:
    # Every caller holds the consultation, so no two make it at once.
    return Feedback.objects.get_or_create(consultation=consultation)[0]


@transaction.atomic
def save_feedback(
    *, consultation: Consultation, answers: Mapping[str, Any], by: User, version: int | None = None
) -> Feedback:
    """Keeps the account as it stands. Once it is published, each change is on record.

    `version` is the feedback's own: 1 before anything of it was saved.
    """
    consultation = locked(consultation)
    require(may_give_feedback(by, consultation))
    feedback = locked(_feedback(consultation), version=version)
    old = {name: getattr(feedback, name) for name in answers}
    for name, value in answers.items():
        setattr(feedback, name, value)
    feedback.version += 1
    feedback.save()
    bump(consultation.act)
    changed = {name: [old[name], value] for name, value in answers.items() if old[name] != value}
    _say_changed(consultation, changed, by=by)
    return feedback


@transaction.atomic
def save_theme(
    *,
    consultation: Consultation,
    theme: Theme | None,
    answers: Mapping[str, Any],
    by: User,
    version: int | None = None,
) -> Theme:
    consultation = locked(consultation)
    require(may_give_feedback(by, consultation))
    feedback = _feedback(consultation)
    if theme is None:
        last = feedback.themes.aggregate(last=Max("position"))["last"] or 0
        theme = Theme(feedback=feedback, position=last + 1)
    else:
        theme = locked(theme, version=version)
        theme.version += 1
    old = {name: getattr(theme, name) for name in answers}
    for name, value in answers.items():
        setattr(theme, name, value)
    theme.save()
    bump(consultation.act)
    changed = {name: [old[name], value] for name, value in answers.items() if old[name] != value}
    _say_changed(consultation, changed, by=by, theme=theme.title)
    return theme


@transaction.atomic
def remove_theme(*, consultation: Consultation, theme: Theme, by: User) -> None:
    consultation = locked(consultation)
    theme = locked(theme)
    require(may_give_feedback(by, consultation))
    bump(consultation.act)
    _say_changed(consultation, {"theme": [theme.title, ""]}, by=by, theme=theme.title)
    theme.delete()


def _say_changed(
    consultation: Consultation, changed: Mapping[str, Any], *, by: User, **detail: Any
) -> None:
    if changed and consultation.feedback_on is not None:
        log_consultation_event(
            "feedback.changed", consultation, by=by, changed=dict(changed), **detail
        )


@transaction.atomic
@logged_last()
def publish_feedback(
    *,
    consultation: Consultation,
    published_on: date,
    by: User,
    on: date,
    at: datetime,
    version: int | None = None,
) -> Consultation:
    """From that day it counts as answered, and the promise of feedback as kept."""
    consultation = locked(consultation, version=version)
    require(may_publish_feedback(by, consultation, on))
    if published_on > on:
        raise FactError("published_on", "The day of publication cannot be in the future")
    if consultation.opens_on is not None and published_on < consultation.opens_on:
        raise FactError("published_on", "Feedback cannot be published before it opens")
    feedback = _feedback(consultation)
    if not (feedback.arrangements.strip() or feedback.themes.exists()):
        raise FactError("", "Add at least one theme, or say what other arrangements are made")
    feedback.published_at, feedback.published_by = at, by
    feedback.save()
    consultation.feedback_on = published_on
    if feedback.arrangements.strip():
        consultation.records = {
            **consultation.records, "feedback_published": feedback.arrangements.strip(),
        }  # fmt: skip
    consultation.save(update_fields=["feedback_on", "records"])
    log_consultation_event("feedback.published", consultation, by=by, on=published_on)
    judge_again(consultation, on=on, by=by)
    return consultation
