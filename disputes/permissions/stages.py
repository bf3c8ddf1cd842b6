"""Who may stop and start a clock, extend a stage, go to the next, and set an area's limits."""

from __future__ import annotations

from datetime import date

from accounts.permissions import YES, Answer
from compacts.models import Compact
from disputes.models import Dispute, DisputeStageEntry, Extension
from disputes.permissions.sides import Person, in_open_case, said, writing_side
from disputes.procedures import next_rung
from disputes.states import PARTIES, Side
from organisations.permissions import may_run_area


def _runs(entry: DisputeStageEntry | None) -> Answer:
    """Whether there is a clock that runs."""
    if entry is None:
        return Answer("This dispute is at no stage.")
    if entry.due_unknown:
        return Answer("The limit of this stage cannot be worked out, so its clock cannot be moved.")
    if entry.due_on is None:
        return Answer("No time limit is set for this stage, so there is no clock.")
    if entry.open_stop is not None:
        return Answer("The clock is stopped. Start it again first.")
    return YES


def may_stop_clock(user: Person, dispute: Dispute, on: date) -> Answer:
    allowed = in_open_case(user, dispute)
    if not allowed:
        return allowed
    if writing_side(user, dispute) == Side.RESPONDENT:
        return Answer(
            "The side that is to answer cannot stop the clock. Ask for an extension instead."
        )
    entry = dispute.current_entry
    runs = _runs(entry)
    if not runs:
        return runs
    if entry is not None and entry.due_on is not None and on >= entry.due_on:
        return Answer(
            f"The limit of this stage is {said(entry.due_on)}: no day is left to be stopped."
        )
    return YES


def may_restart_clock(user: Person, dispute: Dispute) -> Answer:
    allowed = in_open_case(user, dispute)
    if not allowed:
        return allowed
    entry = dispute.current_entry
    if entry is None or entry.open_stop is None:
        return Answer("The clock is not stopped.")
    return YES


def may_ask_extension(user: Person, dispute: Dispute) -> Answer:
    allowed = in_open_case(user, dispute, *PARTIES)
    if not allowed:
        return allowed
    entry = dispute.current_entry
    runs = _runs(entry)
    if not runs:
        return runs
    if entry is not None and entry.open_extension is not None:
        return Answer("An extension is already waiting for an answer.")
    return YES


def may_answer_extension(user: Person, dispute: Dispute, extension: Extension | None) -> Answer:
    allowed = in_open_case(user, dispute, *PARTIES)
    if not allowed:
        return allowed
    if extension is None or extension.agreed is not None:
        return Answer("No extension is waiting for an answer.")
    if writing_side(user, dispute) == extension.side:
        return Answer("An extension needs the agreement of the other side.")
    return YES


def may_escalate(user: Person, dispute: Dispute, on: date) -> Answer:
    """The next stage opens once the limit has passed, once the other side has answered in writing,
    or at once where no limit can be reckoned."""
    allowed = in_open_case(user, dispute, *PARTIES, Side.NEUTRAL)
    if not allowed:
        return allowed
    entry = dispute.current_entry
    if entry is None or dispute.compact is None or next_rung(entry, dispute.compact) is None:
        return Answer("This is the last stage of the procedure that the compact sets.")
    if entry.open_stop is not None:
        return Answer("The clock is stopped. Start it again before going to the next stage.")
    side = writing_side(user, dispute)
    if side == Side.NEUTRAL or entry.due_on is None or on > entry.due_on:
        return YES
    other = Side.RESPONDENT if side == Side.RAISER else Side.RAISER
    if any(
        each.entry_id == entry.pk
        and each.side == other
        and each.filed_as
        and each.is_for_others
        and each.counts
        for each in dispute.papers.all()
    ):
        return YES
    who = str(dispute.respondent) if other == Side.RESPONDENT else "The side that raised it"
    return Answer(
        f"{who} has until {said(entry.due_on)} to answer. The next stage opens on the day after, "
        "or as soon as the answer is filed."
    )


def may_set_limit(user: Person, compact: Compact) -> Answer:
    if may_run_area(user, compact.area):
        return YES
    return Answer(f"Only the compact officer of {compact.area} can set these limits.")
