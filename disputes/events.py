"""What the events of disputes are called, and what each says without anybody's own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from audit.history import describe, said
from disputes.states import DisputeState

TITLES = {
    "dispute.anonymity_set": "Anonymity in the annual review",
    "dispute.breach_decided": "The linked breach was decided with it",
    "dispute.breach_left": "The linked breach was left as it is",
    "dispute.breach_remedied": "The linked breach was put right",
    "dispute.doubts_cleared": "Said that words do not tell who raised it",
    "dispute.clock_restarted": "Clock started again",
    "dispute.clock_stopped": "Clock stopped",
    "dispute.escalated": "Taken to the next stage",
    "dispute.exact_told": "Those who decide are told the exact day and clauses",
    "dispute.extension_agreed": "Extension agreed",
    "dispute.extension_asked": "Extension asked for",
    "dispute.extension_declined": "Extension declined",
    "dispute.finding_declined": "The other chair did not agree",  # the log's own code, which stays
    "dispute.finding_proposed": "One chair proposed a conclusion",
    "dispute.found": "Conclusion",
    "dispute.lesson_added": "Lesson written down",
    "dispute.neutral_agreed": "Neutral agreed",
    "dispute.neutral_appointed": "Neutral declared free of interest",
    "dispute.neutral_conflicted": "Neutral declared a conflict of interest",
    "dispute.neutral_ended": "Neutral no longer stands",
    "dispute.neutral_proposed": "Neutral proposed",
    "dispute.raised": "Raised",
    "dispute.referred_out": "Referred out",
    "dispute.remedy_added": "Action agreed",
    "dispute.remedy_checked": "Checked: did it happen?",
    "dispute.remedy_reported": "Action reported as done",
    "dispute.settled": "Settled",
    "dispute.settlement_declined": "Terms declined",
    "dispute.settlement_offered": "Terms offered",
    "dispute.stage_due_soon": "Reminder: the limit is near",
    "dispute.stage_entered": "Stage entered",
    "dispute.stage_overdue": "Reminder: the limit has passed",
    "dispute.standstill_asked": "Asked to hold the decision",
    "dispute.standstill_granted": "The decision is held",
    "dispute.standstill_refused": "The decision is not held",
    "dispute.withdrawn": "Withdrawn",
    "dispute_stage.limit_set": "Time limit set",
}


def _under(clauses: list[str]) -> str:
    """References of clauses, or what they are told by, such as "Section 4"."""
    return ", ".join(
        each if each[:1].isdigit() else each[:1].lower() + each[1:] for each in clauses
    )


def _facts(detail: Mapping[str, Any]) -> Iterator[str]:
    if detail.get("against"):
        yield f"Against {detail['against']}, under {_under(detail['clauses'])}."
    if detail.get("who"):
        yield f"{detail['who']}."
    if detail.get("outcome") in DisputeState.values:
        yield f"{DisputeState(detail['outcome']).label}."
    if detail.get("together_with"):
        yield f"Together with {detail['together_with']}."
    if detail.get("met_on"):
        yield f"In the forum's meeting of {said(detail['met_on'])}."
    if detail.get("happened"):
        yield f"{str(detail['happened']).capitalize()}."
    if "anonymous" in detail:
        yield "Asked for." if detail["anonymous"] else "No longer asked for."
    if detail.get("limit"):
        yield f"Limit: {detail['limit'].lower()}."
    if detail.get("due_on"):
        yield f"Due by {said(detail['due_on'])}."
    if detail.get("until"):
        yield f"Until {said(detail['until'])}."
    yield from detail.get("said_right", ())
    if detail.get("cannot_be_worked_out"):
        yield "The due date cannot be worked out: that year's bank holidays are not known."


def _limit(detail: Mapping[str, Any]) -> Iterator[str]:
    yield f"From {detail['old'].lower()} to {detail['new'].lower()}."


describe(TITLES, dict.fromkeys(TITLES, _facts) | {"dispute_stage.limit_set": _limit})
