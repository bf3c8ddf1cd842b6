"""Checklists and election periods: they advise, and never raise a breach."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import require
from audit.actions import log_event
from audit.writing import locked
from commitments.acts import bump
from commitments.models import Act
from commitments.permissions import may_change
from consultations.actions.acts import log_consultation_event
from consultations.models import ChecklistAnswer, Consultation, ElectionPeriod
from consultations.permissions import may_edit_draft, may_keep_elections
from organisations.models import Area

Answers = Mapping[str, tuple[str, str]]


@transaction.atomic
def answer_checklist(
    *,
    consultation: Consultation,
    checklist: str,
    answers: Answers,
    by: User,
    at: datetime,
    version: int | None = None,
) -> None:
    """Keeps the answers of one checklist, by code: yes, in part or no, and the evidence."""
    consultation = locked(consultation, version=version)
    if consultation.act.state == Act.State.DRAFT:
        require(may_edit_draft(by, consultation))
    else:
        require(may_change(by, consultation))
    known = {each.code: each for each in consultation.checklist_answers.filter(checklist=checklist)}
    changed = {}
    for code, (answer, evidence) in answers.items():
        row = known.get(code)
        was = [row.answer, row.evidence] if row else ["", ""]
        if was == [answer, evidence]:
            continue
        changed[code] = [was, [answer, evidence]]
        if not answer:
            if row is not None:
                row.delete()
            continue
        row = row or ChecklistAnswer(consultation=consultation, checklist=checklist, code=code)
        row.answer, row.evidence, row.answered_at, row.answered_by = answer, evidence, at, by
        row.save()
    if changed:
        bump(consultation.act)
        log_consultation_event(
            "consultation.checklist", consultation, by=by, checklist=checklist, changed=changed
        )


@transaction.atomic
def save_election(
    *,
    area: Area,
    election: ElectionPeriod | None,
    name: str,
    starts_on: date,
    ends_on: date,
    by: User,
    version: int | None = None,
) -> ElectionPeriod:
    # The area before what hangs on it: one order of locks (ADR 2).
    area = locked(area)
    require(may_keep_elections(by, area))
    election = locked(election, version=version) if election else None
    if election and (election.name, election.starts_on, election.ends_on) == (
        name,
        starts_on,
        ends_on,
    ):
        return election
    verb = "election.changed" if election else "election.added"
    if election is None:
        election = ElectionPeriod(area=area)
    else:
        election = locked(election, version=version)
        election.version += 1
    election.name, election.starts_on, election.ends_on = name, starts_on, ends_on
    election.save()
    log_event(
        verb, election, by=by, chain=area.slug, name=name, starts_on=starts_on, ends_on=ends_on
    )
    return election


@transaction.atomic
def remove_election(*, election: ElectionPeriod, by: User) -> None:
    locked(election.area)
    election = locked(election)
    require(may_keep_elections(by, election.area))
    # Before the row goes: without its number the event would be about nothing.
    log_event("election.removed", election, by=by, chain=election.area.slug, name=election.name)
    election.delete()
