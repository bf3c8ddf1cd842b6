"""Raising a dispute: what must be answered first, what looks like it, and the first stage."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.permissions import ActionRefused, Answer, require
from audit.writing import locked, move
from disputes.actions.checking import waiting_words
from disputes.actions.drafts import TEXTS, texts_of
from disputes.actions.stages import enter
from disputes.actions.telling import keep_name_in, log_dispute_event, sealed
from disputes.confidentiality import clauses_for, links_tell_raiser
from disputes.guessing import wide_enough
from disputes.models import Dispute
from disputes.permissions import may_edit_draft, may_raise_for
from disputes.procedures import ladder_of
from disputes.states import DisputeState, Side
from organisations.models import Area
from organisations.numbering import next_reference
from organisations.permissions import scope_of

NEEDED = {
    "against": ("respondent", "Say whom the dispute is against."),
    "happened": ("happened", "Say what happened."),
    "tried": ("tried", "Say what was tried so far."),
    "outcome": ("outcome_sought", "Say what outcome you seek."),
}
PREFIX = "DS"
LOOK_BACK = timedelta(days=365)


def unfinished(dispute: Dispute) -> list[tuple[str, str]]:
    """The pages that still lack an answer, each with what to do."""
    lacking = [
        (page, words) for page, (name, words) in NEEDED.items() if not getattr(dispute, name)
    ]
    if dispute.happened_on is None or dispute.compact is None or not dispute.title:
        lacking.append(("happened", "Give the dispute a title, and the day it happened."))
    if not dispute.clauses.exists():
        lacking.append(("clauses", "Choose at least one clause of the compact."))
    if words := waiting_words(dispute):
        lacking.append(("documents", words))
    return lacking


def likely_duplicates(dispute: Dispute, user: User, on: date) -> QuerySet[Dispute]:
    """Cases about the same thing against the same body, among those the person may see: a case they
    may not see is not hinted at."""
    same = Q(clauses__in=dispute.clauses.all())
    if dispute.breach_id is not None:
        same |= Q(breach=dispute.breach_id)
    if dispute.act_id is not None:
        same |= Q(act=dispute.act_id)
    found = Dispute.objects.visible_to(user).raised().filter(same, respondent=dispute.respondent_id)
    # Where the clauses are kept, likeness would tell them.
    kept = Q(confidential=True) & ~Q(represented_by__in=scope_of(user).organisations)
    found = found.exclude(kept)
    recent = Q(ended_on=None) | Q(ended_on__gte=on - LOOK_BACK)
    return found.filter(recent).exclude(pk=dispute.pk).distinct().order_by("-raised_on", "-pk")


def reference_for(area: Area, on: date) -> str:
    """A reference nobody has yet, such as DS-2026-0003. It says nothing of who raised it."""
    taken = Dispute.objects.filter(area=area)
    return next_reference(
        area,
        PREFIX,
        on.year,
        is_taken=lambda reference: taken.filter(reference=reference).exists(),
    )


@transaction.atomic
def raise_dispute(*, dispute: Dispute, version: int, by: User, on: date, at: datetime) -> Dispute:
    """Sends the draft: it gets its reference, its first stage, and its clock starts."""
    dispute = locked(dispute, version=version)
    require(may_edit_draft(by, dispute))
    require(_still_for(by, dispute))
    lacking = unfinished(dispute)
    if lacking:
        raise ActionRefused(lacking[0][1])
    if dispute.happened_on is not None and dispute.happened_on > on:
        raise ActionRefused("A dispute is about something that has happened.")
    keep_name_in(dispute, texts_of(dispute))
    _choose_widths(dispute)
    move(dispute, DisputeState.OPEN)
    dispute.reference = reference_for(dispute.area, on)
    dispute.raised_on, dispute.raised_by = on, by
    # Once raised, its columns alone say what was answered (ADR 6).
    dispute.typed = {}
    dispute.version += 1
    dispute.save()
    # Before the first stage: the log tells a cause before what it brings about (ADR 2).
    _tell_raised(dispute, by, on)
    rungs = ladder_of(dispute.compact) if dispute.compact is not None else []
    if not rungs:
        raise ActionRefused("No procedure is on record for this compact.")
    enter(dispute, rungs[0], on=on, by=by, side=Side.RAISER)
    return dispute


def _choose_widths(dispute: Dispute) -> None:
    """Where a name is kept and nobody chose how exactly the facts are told: as wide as it takes."""
    if not dispute.confidential:
        dispute.day_shown = dispute.clauses_shown = ""
    elif not dispute.day_shown or not dispute.clauses_shown:
        day, clauses = wide_enough(dispute)
        dispute.day_shown = dispute.day_shown or day
        dispute.clauses_shown = dispute.clauses_shown or clauses


def _still_for(by: User, dispute: Dispute) -> Answer:
    if dispute.represented_by is not None:
        return may_edit_draft(by, dispute)
    return may_raise_for(by, dispute.raiser)


def narrative_digest(dispute: Dispute) -> str:
    texts = [getattr(dispute, name) for name in TEXTS]
    # Sorted: the seal must not depend on the order in which rows are read.
    refs = sorted(dispute.clauses.values_list("compact__slug", "ref"))
    return sealed(*texts, str(dispute.happened_on), *(f"{slug} {ref}" for slug, ref in refs))


def _tell_raised(dispute: Dispute, by: User, on: date) -> None:
    linked = {}
    # A record with a counterpart would tie the case to a name, in the log for ever (ADR 30).
    if not links_tell_raiser(dispute):
        linked = {"breach": dispute.breach_id, "act": dispute.act_id}
    log_dispute_event(
        "dispute.raised",
        dispute,
        by=by,
        side=Side.RAISER,
        on=on,
        reference=dispute.reference,
        title=dispute.title,
        against=str(dispute.respondent),
        represented_by=str(dispute.represented_by or ""),
        clauses=[each.ref for each in clauses_for(AnonymousUser(), dispute)],
        confidential=dispute.confidential,
        digest=narrative_digest(dispute),
        **linked,
    )
