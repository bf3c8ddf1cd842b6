"""A consultation while it is planned: it starts no clock, and publishing makes it live."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.permissions import require
from audit.actions import logged_last
from audit.drafts import mark_answered, put_typed
from audit.writing import locked, move
from commitments.acts import LONGEST_TITLE, bump, new_act
from commitments.checks import judge_again
from commitments.models import Act
from consultations.actions.acts import log_consultation_event
from consultations.models import Consultation
from consultations.permissions import may_act_for_lead, may_edit_draft, may_plan
from consultations.subjects.consultations import consultation_facts, date_the_explanation
from organisations.models import Area, Organisation
from organisations.permissions import in_same_area
from pages.wizard.raw import Typed

MANY = ("partners", "decisions")


@transaction.atomic
def draft_consultation(
    *,
    area: Area,
    lead: Organisation,
    title: str,
    by: User,
    at: datetime,
    partners: Iterable[Organisation] = (),
    typed: Mapping[str, Typed] | None = None,
    **answers: Any,
) -> Consultation:
    """Opens a draft in the lead's name. `answers` are fields of the consultation by name."""
    # There is no draft to hold yet, so its area is held.
    area = locked(area)
    require(may_plan(by, area))
    require(may_act_for_lead(by, lead))
    require(in_same_area(lead, area))
    consultation = Consultation(typed=dict(typed or {}), **answers)
    act = new_act(
        consultation,
        area=area,
        responsible=lead,
        title=title,
        by=by,
        at=at,
        state=Act.State.DRAFT,
    )
    consultation.save()
    consultation.partners.set(partners)
    log_consultation_event("consultation.drafted", consultation, by=by, title=act.title)
    return consultation


@transaction.atomic
def keep_page(
    *,
    consultation: Consultation,
    page: str,
    typed: Typed,
    answers: Mapping[str, Any] | None,
    version: int,
    by: User,
    seen: str = "",
) -> Consultation:
    """Keeps one page of a draft as it was typed and, where that is right, what it answers.

    Raises StaleError where the page was saved since it was opened: see `put_typed`.
    """
    # No version here: a clash is one of a single page, which put_typed finds (ADR 6).
    consultation = locked(consultation)
    require(may_edit_draft(by, consultation))
    # Kept right or wrong, so that nobody loses what they typed (ADR 6).
    put_typed(consultation, page, typed, version=version, seen=seen)
    mark_answered(consultation, page, answers is not None)
    if answers is not None:
        apply_answers(consultation, answers, by=by)
    bump(consultation.act)
    consultation.save()
    return consultation


def apply_answers(consultation: Consultation, answers: Mapping[str, Any], *, by: User) -> None:
    """Sets answers on the consultation and its act; the caller saves the consultation."""
    act = consultation.act
    for name, value in answers.items():
        if name in MANY:
            getattr(consultation, name).set(value)
        elif name == "lead":
            require(may_act_for_lead(by, value))
            require(in_same_area(value, act.area))
            act.responsible = value
        elif name == "title":
            act.title = value[:LONGEST_TITLE]
        else:
            setattr(consultation, name, value)
    # The opening is the day that chooses the edition.
    act.acted_on = consultation.opens_on
    act.save(update_fields=["responsible", "title", "acted_on"])


@transaction.atomic
@logged_last()
def publish_consultation(
    *, consultation: Consultation, by: User, on: date, at: datetime, version: int | None = None
) -> Consultation:
    """Makes the draft live: everybody can read it, and its checks begin. Raises FactError.

    Publishing before the opening is itself the announcement, where none is on record.
    """
    consultation = locked(consultation, version=version)
    require(may_edit_draft(by, consultation))
    act = consultation.act
    ahead = consultation.opens_on is None or on <= consultation.opens_on
    if consultation.announced_on is None and ahead:
        consultation.announced_on = on
    date_the_explanation(consultation, on)
    move(act, Act.State.LIVE)
    act.recorded_at, act.recorded_by = at, by
    act.save()
    # Once published, its columns alone say what was answered (ADR 6).
    consultation.typed, consultation.answered_pages = {}, []
    consultation.save()
    log_consultation_event(
        "consultation.published",
        consultation,
        by=by,
        title=act.title,
        # The feeds tell the days as they were published, also after they have moved.
        facts=consultation_facts(consultation),
    )
    judge_again(consultation, on=on, by=by)
    return consultation


@transaction.atomic
def discard_draft(*, consultation: Consultation, by: User, version: int | None = None) -> None:
    """Throws a draft away. Nothing with a verdict is ever deleted: a draft has none."""
    consultation = locked(consultation, version=version)
    require(may_edit_draft(by, consultation))
    act = consultation.act
    # Before the row goes: without its number the event would be about nothing.
    log_consultation_event("consultation.draft_discarded", consultation, by=by, title=act.title)
    for document in consultation.documents.all():
        # Deleting the row alone would leave the file in the store.
        if document.file:
            document.file.delete(save=False)
    consultation.documents.all().delete()
    consultation.checklist_answers.all().delete()
    consultation.partners.clear()
    consultation.decisions.clear()
    consultation.delete()
    # Last: the consultation points to it.
    act.delete()
