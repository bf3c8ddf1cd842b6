"""Who may answer a finding, who may decide it, and why not."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import User
from accounts.permissions import YES, Answer
from commitments.models import Act, Breach, Check
from commitments.states import AWAITING_DECISION, BreachState
from organisations.deciding import (
    belongs_to_none,
    may_decide_alone,
    may_propose,
    may_second,
    meeting_on_record,
    meetings_of,
    needed_meeting_met,
)
from organisations.models import Sector
from organisations.permissions import may_record_kept, may_record_of, may_speak_for
from rules.words import plain

Person = User | AnonymousUser


def may_reply(user: Person, breach: Breach) -> Answer:
    if not may_speak_for(user, breach.responsible):
        return Answer(f"Only {breach.responsible} has the right of reply here.")
    if breach.state not in AWAITING_DECISION:
        return Answer("The case has been decided or closed, so there is nothing left to answer.")
    return YES


def may_determine(user: Person, breach: Breach, on: date) -> Answer:
    """One chair alone, who belongs to no party."""
    chair = may_decide_alone(user, breach.area)
    return chair and belongs_to_none(user, breach.parties) and _may_be_decided(breach, on)


def could_be_decided_in(breach: Breach, met_on: date | None) -> Answer:
    """Whether a meeting of that day can have decided the case; None: it was decided in none."""
    met = meeting_on_record(breach.area, met_on)
    return met if not met or met_on is None else _could_decide(breach, met_on)


def meetings_that_could_decide(breach: Breach) -> list[date]:
    return [day for day in meetings_of(breach.area) if _could_decide(breach, day)]


def _could_decide(breach: Breach, met_on: date) -> Answer:
    day = plain(met_on)
    if met_on < breach.detected_on:
        return Answer(f"On {day} the case had not been found yet.")
    due = breach.reply_due_on
    if (due is None or met_on > due) or any(
        timezone.localdate(each.given_at) <= met_on for each in breach.explanations.all()
    ):
        return YES
    return Answer(f"On {day} {breach.responsible} could still reply.")


def may_be_decided_as_concluded(
    user: Person, breach: Breach, on: date, *, together: bool
) -> Answer:
    """Whether a finding in a dispute decides the case: the forum's, or that of somebody on whom both
    sides agreed. Alone, it is of nobody who belongs to a party of the case."""
    free = YES if together else belongs_to_none(user, breach.parties)
    return free and _may_be_decided(breach, on)


def may_propose_decision(user: Person, breach: Breach, on: date) -> Answer:
    """A chair proposes to the chair of the other sector what both decide together."""
    allowed = may_propose(user, breach.area) and _may_be_decided(breach, on)
    if allowed and breach.proposal is not None:
        return Answer("A decision is already proposed, and waits for the other chair's answer.")
    return allowed


def may_answer_proposal(user: Person, breach: Breach, on: date) -> Answer:
    proposal = breach.proposal
    if proposal is None:
        return Answer("No decision is proposed.")
    by = proposal.proposed_by
    return may_second(
        user, breach.area, sector=proposal.sector, proposed_by=by
    ) and _may_be_decided(breach, on)


def _may_be_decided(breach: Breach, on: date) -> Answer:
    if breach.state not in AWAITING_DECISION:
        return Answer("The case has been decided or closed.")
    # The last day is the body's own to its end: nobody decides before it is over, unless it has
    # replied.
    if breach.state == BreachState.FLAGGED and breach.reply_due_on and on <= breach.reply_due_on:
        return Answer(
            f"{breach.responsible} may still reply, until "
            f"{breach.reply_due_on.day} {breach.reply_due_on:%B %Y}."
        )
    return needed_meeting_met(breach.area, partial(_could_decide, breach))


def may_record_remedy(user: Person, breach: Breach) -> Answer:
    body = breach.responsible
    if not (may_speak_for(user, body) or may_record_of(user, body)):
        who = f"{body} or the compact officer" if body.sector == Sector.PUBLIC else str(body)
        return Answer(f"Only {who} can record a remedy.")
    if breach.state != BreachState.CONFIRMED:
        return Answer("A remedy is recorded once a case has been confirmed.")
    return YES


def may_record_for(user: Person, act: Act) -> Answer:
    """Recording and correcting acts: those of a public body its officers and the compact officer,
    those of a voluntary organisation its own people alone."""
    if may_record_of(user, act.responsible):
        return YES
    if act.responsible.sector == Sector.PUBLIC:
        return Answer(
            f"Only the compact officer, or an officer of {act.responsible}, can change this record."
        )
    return Answer(f"Only people of {act.responsible} can change this record.")


def may_change(user: Person, row: Any) -> Answer:
    """Correct, withdraw or void what an act's own row records, whatever its kind."""
    if row.act.state == Act.State.DRAFT:
        return Answer("This is still a draft: change it by going on with it.")
    if row.act.state == Act.State.VOIDED:
        return Answer("This record has been voided and can no longer be changed.")
    return may_record_for(user, row.act)


def may_record_promise(user: Person, check: Check) -> Answer:
    """How an act's other side kept a promise of its own: that side says, and not whoever made the
    record."""
    if check.act.state != Act.State.LIVE:
        return Answer("Only for a record that stands can be said how a promise was kept.")
    if not check.is_of_the_other_side:
        return Answer(f"This is said in the record itself, by {check.responsible}.")
    return may_record_kept(user, check.responsible)
