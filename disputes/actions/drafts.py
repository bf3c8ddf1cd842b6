"""Drafting a dispute, one answer after another. A draft is seen by its own side alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.permissions import ActionRefused, require
from audit.drafts import mark_answered, put_typed
from audit.writing import locked
from commitments.checks import RuleBook
from commitments.models import Act, Breach
from compacts.models import Compact, Provision
from disputes.actions.checking import check_again
from disputes.actions.papers import add_paper
from disputes.actions.telling import clear_doubts, keep_name_in, log_dispute_event
from disputes.models import Dispute
from disputes.permissions import (
    bodies_keeping_names,
    may_edit_draft,
    may_raise_for,
    respondents_for,
)
from disputes.states import Audience, Side
from disputes.traces import Finding, Said
from organisations.models import Organisation
from organisations.permissions import Right, scope_of
from pages.wizard.raw import Typed

TEXTS = {
    "title": "what it is about",
    "happened": "what happened",
    "tried": "what was tried",
    "outcome_sought": "the outcome you seek",
}
"""The columns that hold a draft's own words, and what their questions ask."""
PLAIN = {
    *TEXTS,
    "happened_on",
    "day_shown",
    "clauses_shown",
    "anonymous_in_review",
    "breach",
    "act",
    "respondent",
}


RELATIONS = [each.name for each in Dispute._meta.concrete_fields if each.is_relation]
"""The database itself refuses rows that are not there."""


def texts_of(dispute: Dispute) -> list[Said]:
    """A draft's own words, each with what its question asks."""
    return [Said(where, getattr(dispute, name)) for name, where in TEXTS.items()]


def compact_on(dispute_area: Any, on: date) -> Compact | None:
    """The edition in force, or kept by agreement, on the day of what happened."""
    found = RuleBook.for_areas([dispute_area]).edition_on(dispute_area.pk, on)
    return found[0].compact if found is not None else None


@transaction.atomic
def draft_dispute(
    *,
    raiser: Organisation,
    by: User,
    at: datetime,
    breach: Breach | None = None,
    act: Act | None = None,
) -> Dispute:
    """Begins a draft. Of a breach or an act it takes over the other body, the clause and the day."""
    # There is no draft to hold yet, so its area is held.
    locked(raiser.area)
    require(may_raise_for(by, raiser))
    subject = breach.check_made.act if breach is not None else act
    if subject is not None and subject.area_id != raiser.area_id:
        raise ActionRefused("This belongs to another area.")
    dispute = Dispute.objects.create(
        area=raiser.area, raiser=raiser, breach=breach, act=subject, drafted_at=at, drafted_by=by
    )
    dispute = locked(dispute)
    dispute.represented_by = representing(by, raiser)
    _take_over(dispute, breach, subject)
    dispute.save()
    log_dispute_event("dispute.drafted", dispute, by=by, side=Side.RAISER)
    return dispute


def representing(by: User, raiser: Organisation) -> Organisation | None:
    """The infrastructure body in whose name somebody drafts for a member; none for the own body."""
    if scope_of(by).belongs_to(raiser):
        return None
    bodies = bodies_keeping_names(raiser)
    return bodies.filter(pk__in=scope_of(by).bodies_with(Right.REPRESENT)).first()


def _take_over(dispute: Dispute, breach: Breach | None, subject: Act | None) -> None:
    if subject is None:
        return
    body = breach.responsible if breach is not None else subject.responsible
    # Nobody raises a dispute against a body of their own sector.
    if respondents_for(dispute).filter(pk=body.pk).exists():
        dispute.respondent = body
    if subject.acted_on is not None:
        dispute.happened_on = subject.acted_on
        dispute.compact = compact_on(dispute.area, subject.acted_on)
    if breach is not None:
        provision = breach.check_made.rule.provision
        # A breach may be of another edition than the day's; a case cites one edition alone.
        if dispute.compact is not None and provision.compact_id == dispute.compact.pk:
            dispute.clauses.add(provision)


@transaction.atomic
def save_answers(
    *,
    dispute: Dispute,
    page: str,
    answers: dict[str, Any] | None,
    version: int,
    by: User,
    at: datetime | None = None,
    typed: Typed | None = None,
    seen: str = "",
    doubts: Sequence[Finding] = (),
) -> Dispute:
    """Keeps one page of a draft as it was typed and, where that is right, what it answers.

    Raises StaleError where the page was saved since it was opened: see `put_typed`. A `file` among
    the answers is added to the draft's documents, at `at`. `doubts` are those about words of the page
    of which it was ticked that they do not tell who raises it.
    """
    # No version here: a clash is one of a single page, which put_typed finds (ADR 6).
    dispute = locked(dispute)
    require(may_edit_draft(by, dispute))
    put_typed(dispute, page, typed or {}, version=version, seen=seen)
    mark_answered(dispute, page, answers is not None)
    if doubts and at is not None:
        clear_doubts(dispute=dispute, doubts=doubts, by=by, at=at)
    if answers:
        _set_answers(dispute, dict(answers), by=by, at=at)
    dispute.version += 1
    dispute.save()
    return dispute


def _set_answers(
    dispute: Dispute, answers: dict[str, Any], *, by: User, at: datetime | None
) -> None:
    # Stored at once: a browser cannot show a chosen file again (ADR 6).
    file, word = answers.pop("file", None), bool(answers.pop("looked_through", False))
    if file is not None and at is not None:
        add_paper(
            dispute=dispute, audience=Audience.FORUM, by=by, at=at, file=file, looked_through=word
        )
    unknown = set(answers) - PLAIN - {"represented_by", "confidential", "clauses"}
    if unknown:
        raise ValueError(f"No dispute has {', '.join(sorted(unknown))}.")
    for name in PLAIN & set(answers):
        setattr(dispute, name, answers[name])
    if "represented_by" in answers:
        _set_representation(dispute, answers["represented_by"], answers["confidential"], by)
    if "respondent" in answers:
        _require_respondent(dispute)
    if "happened_on" in answers:
        _follow_day(dispute)
    if "clauses" in answers:
        _set_clauses(dispute, answers["clauses"])
    # Every text, not this page's alone: the name may be kept only from this page on.
    keep_name_in(dispute, texts_of(dispute))
    dispute.clean_fields(exclude=RELATIONS)


def _set_representation(
    dispute: Dispute, body: Organisation | None, confidential: bool, by: User
) -> None:
    if body is not None and not bodies_keeping_names(dispute.raiser).filter(pk=body.pk).exists():
        raise ActionRefused(f"{body} cannot represent this organisation.")
    if body is None and representing(by, dispute.raiser) is not None:
        raise ActionRefused("You draft this for a member, so your body represents it.")
    if confidential and body is None:
        raise ActionRefused("Only an infrastructure body can keep a raiser's name.")
    if (dispute.represented_by, dispute.confidential) != (body, confidential):
        check_again(dispute)
    dispute.represented_by, dispute.confidential = body, confidential


def _require_respondent(dispute: Dispute) -> None:
    body = dispute.respondent
    if body is None or not respondents_for(dispute).filter(pk=body.pk).exists():
        raise ActionRefused("Choose an organisation of the other sector in this area.")


def _follow_day(dispute: Dispute) -> None:
    """The day decides the edition; clauses of another edition fall away."""
    if dispute.happened_on is None:
        return
    dispute.compact = compact_on(dispute.area, dispute.happened_on)
    if dispute.compact is None:
        raise ActionRefused(
            f"No compact was in force in {dispute.area} on that day, so there is no procedure."
        )
    fallen = list(dispute.clauses.exclude(compact=dispute.compact))
    if fallen:
        dispute.clauses.remove(*fallen)
        # Pages are shown from what was typed (ADR 6), which would bring the fallen clauses back.
        dispute.typed = {page: said for page, said in dispute.typed.items() if page != "clauses"}


def _set_clauses(dispute: Dispute, clauses: Iterable[Provision]) -> None:
    chosen = list(clauses)
    if any(each.compact_id != dispute.compact_id for each in chosen):
        raise ActionRefused("These clauses belong to another edition of the compact.")
    dispute.clauses.set(chosen)


@transaction.atomic
def discard_draft(*, dispute: Dispute, by: User, version: int | None = None) -> None:
    """Takes a draft and its documents away. Nobody else had seen it."""
    dispute = locked(dispute, version=version)
    require(may_edit_draft(by, dispute))
    for paper in dispute.papers.all():
        if paper.file:
            # Deleting the row alone would leave the file in the store.
            paper.file.delete(save=False)
        paper.delete()
    # Before the row goes: without its number the event would be about nothing.
    log_dispute_event("dispute.discarded", dispute, by=by, side=Side.RAISER)
    dispute.clauses.clear()
    dispute.delete()
