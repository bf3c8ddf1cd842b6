"""The history of a case in plain words, from the event log."""

from __future__ import annotations

from datetime import date
from typing import Any

from audit.models import Event
from commitments.models import Act, Breach, Determination, Explanation
from commitments.states import ClosedBecause
from pages.shown import outcome_words
from rules.words import facts_in_words, plain

TITLES = {
    "breach.raised": "Found by the checks",
    "breach.reopened": "Opened again",
    "breach.closed": "Case closed",
    "breach.answered": "The body replied",
    "breach.confirmed": "A chair confirmed the finding",
    "breach.rejected": "A chair did not uphold the finding",
    "breach.decision_proposed": "A chair proposed a decision",
    "breach.proposal_declined": "The other chair did not agree",
    "breach.remedied": "Put right",
    "check.changed": "The finding changed",
    "act.corrected": "Facts corrected",
    "act.voided": "Record voided",
    "act.repaired": "Judged afresh, where the stored finding differed",
}


def history_of(breach: Breach) -> list[dict[str, Any]]:
    """What happened to the case, to its check and to the act's facts, oldest first."""
    check = breach.check_made
    events = (
        Event.objects.about(breach)
        | Event.objects.about(check)
        | Event.objects.about(Act(pk=check.act_id))
    )
    return [
        {
            "at": event.at,
            "title": TITLES.get(event.verb, _words(event.verb)),
            "by": event.actor_post or "The system",
            "text": "\n".join(_told(event.verb, event.detail)),
        }
        for event in events.order_by("number")
    ]


def _words(verb: str) -> str:
    return verb.replace(".", " ").replace("_", " ").capitalize()


def _told(verb: str, detail: dict[str, Any]) -> list[str]:
    told = []
    if verb in ("breach.raised", "breach.reopened") and detail.get("breached_on"):
        told.append(f"The duty could no longer be met from {_day(detail['breached_on'])}.")
    if verb == "breach.closed" and detail.get("because") in ClosedBecause.values:
        told.append(f"{ClosedBecause(detail['because']).label}.")
    if verb == "check.changed":
        told.append(_turned(detail))
    if verb == "breach.answered" and detail.get("position") in Explanation.Position.values:
        told.append(f"{Explanation.Position(detail['position']).label}.")
    for fact, (old, new) in detail.get("changed", {}).items():
        told.append(f"{facts_in_words([fact]).capitalize()}: {_fact(old)}, now {_fact(new)}.")
    if verb == "breach.decision_proposed" and detail.get("finding") in Determination.Finding.values:
        told.append(f"{Determination.Finding(detail['finding']).label}.")
    if detail.get("together_with"):
        told.append(f"Together with: {detail['together_with']}.")
    if verb == "breach.remedied" and detail.get("on"):
        told.append(f"On {_day(detail['on'])}.")
    told += [
        str(detail[name]) for name in ("text", "reasons", "reason", "remedy") if detail.get(name)
    ]
    return told


def _turned(detail: dict[str, Any]) -> str:
    on = f" on {_day(detail['on'])}" if detail.get("on") else ""
    to = outcome_words(detail.get("to"))
    if not detail.get("from"):
        return f"First finding{on}: {to.lower()}."
    return f"From {outcome_words(detail['from']).lower()} to {to.lower()}{on}."


def _day(iso: str) -> str:
    return plain(date.fromisoformat(iso))


def _fact(said: str) -> str:
    if not said:
        return "not given"
    try:
        return _day(said)
    except ValueError:
        return said
