"""Who may find for one side, alone or both chairs together, and from which day on."""

from __future__ import annotations

from datetime import date
from functools import partial

from accounts.models import User
from accounts.permissions import YES, Answer
from disputes.clocks import last_day_to_answer
from disputes.models import Dispute, DisputeStageEntry, ProposedConclusion
from disputes.permissions.sides import Person, is_neutral_of, said
from disputes.states import Body, Side
from organisations.deciding import (
    may_decide_alone,
    may_propose,
    may_second,
    meeting_on_record,
    meetings_of,
    needed_meeting_met,
)
from organisations.permissions import Right, scope_of

NOT_OPEN = Answer("This dispute is not open.")


def free_of_interest(user: Person, dispute: Dispute) -> Answer:
    """Nobody decides a case of their own organisation. A kept name is not given away by the reason."""
    scope = scope_of(user)
    rule = "Nobody decides a case of their own organisation"
    if dispute.respondent is not None and scope.belongs_to(dispute.respondent):
        return Answer(f"{rule}, and you act for {dispute.respondent}.")
    if dispute.represented_by is not None and scope.belongs_to(dispute.represented_by):
        return Answer(
            f"{rule}, and you act for {dispute.represented_by}, which represents the side that "
            "raised it."
        )
    if scope.belongs_to(dispute.raiser):
        return Answer(f"{rule}, and you act for the side that raised it.")
    return YES


def may_decide(user: Person, dispute: Dispute, on: date) -> Answer:
    """A chair once the case is at the forum; a neutral whom both sides agreed on, there or before."""
    if not dispute.is_open:
        return NOT_OPEN
    free = free_of_interest(user, dispute)
    if not free:
        return free
    is_neutral = is_neutral_of(user, dispute)
    if not (is_neutral or scope_of(user).may_in(dispute.area_id, Right.DECIDE)):
        return Answer("Only a chair of the forum, or a neutral both sides agreed on, can find.")
    alone = YES if is_neutral else may_decide_alone(user, dispute.area)
    side = Side.NEUTRAL if is_neutral else Side.FORUM
    return alone and _may_be_found(dispute, side, on)


def may_propose_conclusion(user: Person, dispute: Dispute, on: date) -> Answer:
    """A chair proposes to the chair of the other sector what both find together."""
    if not dispute.is_open:
        return NOT_OPEN
    allowed = may_propose(user, dispute.area) and _may_be_found(dispute, Side.FORUM, on)
    if allowed and proposed_conclusion(dispute) is not None:
        return Answer("A conclusion is already proposed, and waits for the other chair's answer.")
    return allowed


def may_answer_conclusion(user: Person, dispute: Dispute, on: date) -> Answer:
    if not dispute.is_open:
        return NOT_OPEN
    proposed = proposed_conclusion(dispute)
    if proposed is None:
        return Answer("No conclusion is proposed.")
    other = may_second(user, dispute.area, sector=proposed.sector, proposed_by=proposed.proposed_by)
    return other and _may_be_found(dispute, Side.FORUM, on)


def proposed_conclusion(dispute: Dispute) -> ProposedConclusion | None:
    return next((each for each in dispute.proposed_conclusions.all() if each.agreed is None), None)


def concluded_by(user: Person, dispute: Dispute) -> bool:
    """Whether the person found it, alone or with the other chair."""
    conclusion = dispute.conclusion_made
    if conclusion is None or not isinstance(user, User):
        return False
    return user.pk in (conclusion.decided_by_id, conclusion.seconded_by_id)


def _may_be_found(dispute: Dispute, side: Side, on: date) -> Answer:
    """Whether the case is before those who find, and the respondent was heard or had its time."""
    entry = dispute.current_entry
    if entry is None or entry.body not in (Body.FORUM, Body.NEUTRAL):
        name = entry.name if entry is not None else "no stage"
        return Answer(
            f"The case is at “{name}”, where the parties look for agreement. A conclusion can be made "
            "once it is before a neutral or the forum."
        )
    if side == Side.FORUM and entry.body != Body.FORUM:
        return Answer("The case is before a mediator. A chair can find once it is at the forum.")
    heard = _heard(dispute, entry, side, on)
    if side != Side.FORUM:
        return heard
    return heard and needed_meeting_met(dispute.area, partial(_could_find, dispute))


def could_be_found_in(dispute: Dispute, side: Side, met_on: date | None) -> Answer:
    """Whether a meeting of that day can have found for one side; None: it was found in none."""
    if side != Side.FORUM:
        return YES if met_on is None else Answer("A neutral finds without a meeting of the forum.")
    met = meeting_on_record(dispute.area, met_on)
    return met if not met or met_on is None else _could_find(dispute, met_on)


def meetings_that_could_find(dispute: Dispute) -> list[date]:
    return [day for day in meetings_of(dispute.area) if _could_find(dispute, day)]


def _could_find(dispute: Dispute, met_on: date) -> Answer:
    entry = dispute.current_entry
    if entry is None or met_on < entry.entered_on:
        return Answer(f"On {said(met_on)} the case was not before the forum yet.")
    return _heard(dispute, entry, Side.FORUM, met_on)


def _heard(dispute: Dispute, entry: DisputeStageEntry, side: Side, on: date) -> Answer:
    """A conclusion waits for the respondent's answer, or for the end of its time at this stage."""
    if entry.open_stop is not None:
        return Answer("The clock is stopped. Start it again before a conclusion is made.")
    if any(
        each.entry_id == entry.pk
        and each.side == Side.RESPONDENT
        and each.is_readable_by(side)
        and (each.filed_as or not entry.files_respondent)
        for each in dispute.papers.all()
    ):
        return YES
    last = last_day_to_answer(entry.entered_on, entry.due_on, dispute.area.right_of_reply_days)
    if on > last:
        return YES
    return Answer(
        f"{dispute.respondent} may still answer at this stage, until {said(last)}. A conclusion waits "
        "for the answer or for the end of that day."
    )
